//! The check that taxes at a rate in per cent share: only the members and the name differ.

use gst::Decimal;

use crate::entry::Entry;
use crate::finding::Finding;
use crate::invoice::{Invoice, Item};
use crate::rules::tax::shared;
use crate::rules::wording::{self, Mismatch, Name, Owner};
use crate::tolerance;

/// A tax of an item and the rate that it follows.
pub(super) struct TaxAtRate {
    /// Member that holds the amount.
    pub(super) member: &'static str,
    /// What the tax is called.
    pub(super) name: Name,
    /// Rate and amount of an item; `None` where the rule has nothing to say.
    pub(super) of_item: fn(&Item) -> Option<(Decimal, Decimal)>,
}

/// Pushes a finding for every item whose amount does not follow from its rate. Supplies without
/// payment of tax and goods taxed on their retail sale price are passed over.
pub(super) fn check(
    tax: &TaxAtRate,
    invoice: &Invoice,
    entry: &'static Entry,
    findings: &mut Vec<Finding>,
) {
    if !shared::follow_the_rates_with_payment(invoice) {
        return;
    }
    for (index, item) in invoice.items.iter().enumerate() {
        let Some((rate, found)) = (tax.of_item)(item) else {
            continue;
        };
        let computed = shared::at(rate, item);
        if shared::is_on_retail_sale_price(invoice, item) || tolerance::accepts(computed, found) {
            continue;
        }
        let mismatch = Mismatch {
            pointer: wording::item_pointer(index, tax.member),
            owner: Owner::Item(&item.serial_number),
            name: tax.name,
            working: format!("{} × {rate} ÷ 100", item.taxable_value),
            computed,
            found,
        };
        findings.push(mismatch.finding(entry));
    }
}
