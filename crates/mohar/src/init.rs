//! `mohar init` and `mohar migrate`: what has to be there before a portal can start.

use std::path::Path;
use std::sync::Arc;

use seal::{Randomness, key_store};
use service::Clock;
use store::InstallationKind;
use store::postgres::{self, Migrated};
use store::sqlite::{self, SqliteStore};

use crate::Failure;
use crate::audit::AuditSlot;
use crate::chain;
use crate::cli::MigrateArguments;
use crate::config::{self, Config, Database};
use crate::installation;
use crate::terminal::say;

/// Makes keys and an empty database where there are none. What is there stays as it is.
pub(crate) fn run(file: &Path) -> Result<(), Failure> {
    let config = config::required(file)?;
    installation::refuse_sandbox(&config)?;
    let folder = &config.keys_folder;
    let there = folder.exists();
    let (issuer, now) = (&config.settings.issuer, Clock::system().now());
    key_store::load_or_create(folder, issuer, now, &Randomness::system())?;
    installation::keys(&config)?;
    let done = if there { "are there" } else { "were made" };
    say(&format!("keys {done}: {}", folder.display()))?;
    database(&config)?;
    say("Back up the keys now: without them nothing that is stored can be read or proved.")?;
    Ok(())
}

/// Brings the database's schema up to date.
pub(crate) fn migrate(arguments: &MigrateArguments, audit: &AuditSlot) -> Result<(), Failure> {
    let config = config::required(&arguments.config)?;
    installation::refuse_sandbox(&config)?;
    match &config.database {
        Database::Sqlite(file) if !file.exists() => Err(Failure(format!(
            "there is no database at {}; `mohar init` makes an empty one",
            file.display()
        ))),
        _ if arguments.adopt => adopt(&config, audit),
        _ => database(&config),
    }
}

/// Takes the database for this portal's, on its operator's word, and writes that down.
fn adopt(config: &Config, audit: &AuditSlot) -> Result<(), Failure> {
    let keys = Arc::new(installation::keys(config)?);
    let runtime = runtime()?;
    match &config.database {
        Database::Sqlite(file) => {
            sqlite::adopt(file)?;
            say(&format!("database is up to date: {}", file.display()))?;
        }
        Database::Postgres(postgres) => {
            let settings = installation::postgres_settings(postgres)?;
            told(runtime.block_on(postgres::adopt(&settings))?)?;
        }
    }
    let note = chain::note(audit, &config.audit.folder, keys, || {
        tracing::warn!(target: "audit", "database adopted");
    });
    runtime.block_on(note)
}

/// Makes or completes the database.
fn database(config: &Config) -> Result<(), Failure> {
    match &config.database {
        Database::Sqlite(file) => {
            let done = if file.exists() {
                "is up to date"
            } else {
                "was made"
            };
            SqliteStore::open_or_create(file, InstallationKind::Portal)?.close();
            say(&format!("database {done}: {}", file.display()))?;
            Ok(())
        }
        Database::Postgres(postgres) => {
            let settings = installation::postgres_settings(postgres)?;
            let done = postgres::migrate(&settings, InstallationKind::Portal);
            told(runtime()?.block_on(done)?)
        }
    }
}

fn told(Migrated { from, to }: Migrated) -> Result<(), Failure> {
    say(&format!("database: schema version {from} before, {to} now"))?;
    Ok(())
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}
