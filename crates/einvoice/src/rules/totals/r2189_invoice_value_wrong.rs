//! 2189: the invoice value does not follow from the items' totals.

use gst::Decimal;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::{Invoice, Totals};
use crate::rules::wording::{self, Mismatch, Name, Owner};
use crate::rules::{Check, Rule};
use crate::tolerance;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2189",
        kind: Kind::Rule,
        english: Words {
            title: "The invoice value is not the sum of the items' totals less discount plus \
                    charges and rounding.",
            reason: "The invoice value is the sum of the items' totals, less the discount on \
                     the whole document, plus its other charges and its rounding.",
            fix: "Correct the invoice value, or the discount, other charges or rounding of the \
                  document.",
        },
        hindi: Words {
            title: "इनवॉइस मूल्य मदों के योग में से छूट घटाकर और प्रभार व पूर्णांकन जोड़कर \
                    मिलने वाली राशि नहीं है।",
            reason: "इनवॉइस मूल्य = मदों का योग − पूरे दस्तावेज़ पर छूट + अन्य प्रभार + \
                     पूर्णांकन।",
            fix: "इनवॉइस मूल्य, या दस्तावेज़ की छूट, अन्य प्रभार या पूर्णांकन सुधारें।",
        },
        pointers: &[
            "/ValDtls/TotInvVal",
            "/ValDtls/Discount",
            "/ValDtls/OthChrg",
            "/ValDtls/RndOffAmt",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; NIC release note of 8 September 2020 \
                 (tolerance)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if invoice.items.is_empty() {
        return;
    }
    let items: Decimal = invoice.items.iter().map(|item| item.total).sum();
    let computed = items + adjustments(&invoice.totals).into_iter().sum::<Decimal>();
    let found = invoice.totals.invoice_value;
    if tolerance::accepts(computed, found) {
        return;
    }
    let mut terms: Vec<Decimal> = invoice.items.iter().map(|item| item.total).collect();
    let adjustments = adjustments(&invoice.totals);
    terms.extend(adjustments.into_iter().filter(|term| !term.is_zero()));
    let mismatch = Mismatch {
        pointer: "/ValDtls/TotInvVal".to_owned(),
        owner: Owner::Document,
        name: NAME,
        working: wording::sum(&terms),
        computed,
        found,
    };
    findings.push(mismatch.finding(&RULE.entry));
}

const NAME: Name = Name {
    english: "invoice value",
    hindi: "इनवॉइस मूल्य",
};

/// What the document adds to the sum of its items, signed.
fn adjustments(totals: &Totals) -> [Decimal; 3] {
    [
        -totals.discount.unwrap_or_default(),
        totals.other_charges.unwrap_or_default(),
        totals.round_off.unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    fn found(value: i64) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.totals.invoice_value = paise(value);
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_a_rupee_is_accepted_and_a_paisa_more_is_not() {
        assert!(found(171_000).is_empty());
        assert!(found(171_200).is_empty());
        assert_eq!(found(170_999), ["/ValDtls/TotInvVal"]);
        assert_eq!(found(171_201), ["/ValDtls/TotInvVal"]);
    }

    #[test]
    fn discount_charges_and_rounding_count_with_their_signs() {
        let mut invoice = sample::intra_state();
        invoice.totals.discount = Some(paise(10_000));
        invoice.totals.other_charges = Some(paise(2_000));
        invoice.totals.round_off = Some(paise(-500));
        invoice.totals.invoice_value = paise(162_600);
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.totals.invoice_value = paise(171_100);
        let findings = sample::World::new().findings(&RULE, &invoice);
        assert_eq!(
            findings[0].detail.english,
            "The document has invoice value 1711.00, but 1180.00 + 531.00 − 100.00 + 20.00 − 5.00 \
             = 1626; 1625 to 1627 is accepted."
        );
    }

    #[test]
    fn under_reverse_charge_it_follows_the_items() {
        let mut invoice = sample::intra_state();
        invoice.transaction.reverse_charge = true;
        for item in &mut invoice.items {
            item.total = item.taxable_value;
        }
        assert_eq!(sample::pointers(&RULE, &invoice).len(), 1);
        invoice.totals.invoice_value = paise(145_000);
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
