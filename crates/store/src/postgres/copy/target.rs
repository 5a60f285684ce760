//! The PostgreSQL database that is being filled.

use tokio_postgres::types::ToSql;

use super::source::{Batch, Values};
use super::tables::{DOCUMENTS, Kind, TABLES, Table};
use crate::StoreResult;
use crate::postgres::columns::{corrupt, number, value};
use crate::postgres::connections::Session;
use crate::postgres::faults::{Fault, Outcome};
use crate::postgres::invoice_row::{select_rows, whole};
use crate::stored::StoredRow;

/// The advisory lock that one copy holds against another: `COPY` in ASCII. It goes with the
/// connection.
const LOCK: i64 = 0x434F_5059;

/// Marks the database as half filled, or finds it marked by an earlier call and goes on.
pub(super) async fn begin(session: &Session, source: &str) -> Outcome<()> {
    let row = session
        .row(
            "SELECT pg_try_advisory_lock($1), to_regclass('mohar_copy') IS NOT NULL",
            &[&LOCK],
        )
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    let (is_locked, is_marked): (bool, bool) = (value(&row, 0)?, value(&row, 1)?);
    if !is_locked {
        return Err(Fault::unavailable(
            "another copy into this database is under way",
        ));
    }
    session.begin().await?;
    if is_marked {
        go_on(session, source).await?;
    } else {
        mark(session, source).await?;
    }
    session.commit().await
}

async fn mark(session: &Session, source: &str) -> Outcome<()> {
    for table in TABLES {
        if count(session, table.name).await? > 0 {
            return Err(corrupt(format!(
                "the PostgreSQL database is not empty: {} has rows",
                table.name
            ))
            .into());
        }
    }
    session
        .command(
            "CREATE TABLE mohar_copy (only_row boolean PRIMARY KEY CHECK (only_row),
                source text NOT NULL)",
        )
        .await?;
    session
        .execute("INSERT INTO mohar_copy VALUES (true, $1)", &[&source])
        .await?;
    Ok(())
}

/// Documents are never changed, so those that are there stay. Everything else may have changed.
async fn go_on(session: &Session, source: &str) -> Outcome<()> {
    let row = session
        .row("SELECT source FROM mohar_copy", &[])
        .await?
        .ok_or_else(|| corrupt("the table mohar_copy has no row"))?;
    let before: &str = value(&row, 0)?;
    if before != source {
        return Err(corrupt(
            "the PostgreSQL database holds part of a copy of another embedded database",
        )
        .into());
    }
    let others: Vec<&str> = TABLES
        .iter()
        .map(|table| table.name)
        .filter(|name| *name != DOCUMENTS)
        .collect();
    session
        .command(&format!("TRUNCATE {}", others.join(", ")))
        .await
}

/// The highest acknowledgement number that is there; documents come in its order.
pub(super) async fn latest_document(session: &Session) -> StoreResult<Option<i64>> {
    let row = session
        .row("SELECT max(ack_no) FROM invoices", &[])
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    value(&row, 0)
}

/// Rows of a table.
pub(super) async fn count(session: &Session, table: &str) -> StoreResult<u64> {
    let sql = format!("SELECT count(*) FROM {table}");
    let row = session
        .row(&sql, &[])
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    number::<i64, _>(&row, 0)
}

/// Adds rows as they are, numbers and all.
pub(super) async fn insert(session: &Session, table: &Table, batch: &Batch) -> Outcome<()> {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let arrays: Vec<String> = (1..)
        .zip(table.columns)
        .map(|(at, column)| match column.kind {
            Kind::Number => format!("${at}::bigint[]"),
            Kind::Text => format!("${at}::text[]"),
            Kind::Bytes => format!("${at}::bytea[]"),
        })
        .collect();
    let sql = format!(
        "INSERT INTO {} ({}) SELECT * FROM unnest({})",
        table.name,
        names.join(", "),
        arrays.join(", ")
    );
    let values: Vec<&(dyn ToSql + Sync)> = batch
        .columns
        .iter()
        .map(|values| match values {
            Values::Numbers(numbers) => numbers as &(dyn ToSql + Sync),
            Values::Texts(texts) => texts,
            Values::Bytes(bytes) => bytes,
        })
        .collect();
    session.execute(&sql, &values).await?;
    Ok(())
}

/// The documents of a batch, as whoever serves from the database will read them.
pub(super) async fn read_back(session: &Session, batch: &Batch) -> StoreResult<Vec<StoredRow>> {
    let Some(Values::Numbers(numbers)) = batch.columns.first() else {
        return Err(corrupt("a batch of documents without numbers"));
    };
    let rows = session
        .rows(select_rows!("i.ack_no = ANY($1)"), &[numbers])
        .await?;
    rows.iter().map(whole).collect()
}

/// Lets the next numbers of a table's rows come after the latest one of the embedded database.
pub(super) async fn continue_numbers(
    session: &Session,
    table: &Table,
    latest_id: i64,
) -> Outcome<()> {
    if latest_id > 0 {
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{}', 'id'), $1::bigint)",
            table.name
        );
        session.rows(&sql, &[&latest_id]).await?;
    }
    Ok(())
}

/// Takes the mark away: from now on the database may be served from.
pub(super) async fn end(session: &Session) -> Outcome<()> {
    session.command("ANALYZE").await?;
    session.command("DROP TABLE mohar_copy").await
}
