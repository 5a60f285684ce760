//! `mohar taxpayers`: the GST master from a file, and what is known of a taxpayer.
//! docs/TAXPAYERS.md describes the files and the procedure.

mod format;
mod import;
mod json;
mod lines;
mod listing;
mod loading;
mod merge;
mod progress;
mod reading;
mod rejects;
mod scratch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use gst::Gstin;
use jiff::Timestamp;

use crate::Failure;
use crate::audit::AuditSlot;

/// `mohar taxpayers`.
#[derive(Debug, Subcommand)]
pub(crate) enum TaxpayersCommand {
    /// Bring in the whole GST master from files; it comes into force at one moment.
    Import(ImportArguments),
    /// List the imports and their state.
    Imports(ImportsArguments),
    /// Show what is known of a taxpayer, from which source, and how old it is.
    Show(ShowArguments),
}

/// `mohar taxpayers import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,

    /// When the files were taken from the GST system, as 2026-11-22T00:00:00Z.
    #[arg(long, value_name = "TIME")]
    as_of: Timestamp,

    /// The folder for the file in which rows are sorted; that of the first file if left out.
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,

    /// Where to write the rows that were refused, each with its reasons.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// Leave bad rows out instead of refusing the whole import.
    #[arg(long)]
    skip_bad_rows: bool,

    /// Give up an unfinished import of other files.
    #[arg(long)]
    give_up_unfinished: bool,

    /// Files with the whole master together: all .csv, or all .jsonl. Plain, not compressed.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// `mohar taxpayers show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,

    /// Which taxpayer.
    #[arg(value_name = "GSTIN", value_parser = gstin)]
    gstin: Gstin,

    /// Print a JSON object, or null when nothing is known.
    #[arg(long)]
    json: bool,
}

/// `mohar taxpayers imports`.
#[derive(Debug, Args)]
pub(crate) struct ImportsArguments {
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,

    /// Print a JSON array.
    #[arg(long)]
    json: bool,
}

fn gstin(text: &str) -> Result<Gstin, String> {
    Gstin::parse(text).map_err(|fault| fault.to_string())
}

/// Runs `mohar taxpayers`.
pub(crate) fn run(command: &TaxpayersCommand, audit: &AuditSlot) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match command {
            TaxpayersCommand::Import(arguments) => import::run(arguments, audit).await,
            TaxpayersCommand::Imports(arguments) => listing::imports(arguments).await,
            TaxpayersCommand::Show(arguments) => listing::show(arguments).await,
        }
    })
}
