//! Rules about the items, apart from their taxes.

pub(super) mod r2193_taxable_value_wrong;
pub(super) mod r2194_item_total_wrong;
pub(super) mod r2228_no_items;
pub(super) mod r2233_serial_number_repeated;
