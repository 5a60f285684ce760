//! 2235: integrated tax is not the rate on the taxable value.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::tax::at_rate::{self, TaxAtRate};
use crate::rules::wording::Name;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2235",
        kind: Kind::Rule,
        english: Words {
            title: "IGST is not the GST rate on the taxable value.",
            reason: "Between states the tax is the taxable value times the GST rate. Supplies \
                     without payment of tax, and credit and debit notes, are not held to the \
                     rate. \
                     Neither are goods that are taxed on their retail sale price.",
            fix: "Correct the IGST amount, the rate or the taxable value of the item.",
        },
        hindi: Words {
            title: "IGST कर योग्य मूल्य पर GST दर के बराबर नहीं है।",
            reason: "अंतर-राज्यीय आपूर्ति में कर = कर योग्य मूल्य × GST दर। बिना कर भुगतान की \
                     आपूर्ति तथा क्रेडिट और डेबिट नोट पर दर की यह जाँच नहीं होती। \
                     खुदरा मूल्य पर कर वाले माल पर भी नहीं।",
            fix: "मद का IGST, दर या कर योग्य मूल्य सुधारें।",
        },
        pointers: &[
            "/ItemList/*/IgstAmt",
            "/ItemList/*/AssAmt",
            "/ItemList/*/GstRt",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, sections 5 and 16; NIC \
                 release note of 8 September 2020 (tolerance)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !invoice.is_intra_state() {
        at_rate::check(&TAX, invoice, &RULE.entry, findings);
    }
}

const TAX: TaxAtRate = TaxAtRate {
    member: "IgstAmt",
    name: Name {
        english: "IGST",
        hindi: "IGST",
    },
    of_item: |item| Some((item.gst_rate, item.igst.unwrap_or_default())),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::{DocumentType, SupplyType};
    use crate::rules::sample::{self, paise};

    /// What is found when the first item, 1000.00 at 18 %, has this tax.
    fn found(igst: i64, change: fn(&mut Invoice)) -> Vec<String> {
        let mut invoice = sample::inter_state();
        invoice.items[0].igst = Some(paise(igst));
        change(&mut invoice);
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_a_rupee_is_accepted_and_a_paisa_more_is_not() {
        assert!(found(17_900, |_| ()).is_empty());
        assert!(found(18_100, |_| ()).is_empty());
        assert_eq!(found(17_899, |_| ()), ["/ItemList/0/IgstAmt"]);
        assert_eq!(found(18_101, |_| ()), ["/ItemList/0/IgstAmt"]);
    }

    #[test]
    fn notes_are_not_held_to_the_rate() {
        let note = |invoice: &mut Invoice| invoice.document.kind.value = DocumentType::CreditNote;
        assert!(found(0, note).is_empty());
    }

    #[test]
    fn without_payment_of_tax_none_is_computed() {
        for (supply_type, findings) in [
            (SupplyType::SezWithoutPayment, 0),
            (SupplyType::ExportWithoutPayment, 0),
            (SupplyType::SezWithPayment, 1),
            (SupplyType::ExportWithPayment, 1),
        ] {
            let mut invoice = sample::inter_state();
            invoice.transaction.supply_type = sample::supply(supply_type, "sent");
            invoice.items[0].igst = None;
            let found = sample::pointers(&RULE, &invoice).len();
            assert_eq!(found, findings, "{supply_type:?}");
        }
    }

    #[test]
    fn marked_as_igst_within_the_state_it_is_computed_too() {
        let marked = |invoice: &mut Invoice| {
            invoice.buyer.place_of_supply = sample::state("29");
            invoice.transaction.igst_on_intra = true;
        };
        assert!(found(18_000, marked).is_empty());
        assert_eq!(found(0, marked).len(), 1);
    }
}
