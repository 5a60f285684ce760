//! `mohar backup` and `mohar restore`: a copy of the database that is known to be good, and the way
//! back.
//!
//! A backup is a folder: the database, and a manifest that is written last and says what is in it.
//! Keys are not in it: sealed data and its key in one place would be data.

mod drill;
mod files;
mod gap;
mod manifest;
mod programs;
mod restore;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use seal::KeyFolder;
use service::Clock;
use store::backup::BackedUp;
use store::postgres::Snapshot;
use store::sqlite;

use crate::Failure;
use crate::audit::AuditSlot;
use crate::chain;
use crate::config::{self, Config, Database};
use crate::installation;
use crate::terminal::say;
use manifest::{Engine, Manifest};
use programs::Programs;

pub(crate) use gap::{CompareArguments, compare};
pub(crate) use restore::{RestoreArguments, run as restore};

/// The SQLite file in a backup.
const SQLITE_FILE: &str = "mohar.db";
/// The folder of `pg_dump` in a backup.
const POSTGRES_FOLDER: &str = "database";

/// `mohar backup`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct BackupArguments {
    /// The file of settings.
    #[arg(long, value_name = "FILE", required = true)]
    config: Option<PathBuf>,

    /// The folder for the backup, which is made, or is empty.
    #[arg(long, value_name = "DIR", required = true)]
    to: Option<PathBuf>,

    /// Where pg_dump and pg_restore are; those on the PATH if nothing is said.
    #[arg(long, value_name = "DIR")]
    pg_bin: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<BackupCommand>,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Prove that a backup can be restored: restore it into a place that is thrown away, recompute
    /// every IRN, verify every signature, and compare with what the backup says of itself.
    Verify(VerifyArguments),
}

/// `mohar backup verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The backup.
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// The folder of the installation's keys, by which every document is verified.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,

    /// For a PostgreSQL backup: settings of a server that a database for the trial is made on and
    /// dropped from. Its role needs the right CREATEDB.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Where a SQLite backup is restored for the trial; needs as much room as the database.
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,

    /// Where pg_restore is; that on the PATH if nothing is said.
    #[arg(long, value_name = "DIR")]
    pg_bin: Option<PathBuf>,
}

/// Runs `mohar backup`.
pub(crate) fn run(arguments: &BackupArguments, audit: &AuditSlot) -> Result<ExitCode, Failure> {
    if let Some(BackupCommand::Verify(arguments)) = &arguments.command {
        return drill::run(arguments, audit);
    }
    let (Some(config), Some(to)) = (&arguments.config, &arguments.to) else {
        return Err(Failure("give --config and --to".to_owned()));
    };
    let config = config::required(config)?;
    installation::refuse_sandbox(&config)?;
    let (documents, bytes) = made(&config, to, arguments.pg_bin.as_deref())?;
    noted(&config, audit, || {
        tracing::info!(target: "audit", documents, bytes, "backup made");
    })?;
    say(&format!(
        "{} documents, {} in {}\nProve it: mohar backup verify {} --keys DIR",
        HumanCount(documents),
        HumanBytes(bytes),
        to.display(),
        to.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes something down in the operator's chain.
fn noted(config: &Config, audit: &AuditSlot, events: impl FnOnce()) -> Result<(), Failure> {
    let keys = Arc::new(KeyFolder::new(&config.keys_folder).load()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(chain::note(audit, &config.audit.folder, keys, events))
}

/// Makes a backup, and tells its documents and bytes.
fn made(config: &Config, to: &Path, pg_bin: Option<&Path>) -> Result<(u64, u64), Failure> {
    files::make_folder(to)?;
    let taken_at = Clock::system().now();
    let (engine, backed_up) = match &config.database {
        Database::Sqlite(file) => {
            if !file.exists() {
                let file = file.display();
                return Err(Failure(format!("there is no database at {file}")));
            }
            (Engine::Sqlite, sqlite_copy(file, &to.join(SQLITE_FILE))?)
        }
        Database::Postgres(postgres) => {
            let settings = installation::postgres_settings(postgres)?;
            let programs = Programs::new(pg_bin, &settings)?;
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()?;
            let dumped = runtime.block_on(async {
                let snapshot = Snapshot::take(&settings).await?;
                programs.dump(&to.join(POSTGRES_FOLDER), snapshot.name())?;
                Ok::<_, Failure>(snapshot.end().await?)
            })?;
            (Engine::Postgres, dumped)
        }
    };
    let files = files::settled(to)?;
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let manifest = Manifest::new(engine, taken_at, backed_up, files);
    manifest.write(to)?;
    Ok((manifest.documents(), bytes))
}

fn sqlite_copy(from: &Path, to: &Path) -> Result<BackedUp, Failure> {
    let bar = bar("{bar:40} {human_pos} of {human_len} pages, {eta} left");
    let done = sqlite::back_up(from, to, |pages, all| {
        bar.set_length(all);
        bar.set_position(pages);
    });
    bar.finish_and_clear();
    Ok(done?)
}

/// Shown on a terminal only.
fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template(template);
    bar.set_style(style.expect("the template is right"));
    bar
}
