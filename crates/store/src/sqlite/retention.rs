//! Deleting what is past its time.

use async_trait::async_trait;
use gst::ist;
use rusqlite::{Connection, params};

use super::SqliteStore;
use super::columns::Millis;
use crate::StoreResult;
use crate::line::AckSeries;
use crate::retention::{Expired, Purged, Retention};

/// How far into a series one looks for documents of before a moment. They have its lowest numbers,
/// but for a process that was slow to use up its block.
const LOOK_ROWS: u32 = 20_000;

/// Documents of a series that are past their time.
const DOCUMENTS: &str = "SELECT ack_no FROM (SELECT ack_no, acked_at FROM invoices
     WHERE ack_no >= ?1 AND ack_no < ?2 ORDER BY ack_no LIMIT ?4) WHERE acked_at < ?3 LIMIT ?5";

/// First and last number of every series of the years up to a moment.
fn ranges(connection: &Connection, before: Millis) -> StoreResult<Vec<(i64, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT irp, node, year FROM ack_series WHERE year <= ?1
         ORDER BY year",
    )?;
    let series = statement.query_map([ist::date(before.0).year()], |row| {
        Ok(AckSeries {
            irp: row.get(0)?,
            node: row.get(1)?,
            year: row.get(2)?,
        })
    })?;
    series
        .map(|series| {
            let series = series?;
            let column = super::acknowledgements::number;
            Ok((column(series.first())?, column(series.end())?))
        })
        .collect()
}

/// Numbers of documents past their time, at most `limit`.
fn documents(connection: &Connection, before: Millis, limit: u32) -> StoreResult<Vec<i64>> {
    let mut found = Vec::new();
    for (first, end) in ranges(connection, before)? {
        let left = limit.saturating_sub(u32::try_from(found.len()).unwrap_or(limit));
        let mut statement = connection.prepare_cached(DOCUMENTS)?;
        let rows = statement.query_map(params![first, end, before, LOOK_ROWS, left], |row| {
            row.get(0)
        })?;
        found.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(found)
}

/// What refers to a document goes before it.
const OF_A_DOCUMENT: [&str; 4] = [
    "DELETE FROM eway_bill_cancellations WHERE number IN
        (SELECT number FROM eway_bills WHERE ack_no = ?1)",
    "DELETE FROM eway_bills WHERE ack_no = ?1",
    "DELETE FROM cancellations WHERE ack_no = ?1",
    "DELETE FROM invoices WHERE ack_no = ?1",
];

fn purge_documents(connection: &Connection, before: Millis, limit: u32) -> StoreResult<u64> {
    let numbers = documents(connection, before, limit)?;
    for sql in OF_A_DOCUMENT {
        let mut statement = connection.prepare_cached(sql)?;
        for number in &numbers {
            statement.execute([number])?;
        }
    }
    Ok(u64::try_from(numbers.len()).unwrap_or(u64::MAX))
}

/// Table, key and condition of what has no document.
fn rows(expired: Expired) -> (&'static str, &'static str, &'static str) {
    match expired {
        Expired::Documents(_) => ("invoices", "ack_no", "acked_at < ?1"),
        Expired::Messages(_) => ("messages", "id", "created_at < ?1"),
        Expired::Feedback(_) => ("feedback", "id", "left_at < ?1"),
        Expired::Sessions(_) => ("sessions", "token_digest", "created_at < ?1"),
        Expired::ApiTokens(_) => ("api_tokens", "token_digest", "expires_at < ?1"),
        Expired::Proofs(_) => ("proofs", "token_digest", "started_at < ?1"),
        Expired::CodeSends(_) => ("code_sends", "id", "sent_at < ?1"),
    }
}

fn purge(connection: &Connection, expired: Expired, limit: u32) -> StoreResult<u64> {
    let before = Millis(expired.before());
    if matches!(expired, Expired::Documents(_)) {
        return purge_documents(connection, before, limit);
    }
    let (table, key, condition) = rows(expired);
    // Numbers ascend with time, so the oldest are found without reading the rest.
    let of = if key == "id" {
        format!("(SELECT * FROM {table} ORDER BY id LIMIT ?2)")
    } else {
        table.to_owned()
    };
    let sql = format!(
        "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {of} WHERE {condition} LIMIT ?2)"
    );
    let gone = connection
        .prepare_cached(&sql)?
        .execute(params![before, limit])?;
    Ok(u64::try_from(gone).unwrap_or(u64::MAX))
}

/// Asked before anything is deleted, so that finding nothing writes nothing.
fn any(connection: &Connection, expired: Expired) -> StoreResult<bool> {
    let before = Millis(expired.before());
    if matches!(expired, Expired::Documents(_)) {
        return Ok(!documents(connection, before, 1)?.is_empty());
    }
    let (table, key, condition) = rows(expired);
    let of = if key == "id" {
        format!("(SELECT * FROM {table} ORDER BY id LIMIT 1)")
    } else {
        table.to_owned()
    };
    let sql = format!("SELECT 1 FROM {of} WHERE {condition} LIMIT 1");
    Ok(connection.prepare_cached(&sql)?.exists([before])?)
}

#[async_trait]
impl Retention for SqliteStore {
    async fn count_expired(&self, expired: Expired) -> StoreResult<u64> {
        let (table, _, condition) = rows(expired);
        let sql = format!("SELECT count(*) FROM {table} WHERE {condition}");
        self.readers
            .read(move |connection| {
                let before = Millis(expired.before());
                Ok(connection.query_row(&sql, [before], |row| row.get(0))?)
            })
            .await
    }

    async fn purge(&self, expired: Expired, limit: u32) -> StoreResult<Purged> {
        let found = self
            .readers
            .read(move |connection| any(connection, expired));
        if !found.await? {
            return Ok(Purged::Rows(0));
        }
        let gone = self
            .writer
            .write(move |connection| purge(connection, expired, limit));
        Ok(Purged::Rows(gone.await?))
    }
}
