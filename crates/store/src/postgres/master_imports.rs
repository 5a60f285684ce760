//! Imports of the whole GST master.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::PostgresStore;
use super::columns::{bytes_32, gstin, millis, moment, moment_maybe, number};
use super::connections::Session;
use super::faults::Outcome;
use super::locks::{self, Subject};
use crate::StoreResult;
use crate::master_imports::{
    Activation, ImportStart, ImportedTaxpayer, LoadOutcome, MasterImport, MasterImports, NewImport,
    is_in_order, judge_activation, judge_start,
};

/// All imports, ascending.
const ALL: &str = "SELECT generation, source_digest, as_of, begun_at, row_count, active_at,
    given_up_at FROM master_imports ORDER BY generation";

#[async_trait]
impl MasterImports for PostgresStore {
    async fn begin_import(&self, new: NewImport) -> StoreResult<ImportStart> {
        self.connections
            .transact(&new, |session, new| Box::pin(begin(session, new)))
            .await
    }

    async fn load_taxpayers(
        &self,
        generation: u64,
        rows: Vec<ImportedTaxpayer>,
    ) -> StoreResult<LoadOutcome> {
        let context = (stored(generation), rows);
        self.connections
            .transact(&context, |session, (generation, rows)| {
                Box::pin(load(session, *generation, rows))
            })
            .await
    }

    async fn activate_import(
        &self,
        generation: u64,
        rows: u64,
        now: Timestamp,
    ) -> StoreResult<Activation> {
        let context = (generation, rows, now);
        self.connections
            .transact(&context, |session, context| {
                let (generation, rows, now) = *context;
                Box::pin(activate(session, generation, rows, now))
            })
            .await
    }

    async fn imports(&self) -> StoreResult<Vec<MasterImport>> {
        let rows = self.connections.rows(ALL, &[]).await?;
        rows.iter().map(import).collect()
    }

    async fn take_away_rows(
        &self,
        generation: u64,
        after: Option<&Gstin>,
        rows_max: u32,
    ) -> StoreResult<Option<Gstin>> {
        let after = after.map_or("", Gstin::as_str);
        // Whether an import is over is not taken back, so it needs no lock.
        let taken = self
            .connections
            .write(
                "WITH batch AS (SELECT gstin FROM imported_taxpayers
                    WHERE generation = $1 AND gstin > $2 AND EXISTS (
                        SELECT 1 FROM master_imports WHERE generation = $1
                        AND (given_up_at IS NOT NULL
                            OR active_at < (SELECT max(active_at) FROM master_imports)))
                    ORDER BY gstin LIMIT $3),
                 gone AS (DELETE FROM imported_taxpayers
                    WHERE generation = $1 AND gstin > $2
                    AND gstin <= (SELECT max(gstin) FROM batch))
                 SELECT max(gstin) FROM batch HAVING count(*) > 0",
                &[&stored(generation), &after, &i64::from(rows_max)],
            )
            .await?;
        taken.first().map(|row| gstin(row, 0)).transpose()
    }
}

/// A generation, as it is stored.
fn stored(generation: u64) -> i64 {
    // No such import would be found, and none is made with a number that large.
    i64::try_from(generation).unwrap_or(i64::MAX)
}

async fn all(session: &Session) -> Outcome<Vec<MasterImport>> {
    let rows = session.rows(ALL, &[]).await?;
    Ok(rows.iter().map(import).collect::<StoreResult<_>>()?)
}

/// Those who begin or activate go one after the other.
async fn begin(session: &Session, new: &NewImport) -> Outcome<ImportStart> {
    locks::text(session, Subject::MasterImports, "").await?;
    let imports = all(session).await?;
    let open = imports.iter().find(|import| import.is_open());
    let last = match open {
        Some(open) => loaded_up_to(session, stored(open.generation)).await?,
        None => None,
    };
    if let Some(met) = judge_start(new, &imports, |_| Ok(last))? {
        return Ok(met);
    }
    session
        .execute(
            "UPDATE master_imports SET given_up_at = $1
             WHERE active_at IS NULL AND given_up_at IS NULL",
            &[&millis(new.now)],
        )
        .await?;
    let made = MasterImport {
        generation: imports.last().map_or(0, |import| import.generation) + 1,
        source_digest: new.source_digest,
        as_of: new.as_of,
        begun_at: new.now,
        rows: 0,
        active_at: None,
        given_up_at: None,
    };
    session
        .execute(
            "INSERT INTO master_imports (generation, source_digest, as_of, begun_at)
             VALUES ($1, $2, $3, $4)",
            &[
                &stored(made.generation),
                &made.source_digest.as_slice(),
                &millis(made.as_of),
                &millis(made.begun_at),
            ],
        )
        .await?;
    Ok(ImportStart::Begun(made))
}

/// The import's row is locked first, so that loaders and activation go one after the other.
async fn load(
    session: &Session,
    generation: i64,
    rows: &[ImportedTaxpayer],
) -> Outcome<LoadOutcome> {
    let open = session
        .row(
            "SELECT 1 FROM master_imports WHERE generation = $1 AND active_at IS NULL
             AND given_up_at IS NULL FOR NO KEY UPDATE",
            &[&generation],
        )
        .await?;
    if open.is_none() {
        return Ok(LoadOutcome::NotOpen);
    }
    if !is_in_order(rows, loaded_up_to(session, generation).await?) {
        return Ok(LoadOutcome::OutOfOrder);
    }
    let gstins: Vec<_> = rows.iter().map(ImportedTaxpayer::gstin).collect();
    let gstins: Vec<_> = gstins.iter().map(Gstin::as_str).collect();
    let records: Vec<_> = rows.iter().map(ImportedTaxpayer::record).collect();
    let contacts: Vec<_> = rows.iter().map(ImportedTaxpayer::contact_sealed).collect();
    let count = session
        .execute(
            "INSERT INTO imported_taxpayers (generation, gstin, record, contact_sealed)
             SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bytea[])",
            &[&generation, &gstins, &records, &contacts],
        )
        .await?;
    session
        .execute(
            "UPDATE master_imports SET row_count = row_count + $2 WHERE generation = $1",
            &[&generation, &i64::try_from(count).unwrap_or(i64::MAX)],
        )
        .await?;
    Ok(LoadOutcome::Loaded)
}

async fn activate(
    session: &Session,
    generation: u64,
    rows: u64,
    now: Timestamp,
) -> Outcome<Activation> {
    locks::text(session, Subject::MasterImports, "").await?;
    // Loaders hold this row; behind it the count is the last word.
    session
        .rows(
            "SELECT 1 FROM master_imports WHERE generation = $1 FOR NO KEY UPDATE",
            &[&stored(generation)],
        )
        .await?;
    let judged = judge_activation(&all(session).await?, generation, rows, now);
    if let Activation::Activated(import) = &judged {
        session
            .execute(
                "UPDATE master_imports SET active_at = $2 WHERE generation = $1",
                &[&stored(generation), &import.active_at.map(millis)],
            )
            .await?;
    }
    Ok(judged)
}

async fn loaded_up_to(session: &Session, generation: i64) -> Outcome<Option<Gstin>> {
    let row = session
        .row(
            "SELECT gstin FROM imported_taxpayers WHERE generation = $1
             ORDER BY gstin DESC LIMIT 1",
            &[&generation],
        )
        .await?;
    Ok(row.map(|row| gstin(&row, 0)).transpose()?)
}

fn import(row: &Row) -> StoreResult<MasterImport> {
    Ok(MasterImport {
        generation: number::<i64, _>(row, 0)?,
        source_digest: bytes_32(row, 1)?,
        as_of: moment(row, 2)?,
        begun_at: moment(row, 3)?,
        rows: number::<i64, _>(row, 4)?,
        active_at: moment_maybe(row, 5)?,
        given_up_at: moment_maybe(row, 6)?,
    })
}
