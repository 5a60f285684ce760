//! The audit log: events of the tracing target `audit` become lines before the macro returns, and
//! `mohar audit verify` checks what became of them.

mod layer;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, PoisonError, RwLock};

use clap::{Args, Subcommand};
use seal::audit::{self, AuditHealth, AuditLog, AuditOptions, AuditStart, ChainReport, Noted};
use seal::{KeyRing, Keys, VerifyingKey, key_store};
use serde_json::{Value, json};
use service::Clock;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::registry::LookupSpan;

use crate::Failure;
use crate::backup::{self, CompareArguments};
use crate::config;
use crate::files;
use crate::terminal::{plain, say};

/// Bytes of a key, a key set or noted ends.
const FILE_BYTES_MAX: u64 = 512 * 1024;

/// Processes on one folder that need not be given names.
const NODES_MAX: u32 = 64;

/// Something is wrong with a chain.
const BROKEN: u8 = 1;

/// Where events go. Clones share it; without a log they go nowhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct AuditSlot(Arc<RwLock<Option<AuditLog>>>);

impl AuditSlot {
    /// Opens a node's log in a folder; from now on events are written there.
    pub(crate) fn open(&self, folder: &Path, node: &str) -> Result<AuditHealth, Failure> {
        Ok(self.start(folder, node)?)
    }

    fn start(&self, folder: &Path, node: &str) -> Result<AuditHealth, AuditStart> {
        let clock = Clock::system();
        let log = AuditLog::start(AuditOptions {
            folder: folder.to_owned(),
            node: node.to_owned(),
            now: Box::new(move || clock.now()),
        })?;
        let health = log.health();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(log);
        Ok(health)
    }

    /// Opens the log that the settings name. Without a node's name the first chain is taken that
    /// nobody else writes.
    pub(crate) fn open_as(&self, set: &config::Audit) -> Result<AuditHealth, Failure> {
        if let Some(node) = &set.node {
            return self.open(&set.folder, node);
        }
        for number in 1..NODES_MAX {
            match self.start(&set.folder, &format!("portal-{number}")) {
                Err(AuditStart::Folder { source, .. })
                    if source.kind() == ErrorKind::WouldBlock => {}
                started => return Ok(started?),
            }
        }
        self.open(&set.folder, &format!("portal-{NODES_MAX}"))
    }

    /// Gives the keys of every moment, with which checkpoints are signed.
    pub(crate) fn sign_with(&self, keys: impl Fn() -> Arc<Keys> + Send + Sync + 'static) {
        if let Some(log) = &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            log.sign_with(move |now| keys().signing.at(now));
        }
    }

    /// Writes the last line, signs it and brings everything to the disk.
    pub(crate) fn close(&self) {
        let log = self
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(log);
    }

    /// The layer that writes the events of the target, whatever the filter of the logs says.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        layer::layer(self.clone())
    }
}

/// `mohar audit`.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Check that no line of the audit log was changed, cut out, put in or moved.
    Verify(VerifyArguments),
    /// After a restoration: list documents that were answered and are not in the register.
    Compare(CompareArguments),
}

/// `mohar audit verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The folder with the audit log.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,

    /// The folder of the keys that sign checkpoints.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,

    /// A key set with the keys that sign checkpoints, as the portal serves it.
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,

    /// What an earlier `--json` printed: those lines must still be there.
    #[arg(long, value_name = "FILE")]
    noted: Option<PathBuf>,

    /// Print a JSON array, one object for each node.
    #[arg(long)]
    json: bool,
}

/// Runs `mohar audit`.
pub(crate) fn run(command: &AuditCommand) -> Result<ExitCode, Failure> {
    let arguments = match command {
        AuditCommand::Verify(arguments) => arguments,
        AuditCommand::Compare(arguments) => return backup::compare(arguments),
    };
    let keys = KeyRing::new(trusted(arguments)?);
    let noted = match &arguments.noted {
        Some(file) => noted(file)?,
        None => Vec::new(),
    };
    let reports = audit::verify_noted(&arguments.folder, &keys, &noted)
        .map_err(|error| Failure(format!("{}: {error}", arguments.folder.display())))?;
    if reports.is_empty() {
        let folder = arguments.folder.display();
        return Err(Failure(format!("there is no audit log in {folder}")));
    }
    if arguments.json {
        let all: Value = reports.iter().map(as_json).collect();
        say(&format!("{all:#}"))?;
    } else {
        for report in &reports {
            say(&plain(&as_text(report)))?;
        }
    }
    let broken = reports.iter().any(|report| report.broken.is_some());
    Ok(ExitCode::from(if broken { BROKEN } else { 0 }))
}

fn trusted(arguments: &VerifyArguments) -> Result<Vec<VerifyingKey>, Failure> {
    let mut keys = Vec::new();
    if let Some(folder) = &arguments.keys {
        keys.extend(key_store::load(folder)?.signing.public());
    }
    if let Some(file) = &arguments.jwks {
        let text = files::bytes(file, FILE_BYTES_MAX)?;
        keys.extend(VerifyingKey::from_jwks(&String::from_utf8_lossy(&text))?);
    }
    Ok(keys)
}

fn noted(file: &Path) -> Result<Vec<Noted>, Failure> {
    let text = files::bytes(file, FILE_BYTES_MAX)?;
    let unreadable = || Failure(format!("{} is not what --json printed", file.display()));
    let list: Vec<Value> = serde_json::from_slice(&text).map_err(|_| unreadable())?;
    list.iter()
        .map(|entry| {
            Some(Noted {
                node: entry["node"].as_str()?.to_owned(),
                seq: entry["last_line"].as_u64()?,
                sha256: entry["sha256"].as_str()?.to_owned(),
            })
        })
        .collect::<Option<_>>()
        .ok_or_else(unreadable)
}

fn as_json(report: &ChainReport) -> Value {
    let broken = report.broken.as_ref().map(|broken| {
        json!({
            "file": broken.file,
            "line": broken.line,
            "reason": broken.what.to_string(),
        })
    });
    json!({
        "node": report.node,
        "whole": broken.is_none(),
        "first_line": report.first_seq,
        "last_line": report.last_seq,
        "sha256": report.sha256,
        "last_at": report.last_at,
        "closed": report.closed,
        "checkpoints": report.checkpoints,
        "checkpoints_by_unknown_keys": report.unknown_checkpoints,
        "vouched_up_to_line": report.vouched_seq,
        "unclean_starts": report.unclean_starts,
        "lines_lost": report.lines_lost,
        "broken": broken,
    })
}

fn as_text(report: &ChainReport) -> String {
    let ChainReport {
        node,
        first_seq,
        last_seq,
        sha256,
        vouched_seq,
        ..
    } = report;
    let mut words = match &report.broken {
        None => format!("{node}: whole from line {first_seq} to line {last_seq} ({sha256})"),
        Some(broken) => format!(
            "{node}: BROKEN at {}, line {}: {}. Up to line {last_seq} it hangs together",
            broken.file.display(),
            broken.line,
            broken.what
        ),
    };
    let vouched = format!("signed checkpoints vouch for it up to line {vouched_seq}");
    let mut remarks = vec![match (report.checkpoints, report.unknown_checkpoints) {
        (0, 0) => "no checkpoint has been signed yet".to_owned(),
        (0, unknown) => {
            format!("{unknown} checkpoints not checked: give their keys with --keys or --jwks")
        }
        (_, 0) => vouched,
        (_, unknown) => format!("{vouched}; {unknown} more are by keys that were not given"),
    }];
    if *first_seq > 1 {
        remarks.push(format!(
            "it begins with line {first_seq}: older files are not here"
        ));
    }
    if !report.closed && report.broken.is_none() {
        remarks.push("it is open: a process writes it, or was killed while it did".to_owned());
    }
    for line in &report.unclean_starts {
        remarks.push(format!(
            "line {line} begins anew without an end before it: look why"
        ));
    }
    if report.lines_lost > 0 {
        remarks.push(format!("{} lines could not be written", report.lines_lost));
    }
    for remark in remarks {
        words.push_str("\n  ");
        words.push_str(&remark);
    }
    words
}
