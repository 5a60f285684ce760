//! 2172: integrated tax on a supply within one state.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2172",
        kind: Kind::Rule,
        english: Words {
            title: "IGST is charged on a supply within one state.",
            reason: "When the supplier's state is the place of supply, central and state tax \
                     are due, not integrated tax. Exports, supplies to a special economic zone \
                     and supplies marked as IGST on intra-state are the exceptions.",
            fix: "Charge CGST and SGST instead, correct the place of supply, or set IGST on \
                  intra-state if the law makes IGST due.",
        },
        hindi: Words {
            title: "राज्य के भीतर की आपूर्ति पर IGST लगाया गया है।",
            reason: "जब आपूर्तिकर्ता का राज्य ही आपूर्ति का स्थान हो तो CGST और SGST देय होते \
                     हैं, IGST नहीं। निर्यात, SEZ को आपूर्ति और “राज्य के भीतर IGST” चिह्नित \
                     आपूर्ति इसके अपवाद हैं।",
            fix: "इसकी जगह CGST और SGST लगाएँ, आपूर्ति का स्थान सुधारें, या यदि क़ानूनन IGST \
                  देय है तो “राज्य के भीतर IGST” चुनें।",
        },
        pointers: &["/ItemList/*/IgstAmt", "/SellerDtls/Stcd", "/BuyerDtls/Pos"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, section 8",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !invoice.is_intra_state() {
        return;
    }
    for (index, item) in invoice.items.iter().enumerate() {
        let Some(amount) = item.igst.filter(|amount| !amount.is_zero()) else {
            continue;
        };
        let serial = &item.serial_number;
        let pointer = wording::item_pointer(index, "IgstAmt");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has IGST {amount}.").into(),
            hindi: format!("मद {serial} में IGST {amount} है।").into(),
            found: Some(amount.to_string()),
            expected: Some("0".to_owned()),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::SupplyType;
    use crate::rules::sample::{self, paise};

    #[test]
    fn zero_is_accepted_and_a_paisa_is_not() {
        let mut invoice = sample::intra_state();
        invoice.items[1].igst = Some(paise(0));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[1].igst = Some(paise(1));
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/1/IgstAmt"]);
    }

    #[test]
    fn igst_belongs_on_a_supply_to_another_state() {
        assert!(sample::pointers(&RULE, &sample::inter_state()).is_empty());
    }

    #[test]
    fn the_exceptions_within_one_state() {
        let mut marked = sample::inter_state();
        marked.buyer.place_of_supply = sample::state("29");
        assert_eq!(sample::pointers(&RULE, &marked).len(), 2);
        marked.transaction.igst_on_intra = true;
        assert!(sample::pointers(&RULE, &marked).is_empty());

        let mut zone = sample::inter_state();
        zone.buyer.place_of_supply = sample::state("29");
        zone.transaction.supply_type = sample::supply(SupplyType::SezWithPayment, "SEZWP");
        assert!(sample::pointers(&RULE, &zone).is_empty());
    }
}
