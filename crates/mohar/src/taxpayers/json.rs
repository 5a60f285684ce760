//! What `mohar taxpayers show` and `imports` tell to programs: moments in UTC, `null` for what there
//! is not. Mobile and e-mail are masked, as in the text.

use gst::contact::{mask_email, mask_mobile};
use gst::ist;
use jiff::Timestamp;
use serde_json::{Value, json};
use service::KnownTaxpayer;
use store::master_imports::MasterImport;
use store::taxpayers::RecordSource;

use super::listing::State;

/// An import.
pub(super) fn import(import: &MasterImport, force: Option<&MasterImport>) -> Value {
    json!({
        "generation": import.generation,
        "state": State::of(import, force).word(),
        "as_of": import.as_of,
        "rows": import.rows,
        "begun_at": import.begun_at,
        "active_at": import.active_at,
        "given_up_at": import.given_up_at,
        "sha256": hex::encode(import.source_digest),
    })
}

/// A taxpayer.
pub(super) fn taxpayer(known: &KnownTaxpayer, now: Timestamp) -> Value {
    let taxpayer = &known.taxpayer;
    let enabled_at = known.enablement.as_ref().map(|enablement| enablement.at);
    json!({
        "gstin": taxpayer.gstin.as_str(),
        "legal_name": taxpayer.legal_name,
        "trade_name": taxpayer.trade_name,
        "constitution": Some(&taxpayer.constitution).filter(|text| !text.is_empty()),
        "type": taxpayer.kind.gst_word(),
        "status": taxpayer.status.gst_word(),
        "registered_on": taxpayer.registered_on,
        "cancelled_on": taxpayer.deregistered_on,
        "address": taxpayer.address,
        "turnover": taxpayer.turnover.as_ref().map(ToString::to_string),
        "mobile_masked": taxpayer.mobile.as_deref().map(mask_mobile),
        "email_masked": taxpayer.email.as_deref().map(mask_email),
        "eway_bills_blocked": taxpayer.blocked_for_eway_bill,
        "e_invoicing": known.e_invoice_enabled(ist::date(now)),
        "e_invoicing_enabled_at": enabled_at,
        "source": match known.source {
            RecordSource::Fetched => "registry",
            RecordSource::Imported => "import",
        },
        "as_of": known.fetched_at,
    })
}
