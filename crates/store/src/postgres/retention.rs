//! Deleting what is past its time.

use async_trait::async_trait;

use super::PostgresStore;
use super::columns::{corrupt, millis, number, value};
use super::connections::Session;
use super::faults::Outcome;
use crate::StoreResult;
use crate::retention::{Expired, Purged, Retention};

/// The advisory lock that one batch holds against another process's: `OLD` in ASCII.
const LOCK: i64 = 0x004F_4C44;

/// Documents of before a moment, and what refers to them, in the order in which they can go.
const OF_DOCUMENTS: [&str; 4] = [
    "DELETE FROM eway_bill_cancellations c USING eway_bills b,
        unnest($1::text[], $2::bigint[]) AS gone (gstin, ack_no)
     WHERE b.supplier_gstin = gone.gstin AND b.ack_no = gone.ack_no
        AND c.supplier_gstin = b.supplier_gstin AND c.number = b.number",
    "DELETE FROM eway_bills t USING unnest($1::text[], $2::bigint[]) AS gone (gstin, ack_no)
     WHERE t.supplier_gstin = gone.gstin AND t.ack_no = gone.ack_no",
    "DELETE FROM cancellations t USING unnest($1::text[], $2::bigint[]) AS gone (gstin, ack_no)
     WHERE t.supplier_gstin = gone.gstin AND t.ack_no = gone.ack_no",
    "DELETE FROM invoices t USING unnest($1::text[], $2::bigint[]) AS gone (gstin, ack_no)
     WHERE t.supplier_gstin = gone.gstin AND t.ack_no = gone.ack_no",
];

/// Table, key and moment of each kind.
fn rows(expired: Expired) -> (&'static str, &'static str, &'static str) {
    match expired {
        Expired::Documents(_) => ("invoices", "ack_no", "acked_at"),
        Expired::Messages(_) => ("messages", "id", "created_at"),
        Expired::Feedback(_) => ("feedback", "id", "left_at"),
        Expired::Sessions(_) => ("sessions", "token_digest", "created_at"),
        Expired::ApiTokens(_) => ("api_tokens", "token_digest", "expires_at"),
        Expired::Proofs(_) => ("proofs", "token_digest", "started_at"),
        Expired::CodeSends(_) => ("code_sends", "id", "sent_at"),
    }
}

async fn purge(session: &Session, expired: Expired, limit: u32) -> Outcome<Purged> {
    let turn = session
        .row("SELECT pg_try_advisory_xact_lock($1)", &[&LOCK])
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    if !value::<bool>(&turn, 0)? {
        return Ok(Purged::Elsewhere);
    }
    let (before, limit) = (millis(expired.before()), i64::from(limit));
    if matches!(expired, Expired::Documents(_)) {
        return documents(session, before, limit).await;
    }
    let (table, key, moment) = rows(expired);
    // Numbers ascend with time, so the oldest are found without reading the rest.
    let of = match expired {
        Expired::Messages(_) | Expired::Feedback(_) => {
            format!("(SELECT * FROM {table} ORDER BY id LIMIT $2) oldest")
        }
        _ => table.to_owned(),
    };
    let sql = format!(
        "DELETE FROM {table} WHERE {key} = ANY (ARRAY(
            SELECT {key} FROM {of} WHERE {moment} < $1 LIMIT $2))"
    );
    Ok(Purged::Rows(
        session.execute(&sql, &[&before, &limit]).await?,
    ))
}

async fn documents(session: &Session, before: i64, limit: i64) -> Outcome<Purged> {
    let found = session
        .rows(
            "SELECT supplier_gstin, ack_no FROM invoices WHERE acked_at < $1
             ORDER BY acked_at LIMIT $2",
            &[&before, &limit],
        )
        .await?;
    let (mut suppliers, mut numbers) = (Vec::<String>::new(), Vec::<i64>::new());
    for row in &found {
        suppliers.push(value(row, 0)?);
        numbers.push(value(row, 1)?);
    }
    if !numbers.is_empty() {
        for sql in OF_DOCUMENTS {
            session.execute(sql, &[&suppliers, &numbers]).await?;
        }
    }
    Ok(Purged::Rows(
        u64::try_from(numbers.len()).unwrap_or(u64::MAX),
    ))
}

#[async_trait]
impl Retention for PostgresStore {
    async fn count_expired(&self, expired: Expired) -> StoreResult<u64> {
        let (table, _, moment) = rows(expired);
        let sql = format!("SELECT count(*) FROM {table} WHERE {moment} < $1");
        let mut session = self.connections.session().await?;
        session.begin().await?;
        session.be_patient().await?;
        let row = session.row(&sql, &[&millis(expired.before())]).await?;
        session.commit().await?;
        let row = row.ok_or_else(|| corrupt("a SELECT without a row"))?;
        number::<i64, _>(&row, 0)
    }

    async fn purge(&self, expired: Expired, limit: u32) -> StoreResult<Purged> {
        self.connections
            .transact(&(expired, limit), |session, (expired, limit)| {
                Box::pin(purge(session, *expired, *limit))
            })
            .await
    }
}
