//! Rules about the taxes of an item.

mod at_rate;
pub(super) mod r2162_reverse_charge_not_allowed;
pub(super) mod r2172_igst_on_intra_state;
pub(super) mod r2174_cgst_sgst_on_inter_state;
pub(super) mod r2179_taxes_not_consistent;
pub(super) mod r2180_state_taxes_on_export;
pub(super) mod r2181_export_within_the_state;
pub(super) mod r2221_export_payment_flag;
pub(super) mod r2222_state_cess_without_rate;
pub(super) mod r2223_state_cess_missing;
pub(super) mod r2227_cgst_differs_from_sgst;
pub(super) mod r2234_cgst_sgst_amount_wrong;
pub(super) mod r2235_igst_amount_wrong;
pub(super) mod r2237_state_taxes_on_zone;
pub(super) mod r2240_rate_unknown;
pub(super) mod r2241_state_taxes_left_out;
pub(super) mod r2262_igst_on_intra_between_states;
pub(super) mod r2266_cess_amount_wrong;
pub(super) mod r2267_state_cess_amount_wrong;
pub(super) mod r2294_igst_on_intra_without_reverse_charge;
mod shared;

pub(super) use shared::is_on_retail_sale_price;
