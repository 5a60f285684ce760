//! `mohar audit compare`: what the audit log says was answered, and the register does not have.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use einvoice::Irn;
use indicatif::HumanCount;
use jiff::Timestamp;
use serde_json::Value;
use store::Store;

use crate::Failure;
use crate::config;
use crate::installation;
use crate::terminal::{plain, say};

/// Something that was answered is not in the register.
const MISSING: u8 = 1;

/// Events that a restored database may have forgotten, and that somebody has to look after: what
/// closed something may be open again.
const CLOSING: [&str; 5] = [
    "API client revoked",
    "password replaced after a recovery",
    "account frozen",
    "account unfrozen",
    "logged out everywhere",
];

/// `mohar audit compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The file of settings, which names the database.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,

    /// The folder with the audit log, if not the one of the settings. Verify it first.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// Look at lines from this moment on only: that of the backup, less a minute.
    #[arg(long, value_name = "TIME")]
    since: Option<Timestamp>,
}

/// What was found.
#[derive(Default)]
struct Found {
    /// Lines about something that has to be in the register.
    looked_at: u64,
    /// Of those, lines without anything there.
    missing: u64,
    /// The highest numbers of all lines.
    ack_number: u64,
    bill_number: u64,
}

/// Compares the log with the register, line by line.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<ExitCode, Failure> {
    let config = config::required(&arguments.config)?;
    let folder = arguments.folder.as_ref().unwrap_or(&config.audit.folder);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let found = runtime.block_on(async {
        let store = installation::store(&config).await?;
        let mut found = Found::default();
        for file in seal::audit::log_files(folder)? {
            let reader = BufReader::new(std::fs::File::open(&file)?);
            for line in reader.lines() {
                let line: Value = serde_json::from_str(&line?).map_err(|_| {
                    Failure(format!(
                        "{} has something else than lines of the log; see `mohar audit verify`",
                        file.display()
                    ))
                })?;
                look(store.as_ref(), &line, arguments.since, &mut found).await?;
            }
        }
        Ok::<_, Failure>(found)
    })?;
    say(&format!(
        "{} registrations, cancellations and e-way bills in the log, {} of them not in the \
         register; highest acknowledgement number {}, highest e-way bill number {}",
        HumanCount(found.looked_at),
        HumanCount(found.missing),
        found.ack_number,
        found.bill_number
    ))?;
    Ok(ExitCode::from(if found.missing > 0 { MISSING } else { 0 }))
}

async fn look(
    store: &dyn Store,
    line: &Value,
    since: Option<Timestamp>,
    found: &mut Found,
) -> Result<(), Failure> {
    let about = &line["about"];
    let event = line["event"].as_str().unwrap_or_default();
    let number = |name: &str| about[name].as_u64();
    // Of every line, whatever its time: numbers are never given out twice.
    found.ack_number = found.ack_number.max(number("ack_number").unwrap_or(0));
    found.bill_number = found.bill_number.max(number("bill_number").unwrap_or(0));
    let at = line["at"].as_str().unwrap_or_default();
    if let (Some(since), Ok(at)) = (since, at.parse::<Timestamp>())
        && at < since
    {
        return Ok(());
    }
    if CLOSING.contains(&event) && since.is_some() {
        say(&plain(&format!("look after: {at} {event} {about}")))?;
    }
    let irn = about["irn"]
        .as_str()
        .and_then(|irn| irn.parse::<Irn>().ok());
    let is_there = match (event, irn, number("bill_number")) {
        ("registered" | "registered, found after failure", Some(irn), _) => {
            let there = store.existing(&irn).await?;
            let told = number("ack_number");
            there.is_some_and(|there| told.is_none_or(|told| told == there.ack_number))
        }
        ("cancelled", Some(irn), _) => {
            let there = store.existing(&irn).await?;
            there.is_some_and(|there| there.cancelled)
        }
        ("e-way bill made", _, Some(number)) => store.bill(number).await?.is_some(),
        ("e-way bill cancelled", _, Some(number)) => {
            let there = store.bill(number).await?;
            there.is_some_and(|there| there.cancellation.is_some())
        }
        _ => return Ok(()),
    };
    found.looked_at += 1;
    if !is_there {
        found.missing += 1;
        let irn = irn.map_or_else(String::new, |irn| irn.to_string());
        let number = number("bill_number").or(number("ack_number"));
        let number = number.map_or_else(String::new, |number| number.to_string());
        say(&format!(
            "not in the register: {event}: {at} {irn} {number}"
        ))?;
    }
    Ok(())
}
