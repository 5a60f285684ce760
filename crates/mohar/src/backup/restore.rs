//! `mohar restore`: the way back from a backup, and what follows on a database that was restored by
//! other means.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use indicatif::HumanCount;
use jiff::SignedDuration;
use seal::{DataKeys, KeyRing};
use service::{Clock, restored};
use store::backup::{Finished, Restoring};
use store::messages::NewMessage;
use store::postgres::{self, Settings};
use store::sqlite;

use super::drill::{postgres_checked, sqlite_checked};
use super::manifest::{Engine, Manifest};
use super::programs::Programs;
use super::{POSTGRES_FOLDER, SQLITE_FILE, files, noted};
use crate::Failure;
use crate::audit::AuditSlot;
use crate::config::{self, Config, Database};
use crate::installation;
use crate::terminal::{plain, say};

/// `mohar restore`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct RestoreArguments {
    /// The file of settings. Its database is an empty one of PostgreSQL, or a SQLite file that is
    /// not there; its keys are those of the installation.
    #[arg(long, value_name = "FILE", required = true)]
    config: Option<PathBuf>,

    /// The backup.
    #[arg(long, value_name = "DIR", required = true)]
    from: Option<PathBuf>,

    /// Where pg_restore is; that on the PATH if nothing is said.
    #[arg(long, value_name = "DIR")]
    pg_bin: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<RestoreCommand>,
}

#[derive(Debug, Subcommand)]
enum RestoreCommand {
    /// Make a database fit for use that was restored by other means, to a point in time or from a
    /// snapshot of its disk: skip numbers that may have been given out, end what was under way.
    Finish(FinishArguments),
}

#[derive(Debug, Args)]
struct FinishArguments {
    /// The file of settings. No portal may be running on its database.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// Runs `mohar restore`.
pub(crate) fn run(arguments: &RestoreArguments, audit: &AuditSlot) -> Result<(), Failure> {
    if let Some(RestoreCommand::Finish(arguments)) = &arguments.command {
        let config = prepared(&arguments.config)?;
        let finished = finish(&config)?;
        noted(&config, audit, || write_down(&finished))?;
        return told(&finished);
    }
    let (Some(config), Some(from)) = (&arguments.config, &arguments.from) else {
        return Err(Failure("give --config and --from".to_owned()));
    };
    let config = prepared(config)?;
    let (manifest, finished) = restore(&config, from, arguments.pg_bin.as_deref())?;
    let (taken_at, documents) = (manifest.taken_at, manifest.documents());
    noted(&config, audit, || {
        tracing::info!(target: "audit", %taken_at, documents, "database restored");
        write_down(&finished);
    })?;
    say(&format!(
        "{} documents of {taken_at} are restored and verified",
        HumanCount(documents)
    ))?;
    told(&finished)
}

fn prepared(file: &Path) -> Result<Config, Failure> {
    let config = config::required(file)?;
    installation::refuse_sandbox(&config)?;
    Ok(config)
}

fn restore(
    config: &Config,
    from: &Path,
    pg_bin: Option<&Path>,
) -> Result<(Manifest, Finished), Failure> {
    let manifest = Manifest::read(from)?;
    let wrong = manifest.wrong_files(from)?;
    refuse(&wrong)?;
    let keys = installation::keys(config)?;
    let keys = (keys.signing.ring(), keys.data);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let finished = match (&config.database, manifest.engine) {
        (Database::Sqlite(file), Engine::Sqlite) => runtime.block_on(async {
            let unfinished = beside(file, ".restoring");
            for one in [file.clone(), beside(file, "-wal"), beside(file, "-shm")] {
                if one.exists() {
                    return Err(Failure(format!(
                        "{} is there already; move it aside first",
                        one.display()
                    )));
                }
            }
            // What an earlier attempt left.
            for end in ["", "-wal", "-shm"] {
                remove(&beside(&unfinished, end))?;
            }
            fs::copy(from.join(SQLITE_FILE), &unfinished)?;
            sqlite_restored(config, &manifest, &keys, (&unfinished, file)).await
        })?,
        (Database::Postgres(server), Engine::Postgres) => {
            let settings = installation::postgres_settings(server)?;
            let programs = Programs::new(pg_bin, &settings)?;
            runtime.block_on(async {
                postgres::begin_restore(&settings).await?;
                programs.restore(&from.join(POSTGRES_FOLDER))?;
                postgres_restored(config, &manifest, &keys, &settings).await
            })?
        }
        _ => {
            return Err(Failure(
                "the backup is of the other kind of database than the settings name; restore it \
                 into its own kind, and move it with `mohar copy`"
                    .to_owned(),
            ));
        }
    };
    Ok((manifest, finished))
}

async fn sqlite_restored(
    config: &Config,
    manifest: &Manifest,
    (ring, data): &(KeyRing, DataKeys),
    (unfinished, file): (&Path, &Path),
) -> Result<Finished, Failure> {
    let found = sqlite_checked(unfinished, manifest, ring).await?;
    refuse(&manifest.differences(&found))?;
    let restoring = restoring(config);
    let keeps = |message: &NewMessage| keeps(config, data, restoring, message);
    let finished = sqlite::finish_restore(unfinished, restoring, &keeps)?;
    // A link fails where a rename would replace what somebody made meanwhile.
    fs::hard_link(unfinished, file)
        .map_err(|error| Failure(format!("{}: {error}", file.display())))?;
    for end in ["", "-wal", "-shm"] {
        remove(&beside(unfinished, end))?;
    }
    if let Some(folder) = file.parent().filter(|folder| folder.exists()) {
        files::sync_folder(folder)?;
    }
    Ok(finished)
}

async fn postgres_restored(
    config: &Config,
    manifest: &Manifest,
    (ring, data): &(KeyRing, DataKeys),
    settings: &Settings,
) -> Result<Finished, Failure> {
    let found = postgres_checked(settings, manifest, ring).await?;
    refuse(&manifest.differences(&found))?;
    let restoring = restoring(config);
    let keeps = |message: &NewMessage| keeps(config, data, restoring, message);
    let finished = postgres::finish_restore(settings, restoring, &keeps).await?;
    // A crash before this line leaves the mark, and no portal starts on the database.
    postgres::end_restore(settings).await?;
    Ok(finished)
}

/// Does what follows a restoration alone.
fn finish(config: &Config) -> Result<Finished, Failure> {
    let data = installation::keys(config)?.data;
    let restoring = restoring(config);
    let keeps = |message: &NewMessage| keeps(config, &data, restoring, message);
    match &config.database {
        Database::Sqlite(file) => {
            if !file.exists() {
                let file = file.display();
                return Err(Failure(format!("there is no database at {file}")));
            }
            Ok(sqlite::finish_restore(file, restoring, &keeps)?)
        }
        Database::Postgres(server) => {
            let settings = installation::postgres_settings(server)?;
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            let finished = postgres::finish_restore(&settings, restoring, &keeps);
            Ok(runtime.block_on(finished)?)
        }
    }
}

fn restoring(config: &Config) -> Restoring {
    let ack = &config.settings.ack;
    Restoring {
        irp: ack.irp_digit,
        node: ack.node_digit,
        at: Clock::system().now(),
    }
}

/// Whether a message that waited is sent after all. It would be given up after `messages.give_up_s`
/// if there had been no loss, too.
fn keeps(config: &Config, data: &DataKeys, restoring: Restoring, message: &NewMessage) -> bool {
    let age_max = SignedDuration::from_secs(config.messages.delivery.give_up_s.into());
    let oldest = restoring.at.checked_sub(age_max);
    restored::is_sent_after_all(data, message, oldest.unwrap_or(restoring.at))
}

/// Writes down what was done to the database.
fn write_down(finished: &Finished) {
    for series in &finished.acknowledgements {
        let next = series.next;
        tracing::info!(target: "audit", next, "acknowledgement numbers skipped");
    }
    for series in &finished.eway_bills {
        let next = series.next;
        tracing::info!(target: "audit", next, "e-way bill numbers skipped");
    }
    let Finished {
        messages_given_up,
        messages_kept,
        sessions,
        api_tokens,
        proofs,
        ..
    } = finished;
    tracing::info!(
        target: "audit",
        messages_given_up, messages_kept, sessions, api_tokens, proofs,
        "ended after a restoration"
    );
}

/// Tells what was done to the database.
fn told(finished: &Finished) -> Result<(), Failure> {
    for series in &finished.acknowledgements {
        let next = series.next;
        say(&format!(
            "acknowledgement numbers of {} go on at {next}",
            series.year
        ))?;
    }
    for series in &finished.eway_bills {
        let next = series.next;
        say(&format!("e-way bill numbers go on at {next}"))?;
    }
    let Finished {
        messages_given_up,
        messages_kept,
        sessions,
        api_tokens,
        proofs,
        ..
    } = finished;
    say(&format!(
        "ended: {sessions} sessions, {api_tokens} API tokens, {proofs} proofs under way; \
         {messages_given_up} waiting messages are not sent, {messages_kept} are"
    ))?;
    say("Before portals start: docs/INCIDENTS.md, \"The database is lost\".")?;
    Ok(())
}

fn refuse(wrong: &[String]) -> Result<(), Failure> {
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure(plain(&format!(
        "the backup is not what it says, and is not served from:\n  {}",
        wrong.join("\n  ")
    ))))
}

/// A file's name with an end of its own.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file.as_os_str());
    name.push(end);
    name.into()
}

fn remove(file: &Path) -> Result<(), Failure> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure(format!("{}: {error}", file.display())))
        }
        _ => Ok(()),
    }
}
