//! 2228: the document has no items.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2228",
        kind: Kind::Rule,
        english: Words {
            title: "The document has no items.",
            reason: "An invoice, credit note or debit note describes at least one supply of \
                     goods or services.",
            fix: "Add at least one item.",
        },
        hindi: Words {
            title: "दस्तावेज़ में कोई मद नहीं है।",
            reason: "इनवॉइस, क्रेडिट नोट या डेबिट नोट में वस्तु या सेवा की कम से कम एक आपूर्ति \
                     का विवरण होता है।",
            fix: "कम से कम एक मद जोड़ें।",
        },
        pointers: &["/ItemList"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 46",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if invoice.items.is_empty() {
        findings.push(Finding::new(&RULE.entry, "/ItemList"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn one_item_is_enough_and_none_is_not() {
        let mut invoice = sample::intra_state();
        invoice.items.truncate(1);
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items.clear();
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList"]);
    }
}
