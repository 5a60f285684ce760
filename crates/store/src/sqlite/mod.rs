//! The embedded engine: one SQLite file.
//!
//! One thread writes. It takes whatever has queued, commits it as one transaction and only then
//! answers, so that the cost of forcing the disk is shared by all who wait for it
//! (`writer.rs`). Reads have connections of their own and never wait for the writer
//! (`readers.rs`). Several processes may open one file; SQLite's lock makes their writers take
//! turns, and every judgement is made inside the write transaction.
//!
//! docs/STORAGE.md tells what each verb promises and how the promise is kept.

mod account_care;
mod accounts;
mod acknowledgements;
mod allowances;
mod api_access;
mod authenticators;
mod backup;
mod bill_numbers;
mod cancellations;
mod columns;
mod connection;
mod eway_bills;
mod feedback;
mod importer;
mod integrity;
mod invoice_row;
mod invoices;
mod listing;
mod master_imports;
mod messages;
mod proofs;
mod readers;
mod restored;
mod retention;
mod schema;
mod sealed;
mod sessions;
mod taxpayers;
mod writer;

use std::path::Path;

pub use backup::{Inspection, back_up, inspect, verify};
pub use restored::finish_restore;

use importer::Importer;
use readers::Readers;
use writer::Writer;

use crate::write_figures::{GroupCommit, WriteFigures};
use crate::{InstallationKind, StoreError, StoreResult};

/// The SQLite engine. Dropping it finishes what has queued and then closes the file.
#[derive(Debug)]
pub struct SqliteStore {
    // Dropped in this order: the last connection to close copies the log into the file, and only
    // the writer's may.
    readers: Readers,
    importer: Importer,
    writer: Writer,
}

impl SqliteStore {
    /// Opens a database that exists. A missing file is an error: a mistyped path must not look
    /// like an empty register. So is one of the other kind, before anything in it is changed; one
    /// that belongs to nobody yet is marked.
    pub fn open(path: &Path, kind: InstallationKind) -> StoreResult<Self> {
        if !path.exists() {
            return Err(StoreError::Unavailable(format!(
                "there is no database at {}",
                path.display()
            )));
        }
        let writer = connection::for_writing(path)?;
        schema::require(&writer, kind)?;
        Self::start(path, writer)
    }

    /// Opens a database, and makes an empty one first if there is none.
    pub fn open_or_create(path: &Path, kind: InstallationKind) -> StoreResult<Self> {
        connection::create_file(path)?;
        // A crash here leaves an empty file, which the next start fills as if it were new.
        let writer = connection::for_writing(path)?;
        schema::create_or_require(&writer, kind)?;
        // A crash from here on leaves a complete, empty database.
        Self::start(path, writer)
    }

    fn start(path: &Path, writer: rusqlite::Connection) -> StoreResult<Self> {
        Ok(Self {
            readers: Readers::open(path)?,
            importer: Importer::new(path),
            writer: Writer::start(writer, writer::Limits::default())?,
        })
    }

    /// Finishes what has queued, answers it and closes the file. Dropping does the same; this
    /// says it aloud.
    pub fn close(self) {
        drop(self);
    }

    /// Reads the whole file and checks that its pages, indexes, references and counters agree.
    /// An `Err` lists what does not.
    pub async fn integrity_check(&self) -> StoreResult<()> {
        self.readers.read(integrity::check).await
    }
}

impl GroupCommit for SqliteStore {
    fn write_figures(&self) -> WriteFigures {
        self.writer.figures()
    }
}

/// Takes a file for a portal whose operator has said that it is its own, and brings it up to date.
/// One that is a sandbox's for certain is refused all the same, as is one that is marked as such.
pub fn adopt(path: &Path) -> StoreResult<()> {
    if !path.exists() {
        return Err(StoreError::Unavailable(format!(
            "there is no database at {}",
            path.display()
        )));
    }
    schema::adopt(&connection::for_writing(path)?)
}

/// A connection that reads everything of a portal's database, after bringing it up to date.
pub(crate) fn open_to_copy(path: &Path) -> StoreResult<rusqlite::Connection> {
    SqliteStore::open(path, InstallationKind::Portal)?.close();
    connection::for_reading(path)
}
