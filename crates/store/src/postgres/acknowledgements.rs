//! Acknowledgement numbers: blocks, and the register's clock.

use jiff::Timestamp;

use super::columns::{corrupt, moment_maybe, number, value};
use super::connections::Connections;
use crate::line::{AckBlock, AckSeries};
use crate::{StoreError, StoreResult};

/// Takes the next `count` numbers of a series.
///
/// One statement, committed by itself before the caller sees the block, so a crash leaves a gap
/// and never a repetition. Should the counter ever be behind the register (a hand in the
/// database), the series continues after the register.
pub(super) async fn reserve(
    connections: &Connections,
    series: AckSeries,
    count: u32,
) -> StoreResult<AckBlock> {
    let (start, end) = (stored(series.first())?, stored(series.end())?);
    let used = connections
        .row(
            "SELECT max(ack_no) FROM invoices WHERE ack_no >= $1 AND ack_no < $2",
            &[&start, &end],
        )
        .await?;
    let used: Option<i64> = used.map(|row| value(&row, 0)).transpose()?.flatten();
    let least = used.map_or(start, |used| used + 1);
    let count_wide = i64::from(count);
    let taken = connections
        .write(
            "INSERT INTO ack_series AS s (irp, node, year, next_ack_no)
             SELECT $1, $2, $3, $4::bigint + $5::bigint WHERE $4::bigint + $5::bigint <= $6::bigint
             ON CONFLICT (irp, node, year) DO UPDATE
                SET next_ack_no = greatest(s.next_ack_no, $4::bigint) + $5::bigint
                WHERE greatest(s.next_ack_no, $4::bigint) + $5::bigint <= $6::bigint
             RETURNING next_ack_no - $5::bigint",
            &[
                &i16::from(series.irp),
                &i16::from(series.node),
                &series.year,
                &least,
                &count_wide,
                &end,
            ],
        )
        .await?;
    let Some(row) = taken.first() else {
        return Err(StoreError::Unavailable(format!(
            "the acknowledgement numbers of {} are used up",
            series.year
        )));
    };
    Ok(AckBlock::reserved(number::<i64, u64>(row, 0)?, count))
}

/// A number as it is stored.
pub(super) fn stored(ack_number: u64) -> StoreResult<i64> {
    i64::try_from(ack_number).map_err(|_| {
        corrupt(format!(
            "acknowledgement number {ack_number} is out of range"
        ))
    })
}

/// When the latest document was acknowledged; the end of an index.
pub(super) async fn latest(connections: &Connections) -> StoreResult<Option<Timestamp>> {
    let row = connections
        .row("SELECT max(acked_at) FROM invoices", &[])
        .await?;
    row.map_or(Ok(None), |row| moment_maybe(&row, 0))
}
