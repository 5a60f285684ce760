//! What the rules about taxes share.

use gst::{Decimal, notified};

use crate::entry::Entry;
use crate::finding::{Detail, Finding};
use crate::invoice::{DocumentType, Invoice, Item};
use crate::rules::wording;
use crate::tolerance;

/// Per cent, divided between two taxes.
pub(super) const HALF_DIVISOR: Decimal = Decimal::from_parts(200, 0, 0, false, 0);

/// Whether the taxes of a document have to follow from its rates. Notes may carry any tax.
pub(super) fn follow_the_rates(invoice: &Invoice) -> bool {
    invoice.document.kind.value == DocumentType::Invoice
}

/// The same for taxes that nobody charges on a supply without payment of tax.
pub(super) fn follow_the_rates_with_payment(invoice: &Invoice) -> bool {
    follow_the_rates(invoice) && !invoice.transaction.supply_type.value.is_without_payment()
}

/// Whether the tax on an item is on its retail sale price, so that it does not follow from the
/// taxable value.
pub(in crate::rules) fn is_on_retail_sale_price(invoice: &Invoice, item: &Item) -> bool {
    notified::is_on_retail_sale_price(&item.hsn, invoice.document.date)
}

/// A tax at a rate in per cent on the taxable value of an item.
pub(super) fn at(rate: Decimal, item: &Item) -> Decimal {
    item.taxable_value * rate / Decimal::ONE_HUNDRED
}

/// Whether central or state tax of an item within a state is left out although it is due.
pub(super) fn is_left_out(invoice: &Invoice, item: &Item, amount: Option<Decimal>) -> bool {
    let computed = item.taxable_value * item.gst_rate / HALF_DIVISOR;
    amount.is_none()
        && follow_the_rates(invoice)
        && !is_on_retail_sale_price(invoice, item)
        && !tolerance::accepts(computed, Decimal::ZERO)
}

/// Pushes a finding for every amount of central or state tax that is not zero.
pub(super) fn push_state_taxes(
    entry: &'static Entry,
    invoice: &Invoice,
    findings: &mut Vec<Finding>,
) {
    for (index, item) in invoice.items.iter().enumerate() {
        let taxes = [
            ("CgstAmt", "CGST", item.cgst),
            ("SgstAmt", "SGST", item.sgst),
        ];
        for (member, tax, amount) in taxes {
            let Some(amount) = amount.filter(|amount| !amount.is_zero()) else {
                continue;
            };
            let serial = &item.serial_number;
            let pointer = wording::item_pointer(index, member);
            findings.push(Finding::new(entry, pointer).with(Detail {
                english: format!("Item {serial} has {tax} {amount}.").into(),
                hindi: format!("मद {serial} में {tax} {amount} है।").into(),
                found: Some(amount.to_string()),
                expected: Some("0".to_owned()),
            }));
        }
    }
}
