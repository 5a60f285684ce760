//! 2237: central or state tax on a supply to a special economic zone.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::tax::shared;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2237",
        kind: Kind::Rule,
        english: Words {
            title: "CGST or SGST is charged on a supply to a special economic zone.",
            reason: "Supplies to zones are supplies between states, also within one state: only \
                     IGST can be due.",
            fix: "Charge IGST instead, or none with a supply without payment of tax.",
        },
        hindi: Words {
            title: "SEZ को आपूर्ति पर CGST या SGST लगाया गया है।",
            reason: "SEZ को आपूर्ति एक ही राज्य में भी अंतर-राज्यीय होती है: केवल IGST देय हो \
                     सकता है।",
            fix: "इसकी जगह IGST लगाएँ, या बिना कर भुगतान की आपूर्ति में कोई कर न लगाएँ।",
        },
        pointers: &[
            "/ItemList/*/CgstAmt",
            "/ItemList/*/SgstAmt",
            "/TranDtls/SupTyp",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, section 7(5)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if invoice.transaction.supply_type.value.is_sez() {
        shared::push_state_taxes(&RULE.entry, invoice, findings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::SupplyType;
    use crate::rules::sample::{self, paise};

    #[test]
    fn zero_is_accepted_and_a_paisa_is_not() {
        let mut invoice = sample::inter_state();
        invoice.transaction.supply_type = sample::supply(SupplyType::SezWithPayment, "sent");
        invoice.items[0].cgst = Some(paise(0));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].cgst = Some(paise(1));
        invoice.items[1].sgst = Some(paise(1));
        let found = sample::pointers(&RULE, &invoice);
        assert_eq!(found, ["/ItemList/0/CgstAmt", "/ItemList/1/SgstAmt"]);
        invoice.transaction.supply_type = sample::supply(SupplyType::B2b, "B2B");
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
