//! The engine for more than one machine: PostgreSQL.
//!
//! Any number of processes share one database, and nothing that decides is kept in a process.
//! Registrations queue up and go out as statements of many rows (`registrar.rs`); every other
//! verb is a statement, or a transaction, on a connection of its own (`connections.rs`). Judges
//! are unique indexes, counted updates and locked rows, never what was read a moment before.
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
#[cfg(test)]
mod bounds_tests;
mod cancellations;
mod columns;
mod connections;
pub mod copy;
mod eway_bills;
mod faults;
mod feedback;
mod integrity;
mod invoice_columns;
mod invoice_row;
mod invoices;
mod listing;
mod locks;
mod master_imports;
mod messages;
mod programs;
mod proofs;
mod registering;
mod registrar;
mod restored;
mod retention;
mod schema;
mod sealed;
mod sessions;
mod settings;
mod taxpayers;

pub use backup::{Snapshot, create_database, drop_database, verify};
pub use restored::{begin_restore, end_restore, finish_restore};
pub use schema::{Migrated, adopt, migrate};
pub use settings::{CONNECTIONS_MAX_DEFAULT, STATEMENT_DURATION_MAX_DEFAULT, Settings};

use connections::Connections;
use registrar::Registrar;

use crate::write_figures::{GroupCommit, WriteFigures};
use crate::{InstallationKind, StoreResult};

/// The PostgreSQL engine. [`close`](Self::close) it to be sure that everything queued is written.
#[derive(Debug)]
pub struct PostgresStore {
    connections: Connections,
    registrar: Registrar,
}

impl PostgresStore {
    /// Opens a database that [`migrate`] has filled. Refuses one whose schema this program does
    /// not know, one of the other kind, and a server that would lose what it has confirmed. A
    /// database that belongs to nobody yet is marked.
    pub async fn open(settings: &Settings, kind: InstallationKind) -> StoreResult<Self> {
        // One connection more, so that registrations never wait behind readers.
        let counts = [settings.connections_max, 1];
        let [connections, registering] = Connections::new(settings, counts)?;
        schema::require(&connections, kind).await?;
        Ok(Self {
            connections,
            registrar: Registrar::start(registering, registrar::Limits::default()),
        })
    }

    /// Finishes what has queued, answers it and ends the connections.
    pub async fn close(self) {
        self.registrar.close().await;
        self.connections.close();
    }

    /// Checks the promises that no constraint of the schema can state. Reads the whole register.
    /// An `Err` lists what does not hold. (Pages and indexes are `pg_amcheck`'s business.)
    pub async fn integrity_check(&self) -> StoreResult<()> {
        integrity::check(&self.connections).await
    }
}

impl GroupCommit for PostgresStore {
    fn write_figures(&self) -> WriteFigures {
        self.registrar.figures()
    }
}
