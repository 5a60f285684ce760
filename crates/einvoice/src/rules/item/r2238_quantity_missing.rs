//! 2238: goods without a quantity.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2238",
        kind: Kind::Rule,
        english: Words {
            title: "The quantity of goods is missing.",
            reason: "An invoice says how much of the goods is supplied; a service needs no \
                     quantity.",
            fix: "Give the quantity, or mark the item as a service.",
        },
        hindi: Words {
            title: "माल की मात्रा नहीं दी गई है।",
            reason: "इनवॉइस में माल की मात्रा बताई जाती है; सेवा के लिए मात्रा आवश्यक नहीं है।",
            fix: "मात्रा दें, या मद को सेवा के रूप में चिह्नित करें।",
        },
        pointers: &["/ItemList/*/Qty"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 46(i)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (index, item) in invoice.items.iter().enumerate() {
        if item.is_service || item.quantity.is_some() {
            continue;
        }
        let serial = &item.serial_number;
        let pointer = wording::item_pointer(index, "Qty");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has no quantity.").into(),
            hindi: format!("मद {serial} में मात्रा नहीं है।").into(),
            found: None,
            expected: None,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn goods_need_it_and_services_do_not() {
        let mut invoice = sample::intra_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].quantity = None;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/0/Qty"]);
    }
}
