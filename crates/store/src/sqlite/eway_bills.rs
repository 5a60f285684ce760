//! E-way bills: the trait's verbs, and a bill's row in and out.

use async_trait::async_trait;
use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Params, Row, named_params, params};

use super::columns::{ChannelNumber, GstinText, IrnBytes, Millis, corrupt};
use super::{SqliteStore, bill_numbers};
use crate::StoreResult;
use crate::eway_bills::{
    BillCancelOutcome, BillNumberBlock, BillOutcome, BillSeries, EwayBill, EwayBills, NewBill,
};
use crate::line::Cancellation;

/// Everything of a bill, in the order that [`eway_bill`] reads it.
macro_rules! select_bills {
    ($condition:literal) => {
        concat!(
            "SELECT b.number, i.irn, b.supplier_gstin, b.made_by_gstin, b.made_at, b.valid_until,
                b.movement, b.channel, c.cancelled_at, c.reason, c.remark
             FROM eway_bills b JOIN invoices i ON i.ack_no = b.ack_no
             LEFT JOIN eway_bill_cancellations c ON c.number = b.number WHERE ",
            $condition
        )
    };
}

#[async_trait]
impl EwayBills for SqliteStore {
    async fn reserve_bill_numbers(
        &self,
        series: BillSeries,
        count: u32,
    ) -> StoreResult<BillNumberBlock> {
        self.writer
            .write(move |connection| bill_numbers::reserve(connection, series, count))
            .await
    }

    async fn make_bill(&self, bill: NewBill) -> StoreResult<BillOutcome> {
        let movement = serde_json::to_string(&bill.movement)
            .map_err(|fault| corrupt(format!("a movement that cannot be written: {fault}")))?;
        self.writer
            .write(move |connection| make(connection, bill, &movement))
            .await
    }

    async fn bill_of(&self, irn: &Irn) -> StoreResult<Option<EwayBill>> {
        self.readers
            .look_up(|connection| latest(connection, irn))
            .await
    }

    async fn bill(&self, number: u64) -> StoreResult<Option<EwayBill>> {
        self.readers
            .look_up(|connection| by_number(connection, number))
            .await
    }

    async fn cancel_bill(
        &self,
        made_by: &Gstin,
        number: u64,
        made_since: Timestamp,
        cancellation: Cancellation,
    ) -> StoreResult<BillCancelOutcome> {
        let made_by = *made_by;
        self.writer
            .write(move |connection| cancel(connection, made_by, number, made_since, cancellation))
            .await
    }

    async fn bills(
        &self,
        supplier: &Gstin,
        before: Option<u64>,
        limit: u32,
    ) -> StoreResult<Vec<EwayBill>> {
        let supplier = *supplier;
        self.readers
            .read(move |connection| list(connection, supplier, before, limit))
            .await
    }
}

/// Judges and makes. Inside a write transaction, so the document is not cancelled meanwhile.
fn make(connection: &Connection, bill: NewBill, movement: &str) -> StoreResult<BillOutcome> {
    let document = connection
        .prepare_cached(
            "SELECT i.ack_no, i.supplier_gstin, c.ack_no IS NOT NULL
             FROM invoices i LEFT JOIN cancellations c ON c.ack_no = i.ack_no WHERE i.irn = ?1",
        )?
        .query_row([bill.irn.as_bytes().as_slice()], |row| {
            let GstinText(supplier) = row.get(1)?;
            Ok((row.get::<_, i64>(0)?, supplier, row.get::<_, bool>(2)?))
        })
        .optional()?;
    let ack_no = match document {
        Some((ack_no, supplier, false)) if supplier == bill.supplier => ack_no,
        Some((_, supplier, true)) if supplier == bill.supplier => {
            return Ok(BillOutcome::DocumentCancelled);
        }
        _ => return Ok(BillOutcome::NoDocument),
    };
    if insert(connection, ack_no, &bill, movement)? {
        return Ok(BillOutcome::Made(bill.made()));
    }
    latest(connection, &bill.irn)?
        .map(BillOutcome::Exists)
        .ok_or_else(|| corrupt("a conflicting e-way bill that cannot be found"))
}

/// Adds a row. `false`, and nothing is written, when the document has an active bill.
fn insert(
    connection: &Connection,
    ack_no: i64,
    bill: &NewBill,
    movement: &str,
) -> StoreResult<bool> {
    // Only the document's conflict is quiet. A number that is there already would be a reused
    // one, and has to be an error.
    let added = connection
        .prepare_cached(
            "INSERT INTO eway_bills (number, ack_no, ordinal, supplier_gstin, made_by_gstin,
                made_at, valid_until, movement, channel)
             VALUES (:number, :ack_no,
                1 + (SELECT count(*) FROM eway_bills b JOIN eway_bill_cancellations c
                     ON c.number = b.number WHERE b.ack_no = :ack_no),
                :supplier, :made_by, :made_at, :valid_until, :movement, :channel)
             ON CONFLICT (ack_no, ordinal) DO NOTHING",
        )?
        .execute(named_params! {
            ":number": bill_numbers::column(bill.number.get())?,
            ":ack_no": ack_no,
            ":supplier": bill.supplier.as_str(),
            ":made_by": bill.made_by.as_str(),
            ":made_at": Millis(bill.made_at),
            ":valid_until": bill.valid_until.map(Millis),
            ":movement": movement,
            ":channel": ChannelNumber(bill.channel),
        })?;
    Ok(added > 0)
}

/// Judges and cancels. Inside a write transaction, so nobody else judges at the same time.
fn cancel(
    connection: &Connection,
    made_by: Gstin,
    number: u64,
    made_since: Timestamp,
    cancellation: Cancellation,
) -> StoreResult<BillCancelOutcome> {
    let Some(bill) = by_number(connection, number)?.filter(|bill| bill.made_by == made_by) else {
        return Ok(BillCancelOutcome::NotFound);
    };
    if bill.cancellation.is_some() {
        return Ok(BillCancelOutcome::AlreadyCancelled(bill));
    }
    if bill.made_at < made_since {
        return Ok(BillCancelOutcome::TooLate(bill));
    }
    connection
        .prepare_cached(
            "INSERT INTO eway_bill_cancellations (number, cancelled_at, reason, remark)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            bill_numbers::column(number)?,
            Millis(cancellation.at),
            cancellation.reason,
            cancellation.remark,
        ])?;
    Ok(BillCancelOutcome::Cancelled(EwayBill {
        cancellation: Some(cancellation),
        ..bill
    }))
}

/// The number of the document's active bill.
pub(super) fn active(connection: &Connection, ack_no: i64) -> StoreResult<Option<u64>> {
    Ok(connection
        .prepare_cached(
            "SELECT b.number FROM eway_bills b
             LEFT JOIN eway_bill_cancellations c ON c.number = b.number
             WHERE b.ack_no = ?1 AND c.number IS NULL",
        )?
        .query_row([ack_no], |row| row.get(0))
        .optional()?)
}

/// The document's latest bill. A new one is made only when all before it are cancelled, so that
/// this is the active one if there is an active one.
fn latest(connection: &Connection, irn: &Irn) -> StoreResult<Option<EwayBill>> {
    one(
        connection,
        select_bills!("i.irn = ?1 ORDER BY b.ordinal DESC LIMIT 1"),
        [irn.as_bytes().as_slice()],
    )
}

fn by_number(connection: &Connection, number: u64) -> StoreResult<Option<EwayBill>> {
    // A number beyond the column's range was never given out.
    let Ok(number) = i64::try_from(number) else {
        return Ok(None);
    };
    one(connection, select_bills!("b.number = ?1"), [number])
}

fn one(connection: &Connection, select: &str, key: impl Params) -> StoreResult<Option<EwayBill>> {
    Ok(connection
        .prepare_cached(select)?
        .query_row(key, eway_bill)
        .optional()?)
}

/// The newest bills below `before`.
fn list(
    connection: &Connection,
    supplier: Gstin,
    before: Option<u64>,
    limit: u32,
) -> StoreResult<Vec<EwayBill>> {
    let before = before
        .and_then(|number| i64::try_from(number).ok())
        .unwrap_or(i64::MAX);
    let rows: rusqlite::Result<Vec<_>> = connection
        .prepare_cached(select_bills!(
            "b.supplier_gstin = ?1 AND b.number < ?2 ORDER BY b.number DESC LIMIT ?3"
        ))?
        .query_map(params![supplier.as_str(), before, limit], eway_bill)?
        .collect();
    Ok(rows?)
}

/// Reads a bill's columns.
fn eway_bill(row: &Row<'_>) -> rusqlite::Result<EwayBill> {
    let IrnBytes(irn) = row.get(1)?;
    let (GstinText(supplier), GstinText(made_by)) = (row.get(2)?, row.get(3)?);
    let Millis(made_at) = row.get(4)?;
    let valid_until: Option<Millis> = row.get(5)?;
    let movement = serde_json::from_str(row.get_ref(6)?.as_str()?).map_err(|fault| {
        rusqlite::Error::FromSqlConversionFailure(6, Type::Text, Box::new(fault))
    })?;
    let ChannelNumber(channel) = row.get(7)?;
    let cancelled_at: Option<Millis> = row.get(8)?;
    let cancellation = cancelled_at
        .map(|Millis(at)| -> rusqlite::Result<_> {
            Ok(Cancellation {
                at,
                reason: row.get(9)?,
                remark: row.get(10)?,
            })
        })
        .transpose()?;
    Ok(EwayBill {
        number: row.get(0)?,
        irn,
        supplier,
        made_by,
        made_at,
        valid_until: valid_until.map(|Millis(at)| at),
        movement,
        channel,
        cancellation,
    })
}
