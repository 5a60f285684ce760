//! Running the rules over a document, or over an e-way bill that is asked for.

use crate::eway_bill::{BillFacts, Consignment};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;

use super::{ALL, Check, Rule};

/// Everything that is wrong with a document by the rules, in document order.
pub fn findings(invoice: &Invoice, facts: &Facts<'_>) -> Vec<Finding> {
    findings_of(ALL.iter().copied(), invoice, facts)
}

/// The same by some of the rules only.
pub fn findings_of<'a>(
    rules: impl IntoIterator<Item = &'a Rule>,
    invoice: &Invoice,
    facts: &Facts<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules {
        if let Some(Check::Document(check)) = rule.check {
            check(invoice, facts, &mut findings);
        }
    }
    findings.sort_by_cached_key(|finding| place(&finding.pointer));
    findings
}

/// Everything that is wrong with an e-way bill that is asked for, in the order of its members.
pub fn bill_findings(consignment: &Consignment<'_>, facts: &BillFacts<'_>) -> Vec<Finding> {
    bill_findings_of(ALL.iter().copied(), consignment, facts)
}

/// The same by some of the rules only.
pub fn bill_findings_of<'a>(
    rules: impl IntoIterator<Item = &'a Rule>,
    consignment: &Consignment<'_>,
    facts: &BillFacts<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules {
        if let Some(Check::EwayBill(check)) = rule.check {
            check(consignment, facts, &mut findings);
        }
    }
    findings.sort_by_cached_key(|finding| place(&finding.pointer));
    findings
}

/// The sections of a document as INV-01 orders them.
const SECTIONS: [&str; 12] = [
    "Irn",
    "TranDtls",
    "DocDtls",
    "SellerDtls",
    "BuyerDtls",
    "DispDtls",
    "ShipDtls",
    "ItemList",
    "ValDtls",
    "RefDtls",
    "ExpDtls",
    "EwbDtls",
];

/// Where a pointer stands in a document: its section, and the item if it is in one.
fn place(pointer: &str) -> (usize, usize) {
    let mut segments = pointer.split('/').skip(1);
    let section = segments.next().unwrap_or_default();
    let section = SECTIONS.iter().position(|name| *name == section);
    let item = segments.next().and_then(|index| index.parse().ok());
    (section.unwrap_or(SECTIONS.len()), item.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;
    use crate::rules::sample::{self, World};

    #[test]
    fn the_samples_break_no_rule() {
        let world = World::new();
        for invoice in [sample::intra_state(), sample::inter_state()] {
            let findings = findings(&invoice, &world.facts());
            assert!(findings.is_empty(), "{findings:?}");
        }
    }

    #[test]
    fn findings_stand_in_document_order() {
        let mut invoice = sample::intra_state();
        invoice.document.date = sample::TODAY + 1.day();
        invoice.seller.state = sample::state("27");
        invoice.buyer.place_of_supply = sample::state("27");
        invoice.items[1].total = sample::paise(1);
        let findings = findings(&invoice, &World::new().facts());
        let places: Vec<_> = findings.iter().map(|found| place(&found.pointer)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(places.len() >= 3);
    }

    #[test]
    fn items_are_ordered_by_number_and_not_by_letters() {
        assert!(place("/ItemList/9/SlNo") < place("/ItemList/10/SlNo"));
        assert!(place("/DocDtls/Dt") < place("/SellerDtls/Gstin"));
        assert!(place("/ValDtls/AssVal") < place("/Elsewhere"));
    }
}
