//! Rules about the items, apart from their taxes.

pub(super) mod r2176_hsn_unknown;
pub(super) mod r2177_unit_unknown;
pub(super) mod r2192_gross_amount_wrong;
pub(super) mod r2193_taxable_value_wrong;
pub(super) mod r2194_item_total_wrong;
pub(super) mod r2199_hsn_not_suitable;
pub(super) mod r2228_no_items;
pub(super) mod r2233_serial_number_repeated;
pub(super) mod r2238_quantity_missing;
pub(super) mod r2239_unit_missing;
pub(super) mod r2249_goods_and_services_mixed;
