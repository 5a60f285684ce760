//! 2239: goods without a unit.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2239",
        kind: Kind::Rule,
        english: Words {
            title: "The unit of goods is missing.",
            reason: "A quantity of goods means something only with its unit.",
            fix: "Give the unit quantity code, such as NOS, or mark the item as a service.",
        },
        hindi: Words {
            title: "माल की इकाई नहीं दी गई है।",
            reason: "माल की मात्रा इकाई के साथ ही अर्थ रखती है।",
            fix: "यूनिट मात्रा कोड दें, जैसे NOS, या मद को सेवा के रूप में चिह्नित करें।",
        },
        pointers: &["/ItemList/*/Unit"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 46(i)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (index, item) in invoice.items.iter().enumerate() {
        if item.is_service || item.unit.is_some() {
            continue;
        }
        let serial = &item.serial_number;
        let pointer = wording::item_pointer(index, "Unit");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has no unit.").into(),
            hindi: format!("मद {serial} में इकाई नहीं है।").into(),
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
        invoice.items[0].unit = None;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/0/Unit"]);
    }
}
