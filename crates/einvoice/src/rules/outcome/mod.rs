//! Results of the use cases that read, issue and cancel; raised by them, worded here.

pub(super) mod r2143_not_your_document;
pub(super) mod r2148_irn_not_available;
pub(super) mod r2150_duplicate_irn;
pub(super) mod r2154_document_not_found;
pub(super) mod r2226_not_allowed_to_read;
pub(super) mod r2230_eway_bill_active;
pub(super) mod r2257_credentials_not_for_irn;
pub(super) mod r2270_cancellation_window_closed;
pub(super) mod r2278_number_of_cancelled_document;
pub(super) mod r2283_irn_too_old_to_read;
pub(super) mod r2295_registered_elsewhere;
pub(super) mod r2302_irn_status_not_active;
pub(super) mod r9999_irn_not_active;
