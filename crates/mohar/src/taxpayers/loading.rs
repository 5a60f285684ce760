//! From the scratch file into the database, and into force.

use store::Store;
use store::master_imports::{ImportedTaxpayer, LoadOutcome, MasterImport, in_force};

use super::merge::{Merge, Wanted};
use super::progress::Phase;
use super::reading::Source;
use super::scratch::Scratch;
use crate::Failure;
use crate::terminal::say;

/// Rows of one transaction: it holds SQLite's lock for some milliseconds.
const BATCH_ROWS: usize = 500;
/// Rows that are taken away in one transaction.
const TAKEN_ROWS: u32 = 500;

/// Loads all rows behind those that are loaded.
pub(super) async fn load(
    store: &dyn Store,
    (import, after): (&MasterImport, Option<gst::Gstin>),
    (scratch, source): (&Scratch, &Source<'_>),
    rows_total: u64,
) -> Result<(), Failure> {
    let wanted = Wanted {
        sql: "SELECT k.id, k.gstin, r.record, r.contact FROM keys k JOIN records r ON r.id = k.id
              WHERE k.id BETWEEN ?1 AND ?2 ORDER BY k.id LIMIT ?3",
        read: |row| Ok((row.get(2)?, row.get(3)?)),
    };
    let mut phase = Phase::new("loading", "rows", rows_total);
    let mut merge = Merge::new(scratch.connection(), wanted, after.as_ref())?;
    let mut rows_done = import.rows;
    let mut latest = after;
    let mut is_over = false;
    while !is_over {
        let mut batch = Vec::with_capacity(BATCH_ROWS);
        while batch.len() < BATCH_ROWS {
            let Some((gstin, (record, contact))) = merge.next()? else {
                is_over = true;
                break;
            };
            // Of lines with one GSTIN the first counts.
            if latest.replace(gstin) != Some(gstin) {
                batch.push(ImportedTaxpayer::from_parts(gstin, record, contact));
            }
        }
        source.go_on()?;
        if batch.is_empty() {
            break;
        }
        rows_done += batch.len() as u64;
        match store.load_taxpayers(import.generation, batch).await? {
            LoadOutcome::Loaded => phase.at(rows_done)?,
            LoadOutcome::NotOpen => {
                return Err(Failure(
                    "the import was given up or finished by another command".to_owned(),
                ));
            }
            LoadOutcome::OutOfOrder => {
                return Err(Failure(
                    "another command loads the same import; this one stops".to_owned(),
                ));
            }
        }
    }
    Ok(())
}

/// Takes away the rows of all imports that are over. It may be stopped at any time; the next import
/// goes on with it.
pub(super) async fn tidy(store: &dyn Store, source: &Source<'_>) -> Result<(), Failure> {
    let imports = store.imports().await?;
    let force = in_force(&imports);
    let over = imports.iter().filter(|import| {
        !import.is_open() && Some(import.generation) != force.map(|force| force.generation)
    });
    for import in over {
        let mut phase = Phase::new("taking away rows of before", "rows", import.rows);
        let (mut after, mut taken) = (None, 0);
        while let Some(last) = store
            .take_away_rows(import.generation, after.as_ref(), TAKEN_ROWS)
            .await?
        {
            after = Some(last);
            taken += u64::from(TAKEN_ROWS);
            phase.at(taken)?;
            source.go_on()?;
        }
        drop(phase);
        if taken > 0 {
            let generation = import.generation;
            say(&format!("the rows of import {generation} were taken away"))?;
        }
    }
    Ok(())
}
