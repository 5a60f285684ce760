//! 2174: central or state tax on a supply between states.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::tax::shared;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2174",
        kind: Kind::Rule,
        english: Words {
            title: "CGST or SGST is charged on a supply between states.",
            reason: "When the place of supply is another state, or the supply is an export, to \
                     a special economic zone or marked as IGST on intra-state, integrated tax \
                     alone is due.",
            fix: "Charge IGST instead, or correct the place of supply.",
        },
        hindi: Words {
            title: "अंतर-राज्यीय आपूर्ति पर CGST या SGST लगाया गया है।",
            reason: "जब आपूर्ति का स्थान दूसरे राज्य में हो, या आपूर्ति निर्यात हो, SEZ को हो \
                     या “राज्य के भीतर IGST” चिह्नित हो, तो केवल IGST देय होता है।",
            fix: "इसकी जगह IGST लगाएँ, या आपूर्ति का स्थान सुधारें।",
        },
        pointers: &[
            "/ItemList/*/CgstAmt",
            "/ItemList/*/SgstAmt",
            "/SellerDtls/Stcd",
            "/BuyerDtls/Pos",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, sections 5 and 7",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    // Exports and supplies to zones have codes of their own, 2180 and 2237.
    let is_always = invoice
        .transaction
        .supply_type
        .value
        .is_always_inter_state();
    if !invoice.is_intra_state() && !is_always {
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
        invoice.items[0].cgst = Some(paise(0));
        invoice.items[0].sgst = Some(paise(0));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].sgst = Some(paise(1));
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/0/SgstAmt"]);
    }

    #[test]
    fn both_taxes_belong_on_a_supply_within_the_state() {
        assert!(sample::pointers(&RULE, &sample::intra_state()).is_empty());
    }

    #[test]
    fn exports_and_zones_are_left_to_other_rules() {
        for supply_type in [SupplyType::SezWithPayment, SupplyType::ExportWithPayment] {
            let mut invoice = sample::intra_state();
            invoice.transaction.supply_type = sample::supply(supply_type, "sent");
            assert!(sample::pointers(&RULE, &invoice).is_empty());
        }
    }

    #[test]
    fn marked_as_igst_within_the_state() {
        let mut marked = sample::intra_state();
        marked.transaction.igst_on_intra = true;
        assert_eq!(sample::pointers(&RULE, &marked).len(), 4);
    }
}
