//! Rules about the taxes of an item.

pub(super) mod r2172_igst_on_intra_state;
pub(super) mod r2174_cgst_sgst_on_inter_state;
pub(super) mod r2227_cgst_differs_from_sgst;
pub(super) mod r2234_cgst_sgst_amount_wrong;
pub(super) mod r2235_igst_amount_wrong;
