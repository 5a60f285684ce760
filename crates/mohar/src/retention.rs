//! Deleting what is past its time: `mohar retain`, and now and then in `mohar serve`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use indicatif::HumanCount;
use seal::KeyFolder;
use seal::audit::{self, ExpiredFile};
use service::retention::expired;
use service::{Clock, Irp};
use store::retention::{Expired, Purged};
use store::{Store, StoreResult};

use crate::Failure;
use crate::audit::AuditSlot;
use crate::chain;
use crate::cli::RetainArguments;
use crate::config::{self, Config};
use crate::installation;
use crate::terminal::say;

/// Rows in one commit.
const BATCH_ROWS: u32 = 200;
/// The pause after each, so that whoever issues goes first.
const PAUSE: Duration = Duration::from_millis(200);
/// By which part of the time between two looks each is put off at most, so that processes do not
/// look at once.
const JITTER_PART: u32 = 6;

/// `mohar retain`.
pub(crate) fn run(arguments: &RetainArguments, audit: &AuditSlot) -> Result<(), Failure> {
    let config = config::required(&arguments.config)?;
    installation::refuse_sandbox(&config)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    if arguments.dry_run {
        return runtime.block_on(told(&config));
    }
    let keys = Arc::new(KeyFolder::new(&config.keys_folder).load()?);
    let folder = &config.audit.folder;
    runtime.block_on(async {
        let store = installation::store(&config).await?;
        for what in expired(&config.settings, Clock::system().now()) {
            let (gone, outcome) = purge(store.as_ref(), what, || true).await;
            if gone > 0 {
                chain::note(audit, folder, keys.clone(), || write_down(what, gone)).await?;
            }
            outcome?;
            say(&format!("{}: {} deleted", what.name(), HumanCount(gone)))?;
        }
        let old = audit::expired_files(folder, audit_before(config.audit.days))?;
        if !old.is_empty() {
            chain::note(audit, folder, keys.clone(), || {
                old.iter().for_each(write_file_down);
            })
            .await?;
        }
        for file in &old {
            file.remove()?;
        }
        say(&format!("files of the audit log: {} removed", old.len()))?;
        Ok(())
    })
}

/// What would go.
async fn told(config: &Config) -> Result<(), Failure> {
    let store = installation::store(config).await?;
    let now = Clock::system().now();
    for what in expired(&config.settings, now) {
        let rows = store.count_expired(what).await?;
        let (name, before) = (what.name(), what.before());
        let rows = HumanCount(rows);
        say(&format!(
            "{name}: {rows} of before {before} would be deleted"
        ))?;
    }
    let before = audit_before(config.audit.days);
    let files = audit::expired_files(&config.audit.folder, before)?;
    say(&format!(
        "files of the audit log: {} of before {before} would be removed",
        files.len()
    ))?;
    Ok(())
}

/// Looks every so often, for as long as the portal runs.
pub(crate) async fn keep_retaining(
    irp: Irp,
    (folder, audit_days): (PathBuf, u32),
    every: Duration,
) {
    let jitter_max_ms = u32::try_from((every / JITTER_PART).as_millis()).unwrap_or(u32::MAX);
    loop {
        let jitter = irp.randomness().below(jitter_max_ms.max(1));
        tokio::time::sleep(every + Duration::from_millis(u64::from(jitter))).await;
        // Nothing goes that is not written down.
        if !irp.audit_is_written() {
            continue;
        }
        for what in expired(irp.settings(), irp.now()) {
            let (gone, outcome) =
                purge(irp.store().as_ref(), what, || irp.audit_is_written()).await;
            if gone > 0 {
                write_down(what, gone);
            }
            if let Err(error) = outcome {
                tracing::warn!(%error, "deleting what is past its time goes on with the next look");
            }
        }
        let folder = folder.clone();
        let removing = tokio::task::spawn_blocking(move || purge_audit(&folder, audit_days));
        match removing.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "old files of the audit log stay"),
            Err(error) => tracing::error!(%error, "removing files of the audit log broke off"),
        }
    }
}

/// Deletes what is past its time in batches, and tells how many rows went.
async fn purge(
    store: &dyn Store,
    what: Expired,
    goes_on: impl Fn() -> bool,
) -> (u64, StoreResult<()>) {
    let mut gone = 0;
    while goes_on() {
        match store.purge(what, BATCH_ROWS).await {
            Ok(Purged::Rows(0) | Purged::Elsewhere) => break,
            Ok(Purged::Rows(rows)) => gone += rows,
            Err(error) => return (gone, Err(error)),
        }
        tokio::time::sleep(PAUSE).await;
    }
    (gone, Ok(()))
}

fn write_down(what: Expired, rows: u64) {
    let (kind, before) = (what.name(), what.before());
    tracing::info!(target: "audit", kind, rows, %before, "deleted after its term");
}

/// The end of the chain in a file is written down before the file goes.
fn write_file_down(file: &ExpiredFile) {
    let ExpiredFile {
        node,
        day,
        last_seq,
        sha256,
        ..
    } = file;
    tracing::info!(
        target: "audit", of = node, %day, line = last_seq, sha256, "audit log file removed"
    );
}

/// The first day whose files of the audit log stay.
fn audit_before(days: u32) -> jiff::civil::Date {
    let now = Clock::system().now();
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    today.saturating_sub(jiff::Span::new().days(i64::from(days)))
}

/// Removes old files of the audit log.
fn purge_audit(folder: &Path, days: u32) -> std::io::Result<()> {
    for file in audit::expired_files(folder, audit_before(days))? {
        write_file_down(&file);
        file.remove()?;
    }
    Ok(())
}
