//! Cancelling a document.

use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::Millis;
use super::invoice_row::{self, StoredRow};
use super::{acknowledgements, eway_bills};
use crate::StoreResult;
use crate::invoices::CancelOutcome;
use crate::line::Cancellation;

/// The judgement, with the row still packed.
pub(super) enum Judged {
    Cancelled(StoredRow),
    Already(StoredRow),
    TooLate(StoredRow),
    BillActive(StoredRow, u64),
    NotFound,
}

impl Judged {
    pub(super) fn outcome(self) -> StoreResult<CancelOutcome> {
        Ok(match self {
            Self::Cancelled(row) => CancelOutcome::Cancelled(row.registered()?),
            Self::Already(row) => CancelOutcome::AlreadyCancelled(row.registered()?),
            Self::TooLate(row) => CancelOutcome::TooLate(row.registered()?),
            Self::BillActive(row, number) => CancelOutcome::BillActive(row.registered()?, number),
            Self::NotFound => CancelOutcome::NotFound,
        })
    }
}

/// Judges and cancels. Inside a write transaction, so nobody else judges at the same time, and
/// nobody makes an e-way bill.
pub(super) fn cancel(
    connection: &Connection,
    supplier: Gstin,
    irn: &Irn,
    acked_since: Timestamp,
    cancellation: Cancellation,
) -> StoreResult<Judged> {
    let Some(row) = invoice_row::by_irn(connection, irn)?.filter(|row| row.supplier() == supplier)
    else {
        return Ok(Judged::NotFound);
    };
    let (Millis(acked_at), cancelled) = row.standing();
    if cancelled {
        return Ok(Judged::Already(row));
    }
    if acked_at < acked_since {
        return Ok(Judged::TooLate(row));
    }
    let ack_no = acknowledgements::number(row.ack_number())?;
    if let Some(number) = eway_bills::active(connection, ack_no)? {
        return Ok(Judged::BillActive(row, number));
    }
    connection
        .prepare_cached(
            "INSERT INTO cancellations (ack_no, cancelled_at, reason, remark)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            ack_no,
            Millis(cancellation.at),
            cancellation.reason,
            cancellation.remark,
        ])?;
    Ok(Judged::Cancelled(row.cancelled(cancellation)))
}
