//! Backing the file up while others write to it, and checking a copy of it.
//!
//! The pages are copied with SQLite's backup interface inside one read transaction. Without the
//! transaction every commit of a portal would begin the copy anew, and it would never end; within
//! it the copy is of one moment, may pause between steps, and stops nobody: readers and writers of
//! a write-ahead log do not wait for each other. (`VACUUM INTO` would do as well, but builds the
//! random index of IRNs anew and cannot pause.) Until the copy has ended the log is not cut back.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use seal::KeyRing;

use super::columns::Millis;
use super::{SqliteStore, acknowledgements, adopt, bill_numbers, connection, invoice_row, schema};
use crate::backup::{AckSeriesEnd, BackedUp, BillSeriesEnd, COUNTED, Holding};
use crate::{InstallationKind, StoreError, StoreResult, verify};

/// Pages in one step: 4 MiB.
const STEP_PAGES: i32 = 1_024;
/// The pause after each, so that the disk belongs to the portal half of the time.
const PAUSE: Duration = Duration::from_millis(5);
/// Documents that are verified at a time.
const BATCH_DOCUMENTS: u32 = 200;

/// Copies the database at `from` as it is at this moment into a new file at `to`, while others may
/// write. Neither is brought up to date. `progress` is told pages done and pages in all.
pub fn back_up(
    from: &Path,
    to: &Path,
    mut progress: impl FnMut(u64, u64),
) -> StoreResult<BackedUp> {
    let source = connection::for_reading(from)?;
    source.execute_batch("BEGIN")?;
    // The first read takes the snapshot.
    let (schema_version, _) = schema::look(&source)?;
    let holding = held(&source)?;
    connection::create_file(to)?;
    let mut target = Connection::open(to)?;
    {
        let copy = Backup::new(&source, &mut target)?;
        loop {
            let step = copy.step(STEP_PAGES)?;
            let at = copy.progress();
            let pages = |count: i32| u64::try_from(count).unwrap_or(0);
            progress(pages(at.pagecount - at.remaining), pages(at.pagecount));
            match step {
                StepResult::Done => break,
                StepResult::More | StepResult::Busy | StepResult::Locked => {
                    std::thread::sleep(PAUSE);
                }
                _ => return Err(StoreError::Unavailable("copying pages".into())),
            }
        }
    }
    source.execute_batch("COMMIT")?;
    target
        .close()
        .map_err(|(_, fault)| StoreError::from(fault))?;
    Ok(BackedUp {
        schema_version,
        holding,
    })
}

/// What a file is, as far as it can be told without changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Its schema's version.
    pub schema_version: i32,
    /// The version that this program brings it to when it opens it.
    pub program_version: i32,
}

/// Looks at a file and changes nothing.
pub fn inspect(path: &Path) -> StoreResult<Inspection> {
    let (schema_version, program_version) = schema::look(&connection::for_reading(path)?)?;
    Ok(Inspection {
        schema_version,
        program_version,
    })
}

/// Checks a file that nobody serves from: pages, references, promises, and of every document the
/// IRN and both signatures. Brings it up to date first. `progress` is told how many documents have
/// been verified.
pub async fn verify(
    path: &Path,
    keys: &KeyRing,
    mut progress: impl FnMut(u64) + Send,
) -> StoreResult<Holding> {
    // Whose it is was for whoever made the backup to say.
    adopt(path)?;
    let store = SqliteStore::open(path, InstallationKind::Portal)?;
    store.integrity_check().await?;
    let keys = Arc::new(keys.clone());
    let (mut last, mut verified) = (0, 0);
    loop {
        let page =
            move |connection: &Connection| invoice_row::after(connection, last, BATCH_DOCUMENTS);
        let rows = store.readers.read(page).await?;
        let Some(row) = rows.last() else {
            break;
        };
        last = acknowledgements::number(row.ack_number())?;
        verified += u64::try_from(rows.len()).unwrap_or(0);
        verify::all(rows, &keys).await?;
        progress(verified);
    }
    let holding = store.readers.read(held).await?;
    store.close();
    Ok(holding)
}

/// What a file holds, in the transaction that is open.
pub(super) fn held(connection: &Connection) -> StoreResult<Holding> {
    let mut holding = Holding {
        latest_acked_at: acknowledgements::latest(connection)?.map(|Millis(at)| at),
        ..Holding::default()
    };
    for table in COUNTED {
        let sql = format!("SELECT count(*) FROM {table}");
        let count = connection.query_row(&sql, [], |row| row.get(0))?;
        holding.rows.insert(table.to_owned(), count);
    }
    let mut statement = connection
        .prepare("SELECT irp, node, year, next_ack_no FROM ack_series ORDER BY irp, node, year")?;
    let series = statement.query_map([], |row| {
        Ok(AckSeriesEnd {
            irp: row.get(0)?,
            node: row.get(1)?,
            year: row.get(2)?,
            next: row.get(3)?,
            highest: None,
        })
    })?;
    for one in series {
        let mut one = one?;
        let range = [
            acknowledgements::number(one.series().first())?,
            acknowledgements::number(one.series().end())?,
        ];
        let sql = "SELECT max(ack_no) FROM invoices WHERE ack_no >= ?1 AND ack_no < ?2";
        one.highest = connection.query_row(sql, range, |row| row.get(0))?;
        holding.acknowledgements.push(one);
    }
    let mut statement = connection
        .prepare("SELECT irp, node, next_number FROM eway_bill_series ORDER BY irp, node")?;
    let series = statement.query_map([], |row| {
        Ok(BillSeriesEnd {
            irp: row.get(0)?,
            node: row.get(1)?,
            next: row.get(2)?,
            highest: None,
        })
    })?;
    for one in series {
        let mut one = one?;
        let range = [
            bill_numbers::column(one.series().first())?,
            bill_numbers::column(one.series().end())?,
        ];
        let sql = "SELECT max(number) FROM eway_bills WHERE number >= ?1 AND number < ?2";
        one.highest = connection.query_row(sql, range, |row| row.get(0))?;
        holding.eway_bills.push(one);
    }
    Ok(holding)
}
