//! Allowances that all processes share.

use std::net::IpAddr;

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::SqliteStore;
use crate::StoreResult;
use crate::allowances::{
    AllowanceKind, AllowanceRate, Allowances, Bounds, CLOCKS_APART_MAX, Taking,
};

#[async_trait]
impl Allowances for SqliteStore {
    async fn take_allowance(
        &self,
        kind: AllowanceKind,
        network: IpAddr,
        now: Timestamp,
        rate: AllowanceRate,
    ) -> StoreResult<Taking> {
        let bounds = rate.bounds(now);
        self.writer
            .write(move |connection| take(connection, kind, &network.to_string(), bounds))
            .await
    }

    async fn forget_full_allowances(&self, now: Timestamp, limit: u32) -> StoreResult<u32> {
        let before = now
            .saturating_sub(CLOCKS_APART_MAX)
            .map_or(0, Timestamp::as_millisecond);
        self.writer
            .write(move |connection| {
                let forgotten = connection
                    .prepare_cached(
                        "DELETE FROM allowances WHERE (network, kind) IN (SELECT network, kind
                            FROM allowances WHERE full_at < ?1 ORDER BY full_at LIMIT ?2)",
                    )?
                    .execute(params![before, limit])?;
                Ok(u32::try_from(forgotten).unwrap_or(u32::MAX))
            })
            .await
    }
}

fn take(
    connection: &Connection,
    kind: AllowanceKind,
    network: &str,
    bounds: Bounds,
) -> StoreResult<Taking> {
    let taken = connection
        .prepare_cached(
            "INSERT INTO allowances (network, kind, full_at) VALUES (?1, ?2, ?3 + ?4)
             ON CONFLICT (network, kind) DO UPDATE SET full_at =
                CASE WHEN full_at > ?7 THEN ?6 ELSE max(full_at, ?3) + ?4 END
             WHERE full_at <= ?5 OR full_at > ?7",
        )?
        .execute(params![
            network,
            kind.number(),
            bounds.now,
            bounds.period,
            bounds.last,
            bounds.empty,
            bounds.impossible,
        ])?;
    if taken == 1 {
        return Ok(Taking::Taken);
    }
    let full_at = connection
        .prepare_cached("SELECT full_at FROM allowances WHERE network = ?1 AND kind = ?2")?
        .query_row(params![network, kind.number()], |row| row.get(0))
        .optional()?;
    Ok(bounds.refused(full_at))
}
