//! `mohar taxpayers import`: read, look over, load, bring into force, take away what was before.
//!
//! Each step may be interrupted by anything; the same command goes on where it was. Nothing that a
//! portal sees changes before all rows are there.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{HumanCount, HumanDuration};
use jiff::Timestamp;
use seal::audit::AuditHealth;
use service::Irp;
use store::master_imports::{Activation, ImportStart, MasterImport, NewImport};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::format::Form;
use super::progress::Phase;
use super::reading::{RUN_BYTES_MAX, Source, Summary, look_over};
use super::scratch::Scratch;
use super::{ImportArguments, loading, rejects};
use crate::audit::AuditSlot;
use crate::config::{self, Config};
use crate::listener::StopSignals;
use crate::terminal::say;
use crate::{Failure, chain, installation};

/// The master is in force, without the rows that were bad.
const ROWS_SKIPPED: u8 = 3;
/// What the scratch file is called, behind the name of the first file.
const SCRATCH_ENDING: &str = ".mohar-import";
/// What is sealed to find out whether a scratch file is under this installation's data key.
const PROOF: &[u8] = b"this installation";
/// What it is sealed with.
const PROOF_CONTEXT: &[u8] = b"import scratch";

/// Imports.
pub(super) async fn run(
    arguments: &ImportArguments,
    audit: &AuditSlot,
) -> Result<ExitCode, Failure> {
    let begun = Instant::now();
    let config = config::required(&arguments.config)?;
    let form = Form::of(&arguments.files)?;
    let irp = installation::irp(&config, AuditHealth::default()).await?;
    if arguments.as_of > irp.now() {
        return Err(Failure(
            "--as-of lies in the future; it is when the files were taken from the GST system"
                .to_owned(),
        ));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let _signals = stopping(&stop)?;
    let import = Import {
        arguments,
        config: &config,
        audit,
        irp: &irp,
        source: Source {
            files: &arguments.files,
            form: &form,
            run_bytes_max: RUN_BYTES_MAX,
            stop: &stop,
        },
    };
    let (mut scratch, is_new) = import.scratch()?;
    if !is_new {
        say("an import that was interrupted goes on")?;
    }
    let mut phase = Phase::new("reading", "bytes", import.source.bytes()?);
    let digest = import
        .source
        .read(&mut scratch, &irp, |bytes| phase.at(bytes))?;
    drop(phase);
    let summary = look_over(&scratch, &import.source)?;
    let bad = import.report(&scratch)?;
    if bad > 0 && !arguments.skip_bad_rows {
        return Err(Failure(format!(
            "nothing has come into force: {bad} lines are bad. Mend them, or leave them out with \
             --skip-bad-rows"
        )));
    }
    if summary.rows == 0 {
        return Err(Failure("the files hold no taxpayer".to_owned()));
    }
    let active = import
        .bring_into_force(&scratch, digest, summary.rows)
        .await?;
    // The import is done: what follows can be done by the next one as well.
    scratch.remove()?;
    loading::tidy(&**irp.store(), &import.source).await?;
    say(&told(&summary, &active, bad, begun))?;
    Ok(ExitCode::from(if bad > 0 { ROWS_SKIPPED } else { 0 }))
}

/// Notes when the operator asks to stop.
fn stopping(stop: &Arc<AtomicBool>) -> Result<JoinSet<()>, Failure> {
    let (mut signals, stop) = (StopSignals::taken()?, Arc::clone(stop));
    let mut helpers = JoinSet::new();
    helpers.spawn(async move {
        signals.asked().await;
        stop.store(true, Ordering::Relaxed);
    });
    Ok(helpers)
}

struct Import<'i> {
    arguments: &'i ImportArguments,
    config: &'i Config,
    audit: &'i AuditSlot,
    irp: &'i Irp,
    source: Source<'i>,
}

impl Import<'_> {
    /// The scratch file, and whether it begins empty.
    fn scratch(&self) -> Result<(Scratch, bool), Failure> {
        let scratch = Scratch::open(&self.scratch_path()?)?;
        let why = match scratch.owner()? {
            None => None,
            Some((program, _)) if program != env!("CARGO_PKG_VERSION") => {
                Some("another version of the program has begun this import")
            }
            Some((_, proof)) if !self.is_ours(&proof) => {
                Some("the import was begun for another installation")
            }
            Some(_) if self.source.is_as_before(&scratch)? => return Ok((scratch, false)),
            Some(_) => Some("the files have changed since the import was begun"),
        };
        if let Some(why) = why {
            say(&format!("{why}: starting over"))?;
        }
        let (keys, now) = (self.irp.keys(), self.irp.now());
        let random = self.irp.randomness();
        let proof = keys.data.seal(PROOF, PROOF_CONTEXT, now, random);
        let scratch = scratch.start_over(env!("CARGO_PKG_VERSION"), &proof)?;
        Ok((scratch, true))
    }

    fn scratch_path(&self) -> Result<PathBuf, Failure> {
        let first = self.arguments.files.first().map(PathBuf::as_path);
        let name = first.and_then(|file| file.file_name());
        let (Some(first), Some(name)) = (first, name) else {
            return Err(Failure("there is no file".to_owned()));
        };
        let mut name = name.to_owned();
        name.push(SCRATCH_ENDING);
        Ok(match &self.arguments.scratch {
            Some(folder) => folder.join(name),
            None => first.with_file_name(name),
        })
    }

    fn is_ours(&self, proof: &[u8]) -> bool {
        self.irp.keys().data.open(proof, PROOF_CONTEXT).is_ok()
    }

    /// Tells what is wrong with the files; how many lines are.
    fn report(&self, scratch: &Scratch) -> Result<u64, Failure> {
        let bad = rejects::list(scratch, &self.arguments.files)?;
        if let (Some(to), true) = (&self.arguments.rejects, bad > 0) {
            let of = (self.arguments.files.as_slice(), self.source.form);
            rejects::write(scratch, of, to)?;
            say(&format!("bad lines are in {}", to.display()))?;
        }
        Ok(bad)
    }

    async fn bring_into_force(
        &self,
        scratch: &Scratch,
        source_digest: [u8; 32],
        rows: u64,
    ) -> Result<MasterImport, Failure> {
        let new = NewImport {
            source_digest,
            as_of: self.arguments.as_of,
            now: self.irp.now(),
            give_up_unfinished: self.arguments.give_up_unfinished,
        };
        let store = self.irp.store();
        let (import, after) = match store.begin_import(new).await? {
            ImportStart::Begun(import) => {
                self.note("GST master import begun", &import, rows).await?;
                (import, None)
            }
            ImportStart::Resumed(import, after) => {
                let rows = HumanCount(import.rows);
                say(&format!("{rows} rows were loaded before"))?;
                (import, after)
            }
            ImportStart::InForce(import) => {
                say("this master is in force already")?;
                return Ok(import);
            }
            ImportStart::Unfinished(other) => return Err(unfinished(&other)),
            ImportStart::Outdated(newer) => return Err(outdated(&newer)),
        };
        let of = (scratch, &self.source);
        loading::load(&**store, (&import, after), of, rows).await?;
        // A line that cannot be written stops it: nothing comes into force unnoticed.
        self.note("activating GST master", &import, rows).await?;
        let activated = store
            .activate_import(import.generation, rows, self.irp.now())
            .await?;
        match activated {
            Activation::Activated(import) => {
                self.note("GST master in force", &import, rows).await?;
                Ok(import)
            }
            Activation::NotOpen => Err(Failure(
                "the import was given up or finished by another command".to_owned(),
            )),
            Activation::Incomplete { loaded } => Err(Failure(format!(
                "{loaded} rows are loaded and not {rows}: begin anew with --give-up-unfinished \
                 and report this"
            ))),
            Activation::Outdated(newer) => Err(outdated(&newer)),
        }
    }

    /// A line in the operator's chain of the audit log.
    async fn note(&self, event: &str, import: &MasterImport, rows: u64) -> Result<(), Failure> {
        let (generation, as_of) = (import.generation, import.as_of);
        let sha256 = hex::encode(import.source_digest);
        let write = || tracing::info!(target: "audit", generation, %as_of, sha256, rows, "{event}");
        let folder = &self.config.audit.folder;
        chain::note(self.audit, folder, self.irp.keys(), write).await
    }
}

fn outdated(newer: &MasterImport) -> Failure {
    Failure(format!(
        "a master of {} is in force (import {}); an older one does not replace it",
        newer.as_of, newer.generation
    ))
}

fn unfinished(other: &MasterImport) -> Failure {
    Failure(format!(
        "import {} of {} with {} rows is unfinished, and is of other files or another --as-of. \
         Finish it with its own command, or give it up with --give-up-unfinished",
        other.generation,
        other.as_of,
        HumanCount(other.rows)
    ))
}

fn told(summary: &Summary, import: &MasterImport, bad: u64, begun: Instant) -> String {
    let took = begun.elapsed();
    let Summary {
        rows,
        active,
        cancelled,
        suspended,
        with_contact,
    } = *summary;
    let since = import.active_at.unwrap_or(Timestamp::UNIX_EPOCH);
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = rows.saturating_mul(1_000) / took_ms;
    let left_out = match bad {
        0 => String::new(),
        bad => format!("\n{} bad lines were left out", HumanCount(bad)),
    };
    format!(
        "in force since {since}: import {}, the master of {}\n\
         {} taxpayers: {} active, {} cancelled, {} suspended, {} other; {} with contact\n\
         it took {} ({} rows a second){left_out}",
        import.generation,
        import.as_of,
        HumanCount(rows),
        HumanCount(active),
        HumanCount(cancelled),
        HumanCount(suspended),
        HumanCount(rows - active - cancelled - suspended),
        HumanCount(with_contact),
        HumanDuration(took),
        HumanCount(rate),
    )
}
