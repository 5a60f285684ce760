//! E-way bills: the trait's verbs, and a bill's row in and out.
//!
//! Whoever makes or cancels a bill, or cancels a document, first locks the document's row and
//! judges by what the *next* statement reads: what a statement sees is settled when it begins,
//! which may be before it has waited for the lock.

use async_trait::async_trait;
use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::bill_numbers::{self, stored};
use super::columns::{
    bytes_32, corrupt, gstin, millis, moment, moment_maybe, name, number, storable, value,
};
use super::connections::{Connections, Session};
use super::faults::Outcome;
use super::{PostgresStore, locks};
use crate::eway_bills::{
    BillCancelOutcome, BillNumberBlock, BillOutcome, BillSeries, EwayBill, EwayBills, NewBill,
};
use crate::line::Cancellation;
use crate::{StoreResult, codes};

/// Everything of a bill, in the order that [`eway_bill`] reads it, and its ordinal.
macro_rules! select_bills {
    ($condition:literal) => {
        concat!(
            "SELECT b.number, i.irn, b.supplier_gstin, b.made_by_gstin, b.made_at, b.valid_until,
                b.movement, b.channel, c.cancelled_at, c.reason, c.remark, b.ordinal
             FROM eway_bills b
             JOIN invoices i ON i.supplier_gstin = b.supplier_gstin AND i.ack_no = b.ack_no
             LEFT JOIN eway_bill_cancellations c
                ON c.supplier_gstin = b.supplier_gstin AND c.number = b.number
             WHERE ",
            $condition
        )
    };
}

/// Where the ordinal is.
const ORDINAL: usize = 11;

#[async_trait]
impl EwayBills for PostgresStore {
    async fn reserve_bill_numbers(
        &self,
        series: BillSeries,
        count: u32,
    ) -> StoreResult<BillNumberBlock> {
        bill_numbers::reserve(&self.connections, series, count).await
    }

    async fn make_bill(&self, bill: NewBill) -> StoreResult<BillOutcome> {
        let movement = serde_json::to_string(&bill.movement)
            .map_err(|fault| corrupt(format!("a movement that cannot be written: {fault}")))?;
        let context = (bill, movement);
        let refused = self
            .connections
            .transact(&context, |session, (bill, movement)| {
                Box::pin(make(session, bill, movement))
            })
            .await?;
        let (bill, _) = context;
        Ok(refused.unwrap_or_else(|| BillOutcome::Made(bill.made())))
    }

    async fn bill_of(&self, irn: &Irn) -> StoreResult<Option<EwayBill>> {
        let row = self
            .connections
            .row(
                select_bills!("i.irn = $1 ORDER BY b.ordinal DESC LIMIT 1"),
                &[&irn.as_bytes().as_slice()],
            )
            .await?;
        row.map(|row| eway_bill(&row)).transpose()
    }

    async fn bill(&self, number: u64) -> StoreResult<Option<EwayBill>> {
        by_number(&self.connections, number).await
    }

    async fn cancel_bill(
        &self,
        made_by: &Gstin,
        number: u64,
        made_since: Timestamp,
        cancellation: Cancellation,
    ) -> StoreResult<BillCancelOutcome> {
        // A bill's own row never changes, so that its number and its maker say as much as ever.
        let Some(bill) = by_number(&self.connections, number)
            .await?
            .filter(|bill| bill.made_by == *made_by)
        else {
            return Ok(BillCancelOutcome::NotFound);
        };
        self.connections
            .transact(
                &(bill, made_since, cancellation),
                |session, (bill, made_since, cancellation)| {
                    Box::pin(cancel(session, bill, *made_since, cancellation))
                },
            )
            .await
    }

    async fn bills(
        &self,
        supplier: &Gstin,
        before: Option<u64>,
        limit: u32,
    ) -> StoreResult<Vec<EwayBill>> {
        let before = before
            .and_then(|number| i64::try_from(number).ok())
            .unwrap_or(i64::MAX);
        let rows = self
            .connections
            .rows(
                select_bills!(
                    "b.supplier_gstin = $1 AND b.number < $2 ORDER BY b.number DESC LIMIT $3"
                ),
                &[&supplier.as_str(), &before, &i64::from(limit)],
            )
            .await?;
        rows.iter().map(eway_bill).collect()
    }
}

async fn by_number(connections: &Connections, number: u64) -> StoreResult<Option<EwayBill>> {
    // A number beyond the column's range was never given out.
    let Ok(number) = stored(number) else {
        return Ok(None);
    };
    let row = connections
        .row(select_bills!("b.number = $1"), &[&number])
        .await?;
    row.map(|row| eway_bill(&row)).transpose()
}

/// Judges and makes. `Some` is why not.
async fn make(session: &Session, bill: &NewBill, movement: &str) -> Outcome<Option<BillOutcome>> {
    let supplier = bill.supplier;
    let Some(ack_no) = locks::document(session, &supplier, &bill.irn).await? else {
        return Ok(Some(BillOutcome::NoDocument));
    };
    let cancelled = session
        .row(
            "SELECT 1 FROM cancellations WHERE supplier_gstin = $1 AND ack_no = $2",
            &[&supplier.as_str(), &ack_no],
        )
        .await?;
    if cancelled.is_some() {
        return Ok(Some(BillOutcome::DocumentCancelled));
    }
    // The latest is the active one, if there is an active one.
    let latest = session
        .row(
            select_bills!(
                "b.supplier_gstin = $1 AND b.ack_no = $2 ORDER BY b.ordinal DESC LIMIT 1"
            ),
            &[&supplier.as_str(), &ack_no],
        )
        .await?;
    let ordinal = match latest {
        Some(row) => {
            let latest = eway_bill(&row)?;
            if latest.cancellation.is_none() {
                return Ok(Some(BillOutcome::Exists(latest)));
            }
            value::<i32>(&row, ORDINAL)? + 1
        }
        None => 1,
    };
    // No conflict is quiet: a number that is there already would be a reused one, and a document's
    // ordinal would be that of somebody who did not lock.
    session
        .execute(
            "INSERT INTO eway_bills (number, ack_no, made_at, valid_until, ordinal, channel,
                supplier_gstin, made_by_gstin, movement)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                &stored(bill.number.get())?,
                &ack_no,
                &millis(bill.made_at),
                &bill.valid_until.map(millis),
                &ordinal,
                &codes::channel_number(bill.channel),
                &supplier.as_str(),
                &bill.made_by.as_str(),
                &movement,
            ],
        )
        .await?;
    Ok(None)
}

/// Judges and cancels a bill that is there.
async fn cancel(
    session: &Session,
    bill: &EwayBill,
    made_since: Timestamp,
    cancellation: &Cancellation,
) -> Outcome<BillCancelOutcome> {
    let (supplier, number) = (bill.supplier.as_str(), stored(bill.number)?);
    locks::document(session, &bill.supplier, &bill.irn)
        .await?
        .ok_or_else(|| corrupt("an e-way bill whose document has gone"))?;
    let row = session
        .row(
            select_bills!("b.supplier_gstin = $1 AND b.number = $2"),
            &[&supplier, &number],
        )
        .await?
        .ok_or_else(|| corrupt("an e-way bill that has gone"))?;
    let bill = eway_bill(&row)?;
    if bill.cancellation.is_some() {
        return Ok(BillCancelOutcome::AlreadyCancelled(bill));
    }
    if bill.made_at < made_since {
        return Ok(BillCancelOutcome::TooLate(bill));
    }
    session
        .execute(
            "INSERT INTO eway_bill_cancellations (number, cancelled_at, reason, supplier_gstin,
                remark)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                &number,
                &millis(cancellation.at),
                &i16::from(cancellation.reason),
                &supplier,
                &storable(&cancellation.remark),
            ],
        )
        .await?;
    Ok(BillCancelOutcome::Cancelled(EwayBill {
        cancellation: Some(cancellation.clone()),
        ..bill
    }))
}

/// The number of the document's active bill. Whoever judges by it holds the document's lock.
pub(super) async fn active(
    session: &Session,
    supplier: &Gstin,
    ack_no: i64,
) -> Outcome<Option<u64>> {
    let row = session
        .row(
            "SELECT b.number FROM eway_bills b LEFT JOIN eway_bill_cancellations c
                ON c.supplier_gstin = b.supplier_gstin AND c.number = b.number
             WHERE b.supplier_gstin = $1 AND b.ack_no = $2 AND c.number IS NULL",
            &[&supplier.as_str(), &ack_no],
        )
        .await?;
    Ok(row.map(|row| number::<i64, _>(&row, 0)).transpose()?)
}

/// Reads a bill's columns.
fn eway_bill(row: &Row) -> StoreResult<EwayBill> {
    let movement: &str = value(row, 6)?;
    let channel: i16 = value(row, 7)?;
    let cancellation = match moment_maybe(row, 8)? {
        None => None,
        Some(at) => Some(Cancellation {
            at,
            reason: number::<i16, _>(row, 9)?,
            remark: value(row, 10)?,
        }),
    };
    Ok(EwayBill {
        number: number::<i64, _>(row, 0)?,
        irn: Irn::from_bytes(bytes_32(row, 1)?),
        supplier: gstin(row, 2)?,
        made_by: gstin(row, 3)?,
        made_at: moment(row, 4)?,
        valid_until: moment_maybe(row, 5)?,
        movement: serde_json::from_str(movement)
            .map_err(|fault| corrupt(format!("{} makes no sense: {fault}", name(row, 6))))?,
        channel: codes::channel(channel.into())
            .ok_or_else(|| corrupt(format!("{} makes no sense", name(row, 7))))?,
        cancellation,
    })
}
