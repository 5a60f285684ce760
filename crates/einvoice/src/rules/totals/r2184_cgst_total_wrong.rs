//! 2184: the total CGST is not the sum over the items.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::totals::sums::{self, Total};
use crate::rules::wording::Name;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2184",
        kind: Kind::Rule,
        english: Words {
            title: "The document's CGST is not the sum of its items' CGST.",
            reason: "The total is the plain sum over all items, within the published \
                     tolerance; an absent total is zero.",
            fix: "Correct the total, or the item whose amount is missing from it.",
        },
        hindi: Words {
            title: "दस्तावेज़ का CGST उसकी मदों के CGST का जोड़ नहीं है।",
            reason: "यह योग सभी मदों का सीधा जोड़ होता है; प्रकाशित सहनसीमा तक का अंतर \
                     स्वीकार्य है। न दिया गया योग शून्य माना जाता है।",
            fix: "योग को, या जिस मद की राशि उसमें जुड़ी नहीं है उसे सुधारें।",
        },
        pointers: &["/ValDtls/CgstVal"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; NIC release note of 8 September 2020 \
                 (tolerance)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    sums::check(&TOTAL, invoice, &RULE.entry, findings);
}

const TOTAL: Total = Total {
    pointer: "/ValDtls/CgstVal",
    name: Name {
        english: "total CGST",
        hindi: "CGST का योग",
    },
    given: |invoice| invoice.totals.cgst.unwrap_or_default(),
    of_item: |item| item.cgst.unwrap_or_default(),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    fn found(total: i64) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.totals.cgst = Some(paise(total));
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_the_tolerance_is_accepted_and_a_paisa_more_is_not() {
        let (lowest, highest) = (12_900, 13_200);
        assert!(found(lowest).is_empty());
        assert!(found(highest).is_empty());
        assert_eq!(found(lowest - 1), ["/ValDtls/CgstVal"]);
        assert_eq!(found(highest + 1), ["/ValDtls/CgstVal"]);
    }

    #[test]
    fn an_absent_total_is_zero() {
        let mut invoice = sample::intra_state();
        invoice.totals.cgst = None;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ValDtls/CgstVal"]);
    }
}
