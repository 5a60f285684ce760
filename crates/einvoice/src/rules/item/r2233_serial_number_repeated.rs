//! 2233: two items have the same serial number.

use std::collections::HashSet;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2233",
        kind: Kind::Rule,
        english: Words {
            title: "Two items have the same serial number.",
            reason: "An item is known by its serial number in the signed invoice and in every \
                     message about it.",
            fix: "Number the items so that each has its own serial number.",
        },
        hindi: Words {
            title: "दो मदों की क्रम संख्या एक ही है।",
            reason: "हस्ताक्षरित इनवॉइस में और उससे जुड़े हर संदेश में मद अपनी क्रम संख्या से \
                     पहचानी जाती है।",
            fix: "मदों को इस तरह क्रमांक दें कि हर मद की क्रम संख्या अलग हो।",
        },
        pointers: &["/ItemList/*/SlNo"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::with_capacity(invoice.items.len());
    for (index, item) in invoice.items.iter().enumerate() {
        let serial = item.serial_number.as_str();
        if seen.insert(serial) {
            continue;
        }
        let pointer = wording::item_pointer(index, "SlNo");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Serial number {serial} was used before.").into(),
            hindi: format!("क्रम संख्या {serial} पहले आ चुकी है।").into(),
            found: Some(serial.to_owned()),
            expected: None,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn different_numbers_are_accepted_in_any_order() {
        let mut invoice = sample::intra_state();
        invoice.items.reverse();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }

    #[test]
    fn every_repetition_is_named_where_it_stands() {
        let mut invoice = sample::intra_state();
        let first = invoice.items[0].clone();
        invoice.items.extend([first.clone(), first]);
        let found = sample::pointers(&RULE, &invoice);
        assert_eq!(found, ["/ItemList/2/SlNo", "/ItemList/3/SlNo"]);
    }
}
