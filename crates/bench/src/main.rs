//! Measures a real `mohar` process from outside, over loopback, through NIC's encrypted API.
//!
//! Figures that depend on the machine are given as ratios to something measured in the same run:
//! the processor time of one registered invoice to that of the two RSA-2048 signatures in it,
//! which is the least that any portal has to spend. `cargo xtask bench` builds and runs this.

mod checking;
mod load;
mod process;
mod server;
mod signing;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::load::{Load, Round};
use crate::server::Server;

/// Measures a `mohar` binary.
#[derive(Debug, Parser)]
struct Arguments {
    /// The binary to measure.
    #[arg(long, value_name = "FILE")]
    mohar: PathBuf,

    /// Invoices registered at each concurrency.
    #[arg(long, default_value_t = 4_000)]
    invoices: u32,

    /// Numbers of simultaneous callers.
    #[arg(long, value_delimiter = ',', default_value = "1,4,16,64")]
    callers: Vec<u32>,

    /// Starts that are timed.
    #[arg(long, default_value_t = 11)]
    starts: u32,
}

/// Sizes of the documents whose check is timed: the smallest and the largest.
const CHECKED_ITEMS: [u32; 2] = [1, 1_000];

/// How long after its start a server counts as idle.
const IDLE: Duration = Duration::from_secs(3);

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    println!("machine: {}", process::machine());
    starts(arguments)?;

    let folder = tempfile::tempdir()?;
    let server = Server::start(&arguments.mohar, folder.path())?;
    // What the start needed for a moment (hashing two passwords) has been given back by then.
    std::thread::sleep(IDLE);
    println!("idle memory: {:.1} MB", server.process.memory()?.now_mb);

    let signature_us = signing::cpu_us_per_signature();
    println!("one RSA-2048 signature: {signature_us:.0} µs of CPU");
    for items in CHECKED_ITEMS {
        let cost = checking::cost(items)?;
        println!(
            "a document of {items} items: {:.0} µs of CPU to read, {:.0} µs for all rules",
            cost.read_us, cost.rules_us
        );
    }

    let load = Load::prepare(&server)?;
    // The first invoices fill caches and page files in; they are not counted.
    load.round(&server, 16, arguments.invoices / 4)?;
    println!();
    println!(
        "{:>8} {:>12} {:>9} {:>9} {:>16} {:>22}",
        "callers", "invoices/s", "p50 ms", "p99 ms", "server CPU µs", "÷ two signatures"
    );
    for &callers in &arguments.callers {
        let round = load.round(&server, callers, arguments.invoices)?;
        print_round(callers, &round, signature_us);
    }
    let memory = server.process.memory()?;
    server.stop()?;
    println!();
    println!("memory under load: {:.1} MB at most", memory.peak_mb);
    println!(
        "database: {:.0} bytes per invoice",
        server::database_bytes(folder.path())? / f64::from(load.registered())
    );
    Ok(())
}

fn starts(arguments: &Arguments) -> Result<(), Failure> {
    let mut first_answers = Vec::new();
    for _ in 0..arguments.starts {
        let folder = tempfile::tempdir()?;
        first_answers.push(Server::start(&arguments.mohar, folder.path())?.first_answer_ms);
    }
    first_answers.sort_by(f64::total_cmp);
    if let (Some(least), Some(most)) = (first_answers.first(), first_answers.last()) {
        println!(
            "start to first answer: {:.0} ms median ({least:.0} to {most:.0}, {} starts)",
            first_answers[first_answers.len() / 2],
            first_answers.len()
        );
    }
    Ok(())
}

fn print_round(callers: u32, round: &Round, signature_us: f64) {
    println!(
        "{callers:>8} {:>12.0} {:>9.2} {:>9.2} {:>16.0} {:>22.2}",
        round.invoices_per_s,
        round.p50_ms,
        round.p99_ms,
        round.server_cpu_us,
        round.server_cpu_us / (2.0 * signature_us)
    );
}
