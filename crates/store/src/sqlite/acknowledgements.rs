//! Acknowledgement numbers: blocks, and the register's clock.

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{Millis, corrupt};
use crate::line::{AckBlock, AckSeries};
use crate::{StoreError, StoreResult};

/// Takes the next `count` numbers of a series.
///
/// Durable before the caller sees the block, so a crash leaves a gap and never a repetition. The
/// highest number in the register is looked at too: should the counter ever be behind it (a hand
/// in the database), the series continues after the register.
pub(super) fn reserve(
    connection: &Connection,
    series: AckSeries,
    count: u32,
) -> StoreResult<AckBlock> {
    let (start, end) = (number(series.first())?, number(series.end())?);
    let stored: Option<i64> = connection
        .prepare_cached(
            "SELECT next_ack_no FROM ack_series WHERE irp = ?1 AND node = ?2 AND year = ?3",
        )?
        .query_row(params![series.irp, series.node, series.year], |row| {
            row.get(0)
        })
        .optional()?;
    let used: Option<i64> = connection
        .prepare_cached("SELECT max(ack_no) FROM invoices WHERE ack_no >= ?1 AND ack_no < ?2")?
        .query_row([start, end], |row| row.get(0))?;
    let first = stored
        .unwrap_or(start)
        .max(used.map_or(start, |used| used + 1));
    let next = first + i64::from(count);
    if next > end {
        return Err(StoreError::Unavailable(format!(
            "the acknowledgement numbers of {} are used up",
            series.year
        )));
    }
    connection
        .prepare_cached(
            "INSERT INTO ack_series (irp, node, year, next_ack_no) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET next_ack_no = excluded.next_ack_no",
        )?
        .execute(params![series.irp, series.node, series.year, next])?;
    let first = u64::try_from(first).map_err(|_| corrupt("a negative ack_series.next_ack_no"))?;
    Ok(AckBlock::reserved(first, count))
}

pub(super) fn number(ack_number: u64) -> StoreResult<i64> {
    i64::try_from(ack_number).map_err(|_| {
        corrupt(format!(
            "acknowledgement number {ack_number} is out of range"
        ))
    })
}

/// When the latest document was acknowledged.
pub(super) fn latest(connection: &Connection) -> StoreResult<Option<Millis>> {
    Ok(connection
        .prepare_cached("SELECT latest_acked_at FROM register_clock WHERE id = 1")?
        .query_row([], |row| row.get(0))?)
}

/// Moves the register's clock forward, in the transaction that adds the document.
pub(super) fn advance(connection: &Connection, acked_at: Millis) -> StoreResult<()> {
    connection
        .prepare_cached(
            "UPDATE register_clock SET latest_acked_at = ?1
             WHERE id = 1 AND (latest_acked_at IS NULL OR latest_acked_at < ?1)",
        )?
        .execute([acked_at])?;
    Ok(())
}
