//! A document's row as it was read, the same for every engine.

use gst::Gstin;
use jiff::Timestamp;
use seal::{Signature, jws};

use crate::StoreResult;
use crate::invoices::CancelOutcome;
use crate::line::{Cancellation, Registered, Summary};
use crate::packing::{self, Packed};

/// A whole row, its text still packed: unpacking is left to whoever wants it.
#[derive(Clone)]
pub(crate) struct StoredRow {
    pub(crate) summary: Summary,
    pub(crate) cancellation: Option<Cancellation>,
    pub(crate) key_id: String,
    pub(crate) issuer: String,
    pub(crate) payload: Packed,
    pub(crate) invoice_signature: Signature,
    pub(crate) qr_signature: Signature,
}

impl StoredRow {
    /// The document, exactly as it was answered first: rows hold no tokens, they are put
    /// together again.
    pub(crate) fn registered(self) -> StoreResult<Registered> {
        let invoice_json = packing::unpack(&self.payload)?;
        let token = |data: &str, signature| {
            jws::compact(
                &jws::signing_input(&self.key_id, &self.issuer, data),
                signature,
            )
        };
        Ok(Registered {
            signed_invoice: token(&invoice_json, &self.invoice_signature),
            signed_qr_code: token(&self.summary.qr.to_json(), &self.qr_signature),
            summary: self.summary,
            invoice_json,
            key_id: self.key_id,
            cancellation: self.cancellation,
        })
    }

    /// When it was acknowledged, and whether it is cancelled.
    pub(crate) fn standing(&self) -> (Timestamp, bool) {
        (self.summary.acked_at, self.cancellation.is_some())
    }

    /// The supplier.
    pub(crate) fn supplier(&self) -> Gstin {
        self.summary.supplier
    }

    /// The acknowledgement number.
    pub(crate) fn ack_number(&self) -> u64 {
        self.summary.ack_number
    }

    /// The row as it is after its cancellation.
    pub(crate) fn cancelled(self, cancellation: Cancellation) -> Self {
        Self {
            cancellation: Some(cancellation),
            ..self
        }
    }
}

/// What became of a document's cancellation, with the row still packed.
pub(crate) enum Judged {
    Cancelled(StoredRow),
    Already(StoredRow),
    TooLate(StoredRow),
    BillActive(StoredRow, u64),
    NotFound,
}

impl Judged {
    /// The same with the document unpacked.
    pub(crate) fn outcome(self) -> StoreResult<CancelOutcome> {
        Ok(match self {
            Self::Cancelled(row) => CancelOutcome::Cancelled(row.registered()?),
            Self::Already(row) => CancelOutcome::AlreadyCancelled(row.registered()?),
            Self::TooLate(row) => CancelOutcome::TooLate(row.registered()?),
            Self::BillActive(row, number) => CancelOutcome::BillActive(row.registered()?, number),
            Self::NotFound => CancelOutcome::NotFound,
        })
    }
}
