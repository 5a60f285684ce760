//! 2234: central or state tax is not half of the rate on the taxable value.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::tax::shared::{self, HALF_DIVISOR};
use crate::rules::wording::{self, Mismatch, Name, Owner};
use crate::rules::{Check, Rule};
use crate::tolerance;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2234",
        kind: Kind::Rule,
        english: Words {
            title: "CGST or SGST is not half of the GST rate on the taxable value.",
            reason: "Within a state each of the two taxes is the taxable value times half of \
                     the GST rate. Credit and debit notes are not held to the rate. \
                     Neither are goods that are taxed on their retail sale price.",
            fix: "Correct the tax amount, the rate or the taxable value of the item.",
        },
        hindi: Words {
            title: "CGST या SGST कर योग्य मूल्य पर GST दर के आधे के बराबर नहीं है।",
            reason: "राज्य के भीतर की आपूर्ति में दोनों कर कर योग्य मूल्य पर GST दर के आधे से \
                     निकलते हैं। क्रेडिट और डेबिट नोट पर दर की यह जाँच नहीं होती। \
                     खुदरा मूल्य पर कर वाले माल पर भी नहीं।",
            fix: "मद का कर, दर या कर योग्य मूल्य सुधारें।",
        },
        pointers: &[
            "/ItemList/*/CgstAmt",
            "/ItemList/*/SgstAmt",
            "/ItemList/*/AssAmt",
            "/ItemList/*/GstRt",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 9; NIC release \
                 note of 8 September 2020 (tolerance)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !shared::follow_the_rates(invoice) || !invoice.is_intra_state() {
        return;
    }
    for (index, item) in invoice.items.iter().enumerate() {
        if shared::is_on_retail_sale_price(invoice, item) {
            continue;
        }
        let computed = item.taxable_value * item.gst_rate / HALF_DIVISOR;
        for (member, name, amount) in [("CgstAmt", CGST, item.cgst), ("SgstAmt", SGST, item.sgst)] {
            let found = amount.unwrap_or_default();
            // That it is left out is said by 2241.
            let is_left_out = shared::is_left_out(invoice, item, amount);
            if is_left_out || tolerance::accepts(computed, found) {
                continue;
            }
            let mismatch = Mismatch {
                pointer: wording::item_pointer(index, member),
                owner: Owner::Item(&item.serial_number),
                name,
                working: format!(
                    "{} × {} ÷ {HALF_DIVISOR}",
                    item.taxable_value, item.gst_rate
                ),
                computed,
                found,
            };
            findings.push(mismatch.finding(&RULE.entry));
        }
    }
}

const CGST: Name = Name {
    english: "CGST",
    hindi: "CGST",
};
const SGST: Name = Name {
    english: "SGST",
    hindi: "SGST",
};

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use gst::{Decimal, HsnCode};

    use super::*;
    use crate::invoice::DocumentType;
    use crate::rules::sample::{self, paise};

    /// What is found when the first item, 1000.00 at 18 %, has these taxes.
    fn found(cgst: i64, sgst: i64, kind: DocumentType) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.document.kind.value = kind;
        invoice.items[0].cgst = Some(paise(cgst));
        invoice.items[0].sgst = Some(paise(sgst));
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_a_rupee_is_accepted_and_a_paisa_more_is_not() {
        let invoice = DocumentType::Invoice;
        assert!(found(8_900, 9_100, invoice).is_empty());
        assert_eq!(found(8_899, 9_000, invoice), ["/ItemList/0/CgstAmt"]);
        assert_eq!(found(9_000, 9_101, invoice), ["/ItemList/0/SgstAmt"]);
    }

    #[test]
    fn notes_are_not_held_to_the_rate() {
        assert!(found(1, 1, DocumentType::CreditNote).is_empty());
        assert!(found(1, 1, DocumentType::DebitNote).is_empty());
    }

    #[test]
    fn an_absent_amount_is_another_rules_and_a_zero_is_not() {
        let mut invoice = sample::intra_state();
        invoice.items[1].cgst = None;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[1].cgst = Some(paise(0));
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/1/CgstAmt"]);
        invoice.items[1].gst_rate = Decimal::ZERO;
        invoice.items[1].sgst = None;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }

    #[test]
    fn goods_on_retail_sale_price_are_not_held_to_the_rate() {
        let mut invoice = sample::intra_state();
        invoice.items[0].cgst = Some(paise(20_000));
        assert_eq!(sample::pointers(&RULE, &invoice).len(), 1);
        invoice.items[0].hsn = HsnCode::parse("24022090").unwrap();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }

    #[test]
    fn between_states_it_says_nothing() {
        assert!(sample::pointers(&RULE, &sample::inter_state()).is_empty());
    }
}
