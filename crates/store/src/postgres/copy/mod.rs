//! Moving an embedded installation up: everything from a SQLite file into an empty PostgreSQL
//! database.
//!
//! Rows go in batches, each its own transaction. Every document is read back from PostgreSQL in
//! the transaction that brought it, its IRN is computed anew and both of its tokens are rebuilt
//! and verified; so a document that is there is one that was found right. A copy that ended early
//! is started again with the same call: documents that are there stay, the rest is brought anew,
//! since it may have changed. Until it has ended well, the database is refused by whoever would
//! serve from it.

mod source;
mod tables;
mod target;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::Value;
use seal::KeyRing;

use super::columns::corrupt;
use super::connections::{Connections, Session};
use super::settings::Settings;
use super::{integrity, schema};
use crate::{InstallationKind, StoreResult, verify};

use source::Source;
use tables::{DOCUMENTS, TABLES, Table};

/// Documents in one transaction.
const BATCH_DOCUMENTS: u32 = 200;
/// Rows of other tables in one transaction.
const BATCH_ROWS: u32 = 2_000;
/// How long a statement of a copy may take: an index of a large table is read whole by some.
const STATEMENT_DURATION_MAX: Duration = Duration::from_secs(12 * 3_600);

/// How far a copy has come, told after every batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The table that the batch belongs to.
    pub table: &'static str,
    /// Rows of all tables that are there and committed.
    pub rows_done: u64,
    /// Rows of all tables that there will be.
    pub rows_total: u64,
}

/// What a copy brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Documents in the register, each verified.
    pub documents: u64,
    /// Of those, documents that an earlier call had brought.
    pub documents_before: u64,
    /// Rows of all tables.
    pub rows: u64,
}

/// Copies everything from the embedded database at `from`, which nobody may write to meanwhile,
/// into the database at `to`, which is empty or holds an earlier part of the same copy. `keys`
/// are all keys that ever signed.
///
/// `Corrupt` when a database is a sandbox's, when a document does not verify, when the target holds something else, or when the
/// source was used meanwhile; the text says which.
pub async fn copy(
    from: &Path,
    to: &Settings,
    keys: &KeyRing,
    mut progress: impl FnMut(Progress) + Send,
) -> StoreResult<Copied> {
    // First of all: a sandbox's database is refused before the other one is touched.
    let mut source = Source::open(from).await?;
    schema::migrate(to, InstallationKind::Portal).await?;
    let [connections] = Connections::new(
        &Settings {
            statement_duration_max: STATEMENT_DURATION_MAX,
            ..to.clone()
        },
        [2],
    )?;
    let session = connections.session().await?;
    target::begin(&session, &source.identity().await?).await?;
    let start = target::latest_document(&session).await?;
    let documents_before = target::count(&session, DOCUMENTS).await?;

    let mut rows_total = 0;
    for table in TABLES {
        rows_total += source.count(table).await?;
    }
    let keys = Arc::new(keys.clone());
    let mut rows_done = documents_before;
    for table in TABLES {
        let mut after = (table.name == DOCUMENTS)
            .then_some(start)
            .flatten()
            .map(Value::Integer);
        loop {
            let limit = if table.name == DOCUMENTS {
                BATCH_DOCUMENTS
            } else {
                BATCH_ROWS
            };
            let batch = source.batch(table, after.take(), limit).await?;
            if batch.rows == 0 {
                break;
            }
            bring(&session, table, &batch, &keys).await?;
            rows_done += batch.rows;
            progress(Progress {
                table: table.name,
                rows_done,
                rows_total,
            });
            after = batch.last;
        }
    }
    let documents = end(&session, &connections, &mut source).await?;
    Ok(Copied {
        documents,
        documents_before,
        rows: rows_total,
    })
}

/// One batch, one transaction.
async fn bring(
    session: &Session,
    table: &'static Table,
    batch: &source::Batch,
    keys: &Arc<KeyRing>,
) -> StoreResult<()> {
    session.begin().await?;
    target::insert(session, table, batch).await?;
    if table.name == DOCUMENTS {
        let rows = target::read_back(session, batch).await?;
        if rows.len() as u64 != batch.rows {
            return Err(corrupt("documents that were written cannot be read back"));
        }
        verify::all(rows, keys).await?;
    }
    // A crash before this line leaves nothing of the batch, one after it the whole batch.
    session.commit().await?;
    Ok(())
}

/// Compares what is there with what should be, and lets the database be used.
async fn end(
    session: &Session,
    connections: &Connections,
    source: &mut Source,
) -> StoreResult<u64> {
    let mut documents = 0;
    for table in TABLES {
        let (there, should) = (
            target::count(session, table.name).await?,
            source.count(table).await?,
        );
        if there != should {
            return Err(corrupt(format!(
                "{} has {there} rows in PostgreSQL and {should} in the embedded database, which \
                 was used between two parts of the copy: start over with an empty database",
                table.name
            )));
        }
        if table.name == DOCUMENTS {
            documents = there;
        }
    }
    for table in TABLES.iter().filter(|table| table.has_identity) {
        target::continue_numbers(session, table, source.latest_id(table).await?).await?;
    }
    source.require_unchanged().await?;
    integrity::check(connections).await?;
    target::end(session).await?;
    Ok(documents)
}
