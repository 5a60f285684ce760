//! 2192: an item's gross amount is not quantity times unit price.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::wording::{self, Mismatch, Name, Owner};
use crate::rules::{Check, Rule};
use crate::tolerance;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2192",
        kind: Kind::Rule,
        english: Words {
            title: "The item's gross amount is not its quantity times its unit price.",
            reason: "The gross amount is what the quantity costs at the unit price, before \
                     discount.",
            fix: "Correct the gross amount, the quantity or the unit price.",
        },
        hindi: Words {
            title: "मद की सकल राशि मात्रा × इकाई मूल्य के बराबर नहीं है।",
            reason: "सकल राशि छूट से पहले इकाई मूल्य पर मात्रा का मूल्य है।",
            fix: "सकल राशि, मात्रा या इकाई मूल्य सुधारें।",
        },
        pointers: &[
            "/ItemList/*/TotAmt",
            "/ItemList/*/Qty",
            "/ItemList/*/UnitPrice",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; NIC release note of 8 September 2020 \
                 (tolerance)",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !facts.policy.gross_amount {
        return;
    }
    for (index, item) in invoice.items.iter().enumerate() {
        let Some(quantity) = item.quantity else {
            continue;
        };
        let computed = quantity * item.unit_price;
        if tolerance::accepts(computed, item.gross_amount) {
            continue;
        }
        let mismatch = Mismatch {
            pointer: wording::item_pointer(index, "TotAmt"),
            owner: Owner::Item(&item.serial_number),
            name: NAME,
            working: format!("{quantity} × {}", item.unit_price),
            computed,
            found: item.gross_amount,
        };
        findings.push(mismatch.finding(&RULE.entry));
    }
}

const NAME: Name = Name {
    english: "gross amount",
    hindi: "सकल राशि",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, World, paise};

    fn found(gross: i64, enforced: bool) -> usize {
        let mut world = World::new();
        world.policy.gross_amount = enforced;
        let mut invoice = sample::intra_state();
        invoice.items[0].gross_amount = paise(gross);
        world.pointers(&RULE, &invoice).len()
    }

    #[test]
    fn within_a_rupee_is_accepted_and_a_paisa_more_only_when_switched_off() {
        assert_eq!(found(99_900, true), 0);
        assert_eq!(found(99_899, true), 1);
        assert_eq!(found(100_101, true), 1);
        assert_eq!(found(100_101, false), 0);
    }
}
