//! E-way bill numbers, in blocks.

use super::columns::{corrupt, number, value};
use super::connections::Connections;
use crate::eway_bills::{BillNumberBlock, BillSeries};
use crate::{StoreError, StoreResult};

/// Takes the next `count` numbers of a series.
///
/// One statement, committed by itself before the caller sees the block, and never below a number
/// that has a bill, as with acknowledgement numbers.
pub(super) async fn reserve(
    connections: &Connections,
    series: BillSeries,
    count: u32,
) -> StoreResult<BillNumberBlock> {
    let (start, end) = (stored(series.first())?, stored(series.end())?);
    let used = connections
        .row(
            "SELECT max(number) FROM eway_bills WHERE number >= $1 AND number < $2",
            &[&start, &end],
        )
        .await?;
    let used: Option<i64> = used.map(|row| value(&row, 0)).transpose()?.flatten();
    let least = used.map_or(start, |used| used + 1);
    let count_wide = i64::from(count);
    let taken = connections
        .write(
            "INSERT INTO eway_bill_series AS s (irp, node, next_number)
             SELECT $1, $2, $3::bigint + $4::bigint WHERE $3::bigint + $4::bigint <= $5::bigint
             ON CONFLICT (irp, node) DO UPDATE
                SET next_number = greatest(s.next_number, $3::bigint) + $4::bigint
                WHERE greatest(s.next_number, $3::bigint) + $4::bigint <= $5::bigint
             RETURNING next_number - $4::bigint",
            &[
                &i16::from(series.irp),
                &i16::from(series.node),
                &least,
                &count_wide,
                &end,
            ],
        )
        .await?;
    let Some(row) = taken.first() else {
        return Err(StoreError::Unavailable(
            "the e-way bill numbers of this IRP and node are used up".into(),
        ));
    };
    Ok(BillNumberBlock::reserved(
        number::<i64, u64>(row, 0)?,
        count,
    ))
}

/// A number as it is stored.
pub(super) fn stored(bill_number: u64) -> StoreResult<i64> {
    i64::try_from(bill_number)
        .map_err(|_| corrupt(format!("e-way bill number {bill_number} is out of range")))
}
