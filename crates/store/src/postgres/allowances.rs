//! Allowances that all processes share.

use std::net::IpAddr;

use async_trait::async_trait;
use jiff::Timestamp;

use super::PostgresStore;
use super::columns::value;
use crate::StoreResult;
use crate::allowances::{AllowanceKind, AllowanceRate, Allowances, CLOCKS_APART_MAX, Taking};

#[async_trait]
impl Allowances for PostgresStore {
    async fn take_allowance(
        &self,
        kind: AllowanceKind,
        network: IpAddr,
        now: Timestamp,
        rate: AllowanceRate,
    ) -> StoreResult<Taking> {
        let bounds = rate.bounds(now);
        let (network, kind) = (network.to_string(), i16::from(kind.number()));
        // The row is locked before it is judged, and judged as the one before left it.
        let taken = self
            .connections
            .execute(
                "INSERT INTO allowances AS a (network, kind, full_at)
                 VALUES ($1, $2, $3::bigint + $4::bigint)
                 ON CONFLICT (network, kind) DO UPDATE SET full_at =
                    CASE WHEN a.full_at > $7::bigint THEN $6::bigint
                    ELSE greatest(a.full_at, $3::bigint) + $4::bigint END
                 WHERE a.full_at <= $5::bigint OR a.full_at > $7::bigint",
                &[
                    &network,
                    &kind,
                    &bounds.now,
                    &bounds.period,
                    &bounds.last,
                    &bounds.empty,
                    &bounds.impossible,
                ],
            )
            .await?;
        if taken == 1 {
            return Ok(Taking::Taken);
        }
        let row = self
            .connections
            .row(
                "SELECT full_at FROM allowances WHERE network = $1 AND kind = $2",
                &[&network, &kind],
            )
            .await?;
        let full_at = row.map(|row| value(&row, 0)).transpose()?;
        Ok(bounds.refused(full_at))
    }

    async fn forget_full_allowances(&self, now: Timestamp, limit: u32) -> StoreResult<u32> {
        let before = now
            .saturating_sub(CLOCKS_APART_MAX)
            .map_or(0, Timestamp::as_millisecond);
        // Two statements, since rows that lie on several machines are not deleted by a limited
        // subquery. What is taken in between is no longer full, and stays.
        let rows = self
            .connections
            .rows(
                "SELECT network, kind FROM allowances WHERE full_at < $1 ORDER BY full_at LIMIT $2",
                &[&before, &i64::from(limit)],
            )
            .await?;
        let mut full: Vec<(String, i16)> = Vec::with_capacity(rows.len());
        for row in &rows {
            full.push((value(row, 0)?, value(row, 1)?));
        }
        // In one order everywhere, so that two processes seldom wait for each other crosswise.
        full.sort_unstable();
        let (networks, kinds): (Vec<String>, Vec<i16>) = full.into_iter().unzip();
        let forgotten = self
            .connections
            .execute(
                "DELETE FROM allowances a USING unnest($1::text[], $2::smallint[]) AS f (n, k)
                 WHERE a.network = f.n AND a.kind = f.k AND a.full_at < $3",
                &[&networks, &kinds, &before],
            )
            .await?;
        Ok(u32::try_from(forgotten).unwrap_or(u32::MAX))
    }
}
