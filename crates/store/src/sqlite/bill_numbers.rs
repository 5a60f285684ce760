//! E-way bill numbers, in blocks.

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::corrupt;
use crate::eway_bills::{BillNumberBlock, BillSeries};
use crate::{StoreError, StoreResult};

/// Takes the next `count` numbers of a series.
///
/// Durable before the caller sees the block, and never below a number that has a bill, as with
/// acknowledgement numbers.
pub(super) fn reserve(
    connection: &Connection,
    series: BillSeries,
    count: u32,
) -> StoreResult<BillNumberBlock> {
    let (start, end) = (column(series.first())?, column(series.end())?);
    let stored: Option<i64> = connection
        .prepare_cached("SELECT next_number FROM eway_bill_series WHERE irp = ?1 AND node = ?2")?
        .query_row([series.irp, series.node], |row| row.get(0))
        .optional()?;
    let used: Option<i64> = connection
        .prepare_cached("SELECT max(number) FROM eway_bills WHERE number >= ?1 AND number < ?2")?
        .query_row([start, end], |row| row.get(0))?;
    let first = stored
        .unwrap_or(start)
        .max(used.map_or(start, |used| used + 1));
    let next = first + i64::from(count);
    if next > end {
        return Err(StoreError::Unavailable(
            "the e-way bill numbers of this IRP and node are used up".into(),
        ));
    }
    connection
        .prepare_cached(
            "INSERT INTO eway_bill_series (irp, node, next_number) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET next_number = excluded.next_number",
        )?
        .execute(params![series.irp, series.node, next])?;
    let first = u64::try_from(first).map_err(|_| corrupt("a negative next_number"))?;
    Ok(BillNumberBlock::reserved(first, count))
}

/// A number as its column holds it.
pub(super) fn column(number: u64) -> StoreResult<i64> {
    i64::try_from(number)
        .map_err(|_| corrupt(format!("e-way bill number {number} is out of range")))
}
