//! Rules about the document's totals.

pub(super) mod r2182_taxable_total_wrong;
pub(super) mod r2183_sgst_total_wrong;
pub(super) mod r2184_cgst_total_wrong;
pub(super) mod r2185_igst_total_wrong;
pub(super) mod r2186_cess_total_wrong;
pub(super) mod r2187_state_cess_total_wrong;
pub(super) mod r2188_cess_by_quantity_total;
pub(super) mod r2189_invoice_value_wrong;
pub(super) mod r2220_discount_not_below_value;
pub(super) mod r2264_other_charges_total;
mod sums;
