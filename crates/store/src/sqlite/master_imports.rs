//! Imports of the whole GST master.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::SqliteStore;
use super::columns::{GstinText, Millis};
use crate::StoreResult;
use crate::master_imports::{
    Activation, ImportStart, ImportedTaxpayer, LoadOutcome, MasterImport, MasterImports, NewImport,
    is_in_order, judge_activation, judge_start,
};

#[async_trait]
impl MasterImports for SqliteStore {
    async fn begin_import(&self, new: NewImport) -> StoreResult<ImportStart> {
        self.importer
            .transact(move |connection| begin(connection, &new))
            .await
    }

    async fn load_taxpayers(
        &self,
        generation: u64,
        rows: Vec<ImportedTaxpayer>,
    ) -> StoreResult<LoadOutcome> {
        self.importer
            .transact(move |connection| load(connection, generation, &rows))
            .await
    }

    async fn activate_import(
        &self,
        generation: u64,
        rows: u64,
        now: Timestamp,
    ) -> StoreResult<Activation> {
        self.importer
            .transact(move |connection| {
                let judged = judge_activation(&all(connection)?, generation, rows, now);
                if let Activation::Activated(import) = &judged {
                    connection
                        .prepare_cached(
                            "UPDATE master_imports SET active_at = ?2 WHERE generation = ?1",
                        )?
                        .execute(params![generation, import.active_at.map(Millis)])?;
                }
                Ok(judged)
            })
            .await
    }

    async fn imports(&self) -> StoreResult<Vec<MasterImport>> {
        self.readers.look_up(all).await
    }

    async fn take_away_rows(
        &self,
        generation: u64,
        after: Option<&Gstin>,
        rows_max: u32,
    ) -> StoreResult<Option<Gstin>> {
        let after = after.copied();
        self.importer
            .transact(move |connection| take_away(connection, generation, after, rows_max))
            .await
    }
}

fn begin(connection: &Connection, new: &NewImport) -> StoreResult<ImportStart> {
    let imports = all(connection)?;
    let met = judge_start(new, &imports, |generation| {
        loaded_up_to(connection, generation)
    })?;
    if let Some(met) = met {
        return Ok(met);
    }
    connection.execute(
        "UPDATE master_imports SET given_up_at = ?1
         WHERE active_at IS NULL AND given_up_at IS NULL",
        [Millis(new.now)],
    )?;
    let import = connection.query_row(
        "INSERT INTO master_imports (generation, source_digest, as_of, begun_at)
         SELECT coalesce(max(generation), 0) + 1, ?1, ?2, ?3 FROM master_imports
         RETURNING generation, source_digest, as_of, begun_at, row_count, active_at, given_up_at",
        params![new.source_digest, Millis(new.as_of), Millis(new.now)],
        import,
    )?;
    Ok(ImportStart::Begun(import))
}

fn load(
    connection: &Connection,
    generation: u64,
    rows: &[ImportedTaxpayer],
) -> StoreResult<LoadOutcome> {
    let open = connection
        .prepare_cached(
            "UPDATE master_imports SET row_count = row_count + ?2
             WHERE generation = ?1 AND active_at IS NULL AND given_up_at IS NULL",
        )?
        .execute(params![generation, rows.len()])?;
    if open == 0 {
        return Ok(LoadOutcome::NotOpen);
    }
    if !is_in_order(rows, loaded_up_to(connection, generation)?) {
        connection
            .prepare_cached(
                "UPDATE master_imports SET row_count = row_count - ?2 WHERE generation = ?1",
            )?
            .execute(params![generation, rows.len()])?;
        return Ok(LoadOutcome::OutOfOrder);
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO imported_taxpayers (generation, gstin, record, contact_sealed)
         VALUES (?1, ?2, ?3, ?4)",
    )?;
    for row in rows {
        let gstin = row.gstin();
        insert.execute(params![
            generation,
            gstin.as_str(),
            row.record(),
            row.contact_sealed()
        ])?;
    }
    Ok(LoadOutcome::Loaded)
}

fn loaded_up_to(connection: &Connection, generation: u64) -> StoreResult<Option<Gstin>> {
    let last: Option<GstinText> = connection
        .prepare_cached("SELECT max(gstin) FROM imported_taxpayers WHERE generation = ?1")?
        .query_row([generation], |row| row.get(0))?;
    Ok(last.map(|GstinText(gstin)| gstin))
}

fn take_away(
    connection: &Connection,
    generation: u64,
    after: Option<Gstin>,
    rows_max: u32,
) -> StoreResult<Option<Gstin>> {
    let over = connection
        .prepare_cached(
            "SELECT 1 FROM master_imports WHERE generation = ?1 AND (given_up_at IS NOT NULL
             OR active_at < (SELECT max(active_at) FROM master_imports))",
        )?
        .query_row([generation], |_| Ok(()))
        .optional()?;
    if over.is_none() {
        return Ok(None);
    }
    let after = after.as_ref().map_or("", Gstin::as_str);
    let last: Option<GstinText> = connection
        .prepare_cached(
            "SELECT max(gstin) FROM (SELECT gstin FROM imported_taxpayers
             WHERE generation = ?1 AND gstin > ?2 ORDER BY gstin LIMIT ?3)",
        )?
        .query_row(params![generation, after, rows_max], |row| row.get(0))?;
    let Some(GstinText(last)) = last else {
        return Ok(None);
    };
    connection
        .prepare_cached(
            "DELETE FROM imported_taxpayers
             WHERE generation = ?1 AND gstin > ?2 AND gstin <= ?3",
        )?
        .execute(params![generation, after, last.as_str()])?;
    Ok(Some(last))
}

fn all(connection: &Connection) -> StoreResult<Vec<MasterImport>> {
    let mut statement = connection.prepare_cached(
        "SELECT generation, source_digest, as_of, begun_at, row_count, active_at, given_up_at
         FROM master_imports ORDER BY generation",
    )?;
    let rows = statement.query_map([], import)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn import(row: &Row<'_>) -> rusqlite::Result<MasterImport> {
    let (Millis(as_of), Millis(begun_at)) = (row.get(2)?, row.get(3)?);
    let active_at: Option<Millis> = row.get(5)?;
    let given_up_at: Option<Millis> = row.get(6)?;
    Ok(MasterImport {
        generation: row.get(0)?,
        source_digest: row.get(1)?,
        as_of,
        begun_at,
        rows: row.get(4)?,
        active_at: active_at.map(|at| at.0),
        given_up_at: given_up_at.map(|at| at.0),
    })
}
