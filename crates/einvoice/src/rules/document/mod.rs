//! Rules about the document itself: its date, and who registers it.

pub(super) mod r2163_date_in_future;
pub(super) mod r2169_caller_not_supplier;
pub(super) mod r2305_reported_too_late;
