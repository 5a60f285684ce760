//! The check that all sums over the items share: only the member and its name differ.

use gst::Decimal;

use crate::entry::Entry;
use crate::finding::Finding;
use crate::invoice::{Invoice, Item};
use crate::rules::wording::{self, Mismatch, Name, Owner};
use crate::tolerance;

/// A total of the document and what it sums up.
pub(super) struct Total {
    /// Pointer of the total.
    pub(super) pointer: &'static str,
    /// What it is called.
    pub(super) name: Name,
    /// The amount in the document; an absent one is zero.
    pub(super) given: fn(&Invoice) -> Decimal,
    /// What each item adds to it.
    pub(super) of_item: fn(&Item) -> Decimal,
}

/// Pushes a finding when the total is not the sum over the items.
pub(super) fn check(
    total: &Total,
    invoice: &Invoice,
    entry: &'static Entry,
    findings: &mut Vec<Finding>,
) {
    let computed: Decimal = invoice.items.iter().map(total.of_item).sum();
    let found = (total.given)(invoice);
    if invoice.items.is_empty() || tolerance::accepts(computed, found) {
        return;
    }
    let terms: Vec<Decimal> = invoice.items.iter().map(total.of_item).collect();
    let mismatch = Mismatch {
        pointer: total.pointer.to_owned(),
        owner: Owner::Document,
        name: total.name,
        working: wording::sum(&terms),
        computed,
        found,
    };
    findings.push(mismatch.finding(entry));
}
