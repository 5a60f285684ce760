//! 2222: state cess is charged without a rate.

use gst::Decimal;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::tax::shared;
use crate::rules::wording;
use crate::rules::{Check, Rule};
use crate::tolerance;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2222",
        kind: Kind::Rule,
        english: Words {
            title: "State cess is charged without a rate.",
            reason: "State cess by value follows from a rate; an amount by quantity has a member \
                     of its own.",
            fix: "Give the state cess rate, or put the amount into state cess by quantity.",
        },
        hindi: Words {
            title: "राज्य उपकर बिना दर के लगाया गया है।",
            reason: "मूल्य पर राज्य उपकर दर से निकलता है; मात्रा पर राशि का अपना सदस्य है।",
            fix: "राज्य उपकर की दर दें, या राशि मात्रा पर राज्य उपकर में लिखें।",
        },
        pointers: &["/ItemList/*/StateCesRt", "/ItemList/*/StateCesAmt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !shared::follow_the_rates_with_payment(invoice) {
        return;
    }
    for (index, item) in invoice.items.iter().enumerate() {
        let amount = item.state_cess.unwrap_or_default();
        let has_rate = item.state_cess_rate.is_some_and(|rate| !rate.is_zero());
        if has_rate || tolerance::accepts(Decimal::ZERO, amount) {
            continue;
        }
        let serial = &item.serial_number;
        let pointer = wording::item_pointer(index, "StateCesRt");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has state cess {amount}.").into(),
            hindi: format!("मद {serial} में राज्य उपकर {amount} है।").into(),
            found: None,
            expected: None,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    #[test]
    fn an_amount_above_the_tolerance_needs_a_rate() {
        let mut invoice = sample::inter_state();
        invoice.items[0].state_cess = Some(paise(100));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].state_cess = Some(paise(101));
        assert_eq!(
            sample::pointers(&RULE, &invoice),
            ["/ItemList/0/StateCesRt"]
        );
        invoice.items[0].state_cess_rate = Some(Decimal::ONE);
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
