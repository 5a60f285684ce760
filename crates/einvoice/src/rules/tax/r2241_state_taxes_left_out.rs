//! 2241: central or state tax is left out of a supply within a state.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::tax::shared;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2241",
        kind: Kind::Rule,
        english: Words {
            title: "CGST or SGST is missing from a supply within one state.",
            reason: "When the supplier's state is the place of supply, central and state tax are \
                     both due.",
            fix: "Give both amounts, or correct the place of supply.",
        },
        hindi: Words {
            title: "राज्य के भीतर की आपूर्ति में CGST या SGST नहीं दिया गया है।",
            reason: "जब आपूर्तिकर्ता का राज्य ही आपूर्ति का स्थान हो तो CGST और SGST दोनों देय \
                     होते हैं।",
            fix: "दोनों राशियाँ दें, या आपूर्ति का स्थान सुधारें।",
        },
        pointers: &["/ItemList/*/CgstAmt", "/ItemList/*/SgstAmt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 9",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !invoice.is_intra_state() {
        return;
    }
    for (index, item) in invoice.items.iter().enumerate() {
        let taxes = [
            ("CgstAmt", "CGST", item.cgst),
            ("SgstAmt", "SGST", item.sgst),
        ];
        for (member, tax, amount) in taxes {
            if !shared::is_left_out(invoice, item, amount) {
                continue;
            }
            let serial = &item.serial_number;
            let pointer = wording::item_pointer(index, member);
            findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
                english: format!("Item {serial} has no {tax}.").into(),
                hindi: format!("मद {serial} में {tax} नहीं है।").into(),
                found: None,
                expected: None,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::DocumentType;
    use crate::rules::sample::{self, paise};

    #[test]
    fn an_absent_tax_is_found_and_a_zero_is_left_to_other_rules() {
        let mut invoice = sample::intra_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[1].sgst = None;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/1/SgstAmt"]);
        invoice.items[1].sgst = Some(paise(0));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }

    #[test]
    fn nothing_is_missing_where_nothing_is_due() {
        let mut invoice = sample::intra_state();
        invoice.items[0].gst_rate = gst::Decimal::ZERO;
        invoice.items[0].cgst = None;
        invoice.items[0].sgst = None;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        assert!(sample::pointers(&RULE, &sample::inter_state()).is_empty());
    }

    #[test]
    fn notes_need_none() {
        let mut invoice = sample::intra_state();
        invoice.document.kind.value = DocumentType::CreditNote;
        invoice.items[0].cgst = None;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
