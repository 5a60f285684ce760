//! Rules about the document itself: its date, and who registers it.

pub(super) mod r2145_irn_differs;
pub(super) mod r2163_date_in_future;
pub(super) mod r2169_caller_not_supplier;
pub(super) mod r2191_original_document_missing;
pub(super) mod r2198_places_not_for_regular;
pub(super) mod r2201_port_unknown;
pub(super) mod r2202_country_unknown;
pub(super) mod r2203_currency_unknown;
pub(super) mod r2204_ship_to_not_wanted;
pub(super) mod r2205_dispatch_not_wanted;
pub(super) mod r2206_ship_to_missing;
pub(super) mod r2207_dispatch_missing;
pub(super) mod r2208_export_details_missing;
pub(super) mod r2209_both_places_missing;
pub(super) mod r2210_original_document_not_wanted;
pub(super) mod r2218_date_after_today;
pub(super) mod r2219_period_reversed;
pub(super) mod r2236_ship_to_not_in_india;
pub(super) mod r2284_dated_before_the_floor;
pub(super) mod r2305_reported_too_late;
