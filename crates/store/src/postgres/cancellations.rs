//! Cancelling a document.

use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;

use super::columns::{corrupt, millis, storable};
use super::connections::{Connections, Session};
use super::faults::Outcome;
use super::invoice_row::{select_rows, whole};
use super::{eway_bills, locks};
use crate::StoreResult;
use crate::invoices::CancelOutcome;
use crate::line::Cancellation;
use crate::stored::Judged;

/// What is to be cancelled, and on what condition.
struct Request {
    supplier: Gstin,
    irn: Irn,
    acked_since: Timestamp,
    cancellation: Cancellation,
}

/// Judges and cancels.
pub(super) async fn cancel(
    connections: &Connections,
    supplier: &Gstin,
    irn: &Irn,
    acked_since: Timestamp,
    cancellation: Cancellation,
) -> StoreResult<CancelOutcome> {
    let request = Request {
        supplier: *supplier,
        irn: *irn,
        acked_since,
        cancellation,
    };
    let judged = connections
        .transact(&request, |session, request| {
            Box::pin(judge(session, request))
        })
        .await?;
    judged.outcome()
}

/// The document's own row never changes, but whoever cancels it and whoever makes an e-way bill
/// for it have to come one after the other: both lock it first.
async fn judge(session: &Session, request: &Request) -> Outcome<Judged> {
    let Request {
        supplier,
        irn,
        cancellation,
        ..
    } = request;
    let Some(ack_no) = locks::document(session, supplier, irn).await? else {
        return Ok(Judged::NotFound);
    };
    let row = session
        .row(
            select_rows!("i.supplier_gstin = $1 AND i.ack_no = $2"),
            &[&supplier.as_str(), &ack_no],
        )
        .await?
        .ok_or_else(|| corrupt("a document that has gone"))?;
    let row = whole(&row)?;
    let (acked_at, cancelled) = row.standing();
    if cancelled {
        return Ok(Judged::Already(row));
    }
    if acked_at < request.acked_since {
        return Ok(Judged::TooLate(row));
    }
    if let Some(number) = eway_bills::active(session, supplier, ack_no).await? {
        return Ok(Judged::BillActive(row, number));
    }
    session
        .execute(
            "INSERT INTO cancellations (supplier_gstin, ack_no, cancelled_at, reason, remark)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                &supplier.as_str(),
                &ack_no,
                &millis(cancellation.at),
                &i16::from(cancellation.reason),
                &storable(&cancellation.remark),
            ],
        )
        .await?;
    Ok(Judged::Cancelled(row.cancelled(cancellation.clone())))
}
