//! 2267: state cess is not its rate on the taxable value.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::tax::at_rate::{self, TaxAtRate};
use crate::rules::wording::Name;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2267",
        kind: Kind::Rule,
        english: Words {
            title: "The item's state cess is not the state cess rate on the taxable value.",
            reason: "State cess by value is the taxable value times its rate.",
            fix: "Correct the state cess, its rate or the taxable value of the item.",
        },
        hindi: Words {
            title: "मद का राज्य उपकर कर योग्य मूल्य पर राज्य उपकर दर के बराबर नहीं है।",
            reason: "मूल्य पर राज्य उपकर = कर योग्य मूल्य × उसकी दर।",
            fix: "मद का राज्य उपकर, उसकी दर या कर योग्य मूल्य सुधारें।",
        },
        pointers: &[
            "/ItemList/*/StateCesAmt",
            "/ItemList/*/StateCesRt",
            "/ItemList/*/AssAmt",
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
    at_rate::check(&TAX, invoice, &RULE.entry, findings);
}

const TAX: TaxAtRate = TaxAtRate {
    member: "StateCesAmt",
    name: Name {
        english: "state cess",
        hindi: "राज्य उपकर",
    },
    of_item: |item| {
        let rate = item.state_cess_rate.filter(|rate| !rate.is_zero())?;
        Some((rate, item.state_cess?))
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::{DocumentType, SupplyType};
    use crate::rules::sample::{self, paise};

    /// What is found when the first item, 1000.00, has 12 % and this amount.
    fn found(amount: i64, change: fn(&mut Invoice)) -> Vec<String> {
        let mut invoice = sample::inter_state();
        invoice.items[0].state_cess_rate = Some(12.into());
        invoice.items[0].state_cess = Some(paise(amount));
        change(&mut invoice);
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_a_rupee_is_accepted_and_a_paisa_more_is_not() {
        assert!(found(11_900, |_| ()).is_empty());
        assert!(found(12_100, |_| ()).is_empty());
        assert_eq!(found(11_899, |_| ()), ["/ItemList/0/StateCesAmt"]);
        assert_eq!(found(12_101, |_| ()), ["/ItemList/0/StateCesAmt"]);
    }

    #[test]
    fn notes_and_supplies_without_payment_are_not_held_to_the_rate() {
        let note = |invoice: &mut Invoice| invoice.document.kind.value = DocumentType::DebitNote;
        assert!(found(1, note).is_empty());
        let unpaid = |invoice: &mut Invoice| {
            let supply = SupplyType::ExportWithoutPayment;
            invoice.transaction.supply_type = sample::supply(supply, "EXPWOP");
        };
        assert!(found(1, unpaid).is_empty());
    }
}
