//! Whether a document is the one that was registered.

use std::sync::Arc;

use einvoice::Irn;
use gst::ist;
use seal::KeyRing;
use tokio::task::JoinSet;

use crate::line::Registered;
use crate::stored::StoredRow;
use crate::{StoreError, StoreResult};

/// Verifies documents, on as many threads as there are processor cores.
pub(crate) async fn all(mut rows: Vec<StoredRow>, keys: &Arc<KeyRing>) -> StoreResult<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = rows.len().div_ceil(cores).max(1);
    let mut threads = JoinSet::new();
    while !rows.is_empty() {
        let own = rows.split_off(rows.len().saturating_sub(share));
        let keys = Arc::clone(keys);
        threads.spawn_blocking(move || {
            own.into_iter()
                .try_for_each(|row| one(&row.registered()?, &keys))
        });
    }
    while let Some(verified) = threads.join_next().await {
        verified.map_err(|fault| StoreError::Unavailable(format!("verifying: {fault}")))??;
    }
    Ok(())
}

/// The IRN is the hash of what it names, the text carries number, time and IRN of its row, and
/// both signatures are by a known key.
fn one(document: &Registered, keys: &KeyRing) -> StoreResult<()> {
    let summary = document.summary();
    let wrong = |what: &str| {
        StoreError::Corrupt(format!(
            "document {} (acknowledgement number {}): {what}",
            document.irn(),
            summary.ack_number
        ))
    };
    let irn = Irn::of(
        &summary.supplier,
        summary.financial_year,
        summary.qr.document_type,
        &summary.qr.document_number,
    );
    if irn != document.irn() {
        return Err(wrong("its IRN does not fit it"));
    }
    let beginning = format!(
        "{{\"AckNo\":{},\"AckDt\":\"{}\",\"Irn\":\"{irn}\",",
        summary.ack_number,
        ist::date_time(summary.acked_at)
    );
    if !document.invoice_json().starts_with(&beginning) {
        return Err(wrong("its text is another document's"));
    }
    for (token, what) in [
        (document.signed_invoice(), "signed invoice"),
        (document.signed_qr_code(), "signed QR code"),
    ] {
        keys.verify(token)
            .map_err(|fault| wrong(&format!("its {what} does not verify: {fault}")))?;
    }
    Ok(())
}
