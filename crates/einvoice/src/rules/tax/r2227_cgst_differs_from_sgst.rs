//! 2227: central and state tax of an item are not the same.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::tax::shared;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2227",
        kind: Kind::Rule,
        english: Words {
            title: "CGST and SGST of the item are not the same.",
            reason: "Within a state the tax is divided equally between the centre and the \
                     state, so both amounts are equal to the paisa.",
            fix: "Round half of the tax once and use it for both, CGST and SGST.",
        },
        hindi: Words {
            title: "मद के CGST और SGST बराबर नहीं हैं।",
            reason: "राज्य के भीतर की आपूर्ति में कर केंद्र और राज्य के बीच बराबर बँटता है, \
                     इसलिए दोनों राशियाँ पैसे तक समान होती हैं।",
            fix: "कर के आधे भाग को एक बार पूर्णांकित करके वही राशि CGST और SGST दोनों में लिखें।",
        },
        pointers: &["/ItemList/*/SgstAmt", "/ItemList/*/CgstAmt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 9",
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
        // That one is left out is said by 2241.
        let left_out = [item.cgst, item.sgst]
            .into_iter()
            .any(|amount| shared::is_left_out(invoice, item, amount));
        if left_out {
            continue;
        }
        let cgst = item.cgst.unwrap_or_default();
        let sgst = item.sgst.unwrap_or_default();
        if cgst == sgst {
            continue;
        }
        let serial = &item.serial_number;
        let pointer = wording::item_pointer(index, "SgstAmt");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has CGST {cgst} and SGST {sgst}.").into(),
            hindi: format!("मद {serial} में CGST {cgst} और SGST {sgst} है।").into(),
            found: Some(sgst.to_string()),
            expected: Some(cgst.to_string()),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::DocumentType;
    use crate::rules::sample::{self, paise};

    #[test]
    fn a_paisa_of_difference_is_refused_and_decimals_alone_are_not() {
        let mut invoice = sample::intra_state();
        invoice.items[0].sgst = Some(gst::Decimal::from(90));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].sgst = Some(paise(9_001));
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/0/SgstAmt"]);
    }

    #[test]
    fn an_absent_amount_of_a_note_is_zero_and_of_an_invoice_another_rules() {
        let mut invoice = sample::intra_state();
        invoice.items[0].sgst = None;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.document.kind.value = DocumentType::CreditNote;
        assert_eq!(sample::pointers(&RULE, &invoice).len(), 1);
        invoice.items[0].cgst = Some(paise(0));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }

    #[test]
    fn between_states_neither_is_due_and_another_rule_says_so() {
        let mut invoice = sample::inter_state();
        invoice.items[0].cgst = Some(paise(9_000));
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
