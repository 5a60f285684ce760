//! Rules about supplier and recipient.

pub(super) mod r2211_supplier_is_recipient;
pub(super) mod r2212_recipient_unregistered;
pub(super) mod r2258_supplier_state_mismatch;
pub(super) mod r2265_recipient_state_mismatch;
pub(super) mod r3028_gstin_unknown;
pub(super) mod r3029_gstin_not_active;
pub(super) mod r3046_supplier_not_enabled;
