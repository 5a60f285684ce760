//! 2194: an item's total is not its taxable value, taxes and charges together.

use gst::Decimal;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::{Invoice, Item};
use crate::rules::tax;
use crate::rules::wording::{self, Mismatch, Name, Owner};
use crate::rules::{Check, Rule};
use crate::tolerance;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2194",
        kind: Kind::Rule,
        english: Words {
            title: "The item's total is not the sum of its taxable value, taxes, cesses and \
                    other charges.",
            reason: "The total of an item is its taxable value with IGST or CGST and SGST, \
                     cess and state cess by value and by quantity, and other charges. Under \
                     reverse charge the taxes may be left out, because the recipient pays \
                     them. \
                     Goods that are taxed on their retail sale price are not held to the sum.",
            fix: "Correct the item's total, or the amount that is missing from it.",
        },
        hindi: Words {
            title: "मद का योग उसके कर योग्य मूल्य, करों, उपकरों और अन्य प्रभारों का जोड़ नहीं \
                    है।",
            reason: "मद का योग = कर योग्य मूल्य + IGST या CGST और SGST + मूल्य व मात्रा पर \
                     उपकर और राज्य उपकर + अन्य प्रभार। रिवर्स चार्ज में कर छोड़े जा सकते हैं, \
                     क्योंकि उन्हें प्राप्तकर्ता चुकाता है। \
                     खुदरा मूल्य पर कर वाले माल पर यह जाँच नहीं होती।",
            fix: "मद का योग, या वह राशि जो उसमें जुड़ी नहीं है, सुधारें।",
        },
        pointers: &["/ItemList/*/TotItemVal"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; NIC release note of 8 September 2020 \
                 (tolerance)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (index, item) in invoice.items.iter().enumerate() {
        let charges = item.other_charges.unwrap_or_default();
        let taxes: Decimal = taxes(item).into_iter().sum();
        let computed = item.taxable_value + taxes + charges;
        let without_taxes = item.taxable_value + charges;
        let accepted = tolerance::accepts(computed, item.total)
            || (invoice.transaction.reverse_charge
                && tolerance::accepts(without_taxes, item.total));
        if !accepted && !tax::is_on_retail_sale_price(invoice, item) {
            findings.push(mismatch(index, item, computed));
        }
    }
}

const NAME: Name = Name {
    english: "total",
    hindi: "कुल योग",
};

/// Every tax and cess of an item.
fn taxes(item: &Item) -> [Decimal; 7] {
    [
        item.igst,
        item.cgst,
        item.sgst,
        item.cess,
        item.cess_non_advalorem,
        item.state_cess,
        item.state_cess_non_advalorem,
    ]
    .map(Option::unwrap_or_default)
}

fn mismatch(index: usize, item: &Item, computed: Decimal) -> Finding {
    let mut terms = vec![item.taxable_value];
    terms.extend(taxes(item));
    terms.push(item.other_charges.unwrap_or_default());
    terms.retain(|term| !term.is_zero());
    if terms.is_empty() {
        terms.push(Decimal::ZERO);
    }
    let mismatch = Mismatch {
        pointer: wording::item_pointer(index, "TotItemVal"),
        owner: Owner::Item(&item.serial_number),
        name: NAME,
        working: wording::sum(&terms),
        computed,
        found: item.total,
    };
    mismatch.finding(&RULE.entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    /// What is found when the first item, 1000.00 and two taxes of 90.00, has this total.
    fn found(total: i64, reverse_charge: bool) -> usize {
        let mut invoice = sample::intra_state();
        invoice.transaction.reverse_charge = reverse_charge;
        invoice.items[0].total = paise(total);
        sample::pointers(&RULE, &invoice).len()
    }

    #[test]
    fn within_a_rupee_is_accepted_and_a_paisa_more_is_not() {
        assert_eq!(found(117_900, false), 0);
        assert_eq!(found(118_100, false), 0);
        assert_eq!(found(117_899, false), 1);
        assert_eq!(found(118_101, false), 1);
    }

    #[test]
    fn under_reverse_charge_the_total_may_be_without_taxes() {
        assert_eq!(found(100_000, false), 1);
        assert_eq!(found(100_000, true), 0);
        assert_eq!(found(99_899, true), 1);
        assert_eq!(found(118_000, true), 0);
        assert_eq!(found(110_000, true), 1);
    }

    #[test]
    fn every_tax_and_charge_counts() {
        let mut invoice = sample::intra_state();
        let item = &mut invoice.items[0];
        item.cess = Some(paise(5_000));
        item.cess_non_advalorem = Some(paise(1_000));
        item.state_cess = Some(paise(2_000));
        item.state_cess_non_advalorem = Some(paise(500));
        item.other_charges = Some(paise(1_500));
        item.total = paise(128_000);
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].total = paise(118_000);
        let findings = sample::World::new().findings(&RULE, &invoice);
        assert_eq!(findings[0].pointer, "/ItemList/0/TotItemVal");
        assert_eq!(
            findings[0].detail.english,
            "Item 1 has total 1180.00, but 1000.00 + 90.00 + 90.00 + 50.00 + 10.00 + 20.00 + 5.00 \
             + 15.00 = 1280; 1279 to 1281 is accepted."
        );
    }
}
