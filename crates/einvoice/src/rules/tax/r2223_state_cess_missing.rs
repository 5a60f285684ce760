//! 2223: a state cess rate is given without the state cess.

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
        code: "2223",
        kind: Kind::Rule,
        english: Words {
            title: "A state cess rate is given, but the state cess is missing.",
            reason: "The rate says that state cess is due on the item.",
            fix: "Give the state cess, or leave its rate out.",
        },
        hindi: Words {
            title: "राज्य उपकर की दर दी गई है, पर राज्य उपकर नहीं दिया गया है।",
            reason: "दर बताती है कि मद पर राज्य उपकर देय है।",
            fix: "राज्य उपकर दें, या उसकी दर न दें।",
        },
        pointers: &["/ItemList/*/StateCesAmt", "/ItemList/*/StateCesRt"],
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
        let rate = item.state_cess_rate.unwrap_or_default();
        let computed = shared::at(rate, item);
        if item.state_cess.is_some() || tolerance::accepts(computed, Decimal::ZERO) {
            continue;
        }
        let serial = &item.serial_number;
        let pointer = wording::item_pointer(index, "StateCesAmt");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has state cess rate {rate}.").into(),
            hindi: format!("मद {serial} में राज्य उपकर दर {rate} है।").into(),
            found: None,
            expected: Some(computed.normalize().to_string()),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn a_rate_needs_an_amount() {
        let mut invoice = sample::inter_state();
        invoice.items[0].state_cess_rate = Some(Decimal::ZERO);
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].state_cess_rate = Some(Decimal::ONE);
        assert_eq!(
            sample::pointers(&RULE, &invoice),
            ["/ItemList/0/StateCesAmt"]
        );
        invoice.items[0].state_cess = Some(Decimal::ZERO);
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
