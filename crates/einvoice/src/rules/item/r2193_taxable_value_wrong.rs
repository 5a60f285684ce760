//! 2193: an item's taxable value is not its gross amount less its discount.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::wording::{self, Mismatch, Name, Owner};
use crate::rules::{Check, Rule};
use crate::tolerance;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2193",
        kind: Kind::Rule,
        english: Words {
            title: "The item's taxable value is not its gross amount less its discount.",
            reason: "Tax is due on what is charged after a discount that the invoice shows.",
            fix: "Correct the gross amount, the discount or the taxable value of the item.",
        },
        hindi: Words {
            title: "मद का कर योग्य मूल्य उसकी सकल राशि में से छूट घटाने पर मिलने वाली राशि \
                    नहीं है।",
            reason: "कर उस राशि पर लगता है जो इनवॉइस में दिखाई गई छूट घटाने के बाद बचती है।",
            fix: "मद की सकल राशि, छूट या कर योग्य मूल्य सुधारें।",
        },
        pointers: &[
            "/ItemList/*/AssAmt",
            "/ItemList/*/TotAmt",
            "/ItemList/*/Discount",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 15(3); NIC \
                 release note of 8 September 2020 (tolerance)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (index, item) in invoice.items.iter().enumerate() {
        let discount = item.discount.unwrap_or_default();
        let computed = item.gross_amount - discount;
        if tolerance::accepts(computed, item.taxable_value) {
            continue;
        }
        let mismatch = Mismatch {
            pointer: wording::item_pointer(index, "AssAmt"),
            owner: Owner::Item(&item.serial_number),
            name: NAME,
            working: wording::sum(&[item.gross_amount, -discount]),
            computed,
            found: item.taxable_value,
        };
        findings.push(mismatch.finding(&RULE.entry));
    }
}

const NAME: Name = Name {
    english: "taxable value",
    hindi: "कर योग्य मूल्य",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    /// What is found when the second item, 500.00 less 50.00, has this taxable value.
    fn found(taxable_value: i64) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.items[1].taxable_value = paise(taxable_value);
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_a_rupee_is_accepted_and_a_paisa_more_is_not() {
        assert!(found(45_000).is_empty());
        assert!(found(44_900).is_empty());
        assert!(found(45_100).is_empty());
        assert_eq!(found(44_899), ["/ItemList/1/AssAmt"]);
        assert_eq!(found(45_101), ["/ItemList/1/AssAmt"]);
    }

    #[test]
    fn the_particulars_show_the_computation_and_the_range() {
        let mut invoice = sample::intra_state();
        invoice.items[1].taxable_value = paise(50_000);
        let findings = sample::World::new().findings(&RULE, &invoice);
        let detail = &findings[0].detail;
        assert_eq!(
            detail.english,
            "Item 2 has taxable value 500.00, but 500.00 − 50.00 = 450; 449 to 451 is accepted."
        );
        assert_eq!(
            detail.hindi,
            "मद 2 में कर योग्य मूल्य 500.00 है, जबकि 500.00 − 50.00 = 450; 449 से 451 तक स्वीकार्य है।"
        );
        assert_eq!(detail.found.as_deref(), Some("500.00"));
        assert_eq!(detail.expected.as_deref(), Some("449..451"));
    }
}
