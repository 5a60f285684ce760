//! Cancelling a document.

use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::Millis;
use super::{acknowledgements, eway_bills, invoice_row};
use crate::StoreResult;
use crate::line::Cancellation;
use crate::stored::Judged;

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
    let (acked_at, cancelled) = row.standing();
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
