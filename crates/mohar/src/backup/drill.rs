//! `mohar backup verify`: proves that a backup can be restored, by restoring it.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use indicatif::{HumanCount, HumanDuration};
use seal::{KeyRing, key_store};
use service::Clock;
use store::backup::Holding;
use store::postgres::{self, Settings};
use store::sqlite;

use super::manifest::{Engine, Manifest};
use super::programs::Programs;
use super::{POSTGRES_FOLDER, SQLITE_FILE, VerifyArguments, bar};
use crate::Failure;
use crate::audit::AuditSlot;
use crate::config::{self, Config, Database};
use crate::installation;
use crate::terminal::{plain, say};

/// The backup is not what it says.
const DIFFERS: u8 = 1;

/// Runs the drill.
pub(super) fn run(arguments: &VerifyArguments, audit: &AuditSlot) -> Result<ExitCode, Failure> {
    let begun = Clock::system().now();
    let manifest = Manifest::read(&arguments.folder)?;
    let config = arguments.config.as_deref().map(config::required);
    let config = config.transpose()?;
    say(&format!(
        "backup of {}, {} documents",
        manifest.taken_at,
        HumanCount(manifest.documents())
    ))?;
    let mut wrong = manifest.wrong_files(&arguments.folder)?;
    if wrong.is_empty() {
        say("files: all as they were written")?;
        let keys = key_store::load(&arguments.keys)?.signing.ring();
        match restored(arguments, config.as_ref(), &manifest, &keys) {
            Ok(found) => wrong = manifest.differences(&found),
            Err(failure) => wrong.push(failure.to_string()),
        }
    }
    let took = Clock::system().now().duration_since(begun).unsigned_abs();
    let (good, documents) = (wrong.is_empty(), manifest.documents());
    if good {
        say(&format!(
            "documents: {}, every IRN recomputed and both signatures of each verified",
            HumanCount(documents)
        ))?;
        say("counts and numbers: as when it was made")?;
    }
    for one in &wrong {
        say(&plain(&format!("WRONG: {one}")))?;
    }
    say(&format!("took {}", HumanDuration(took)))?;
    if let Some(config) = &config {
        super::noted(config, audit, || {
            let (taken_at, seconds) = (manifest.taken_at, took.as_secs());
            tracing::info!(
                target: "audit", %taken_at, documents, seconds, good, "backup verified"
            );
        })?;
    }
    Ok(ExitCode::from(if good { 0 } else { DIFFERS }))
}

/// Restores into a place that is thrown away, and checks what is there then.
fn restored(
    arguments: &VerifyArguments,
    config: Option<&Config>,
    manifest: &Manifest,
    keys: &KeyRing,
) -> Result<Holding, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match manifest.engine {
        Engine::Sqlite => {
            let scratch = match &arguments.scratch {
                Some(folder) => tempfile::tempdir_in(folder)?,
                None => tempfile::tempdir()?,
            };
            let file = scratch.path().join(SQLITE_FILE);
            fs::copy(arguments.folder.join(SQLITE_FILE), &file)?;
            runtime.block_on(sqlite_checked(&file, manifest, keys))
        }
        Engine::Postgres => {
            let Some(Database::Postgres(server)) = config.map(|config| &config.database) else {
                return Err(Failure(
                    "a PostgreSQL backup is tried out on a server: name settings with one by \
                     --config"
                        .to_owned(),
                ));
            };
            let settings = installation::postgres_settings(server)?;
            runtime.block_on(on_a_server(arguments, &settings, manifest, keys))
        }
    }
}

async fn on_a_server(
    arguments: &VerifyArguments,
    settings: &Settings,
    manifest: &Manifest,
    keys: &KeyRing,
) -> Result<Holding, Failure> {
    let name = format!("mohar_drill_{}", Clock::system().now().as_millisecond());
    postgres::create_database(settings, &name).await?;
    say(&format!(
        "trial on the database {name}, which is dropped afterwards"
    ))?;
    let scratch = Settings {
        database: Some(name.clone()),
        ..settings.clone()
    };
    let checked = async {
        let programs = Programs::new(arguments.pg_bin.as_deref(), &scratch)?;
        programs.restore(&arguments.folder.join(POSTGRES_FOLDER))?;
        postgres_checked(&scratch, manifest, keys).await
    };
    let checked = checked.await;
    postgres::drop_database(settings, &name).await?;
    checked
}

/// Checks a restored file, with a bar.
pub(super) async fn sqlite_checked(
    file: &Path,
    manifest: &Manifest,
    keys: &KeyRing,
) -> Result<Holding, Failure> {
    let bar = documents_bar(manifest);
    let found = sqlite::verify(file, keys, |verified| bar.set_position(verified)).await;
    bar.finish_and_clear();
    Ok(found?)
}

/// Checks a restored database, with a bar.
pub(super) async fn postgres_checked(
    settings: &Settings,
    manifest: &Manifest,
    keys: &KeyRing,
) -> Result<Holding, Failure> {
    let bar = documents_bar(manifest);
    let found = postgres::verify(settings, keys, |verified| bar.set_position(verified)).await;
    bar.finish_and_clear();
    Ok(found?)
}

fn documents_bar(manifest: &Manifest) -> indicatif::ProgressBar {
    let bar = bar("{bar:40} {human_pos} of {human_len} documents, {eta} left");
    bar.set_length(manifest.documents());
    bar
}
