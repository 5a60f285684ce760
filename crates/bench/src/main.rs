//! Measures real `mohar` processes from outside, over loopback, through NIC's encrypted API.
//!
//! Figures that depend on the machine are given as ratios to something measured in the same run:
//! the processor time of one registered invoice to that of the two RSA-2048 signatures in it,
//! which is the least that any portal has to spend. `cargo xtask bench` builds and runs this.

mod checking;
// A scratch PostgreSQL server, as the tests of the store have it.
#[path = "../../store/tests/postgres/cluster.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the tests need more of it, and fail by panicking, which will do here too"
)]
mod cluster;
mod flood;
mod installation;
mod load;
mod process;
mod server;
mod signing;
mod stored;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};

use crate::cluster::{Cluster, Database};
use crate::installation::{Installation, Place};
use crate::load::{Load, Round};
use crate::server::Server;

/// Measures a `mohar` binary.
#[derive(Debug, Parser)]
struct Arguments {
    /// The binary to measure.
    #[arg(long, value_name = "FILE")]
    mohar: PathBuf,

    /// What to measure; everything but `full` if left out.
    #[arg(value_enum)]
    parts: Vec<Part>,

    /// Invoices registered at each concurrency.
    #[arg(long, default_value_t = 4_000)]
    invoices: u32,

    /// Numbers of simultaneous callers.
    #[arg(long, value_delimiter = ',', default_value = "1,4,16,64")]
    callers: Vec<u32>,

    /// Starts that are timed.
    #[arg(long, default_value_t = 11)]
    starts: u32,

    /// Documents in the register that `full` fills first.
    #[arg(long, default_value_t = 5_000_000)]
    stored: u32,
}

/// A part of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Start to first answer.
    Starts,
    /// Reading and judging a document.
    Checking,
    /// A sandbox: memory, and the main line on SQLite.
    Sandbox,
    /// A portal on SQLite.
    Sqlite,
    /// A portal on SQLite with three times the load that it can bear.
    Overload,
    /// A portal on PostgreSQL, alone and beside a second one.
    Postgres,
    /// Both engines with millions of stored documents against none. Needs 15 GB and half an hour.
    Full,
}

/// What is measured unless something else is said.
const USUAL: &[Part] = &[
    Part::Starts,
    Part::Checking,
    Part::Sandbox,
    Part::Sqlite,
    Part::Overload,
    Part::Postgres,
];

/// Sizes of the documents whose check is timed: the smallest and the largest.
const CHECKED_ITEMS: [u32; 2] = [1, 1_000];

/// How long after its start a server counts as idle.
const IDLE: Duration = Duration::from_secs(3);

/// Callers in the comparisons of one installation with another.
const COMPARED_CALLERS: u32 = 16;
/// Rounds of each side of a comparison, in turn, so that the machine's moods hit both.
const COMPARED_ROUNDS: usize = 5;

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
    let signature_us = signing::cpu_us_per_signature();
    println!("one RSA-2048 signature: {signature_us:.0} µs of CPU");
    let parts = match &*arguments.parts {
        [] => USUAL,
        chosen => chosen,
    };
    for part in parts {
        match part {
            Part::Starts => starts(arguments)?,
            Part::Checking => checking()?,
            Part::Sandbox => sandbox(arguments, signature_us)?,
            Part::Sqlite => {
                println!("\na portal on SQLite");
                let installation = Installation::make(&arguments.mohar, Place::Sqlite)?;
                main_line(arguments, &installation, signature_us)?;
                installation.end()?;
            }
            Part::Overload => overload(arguments)?,
            Part::Postgres => postgres(arguments, signature_us)?,
            Part::Full => full(arguments)?,
        }
    }
    Ok(())
}

fn starts(arguments: &Arguments) -> Result<(), Failure> {
    let mut first_answers = Vec::new();
    for _ in 0..arguments.starts {
        let folder = tempfile::tempdir()?;
        let server = Server::sandbox(&arguments.mohar, &folder.path().join("data"))?;
        first_answers.push(server.first_answer_ms);
    }
    print_starts("of a sandbox, keys made anew", first_answers);
    let installation = Installation::make(&arguments.mohar, Place::Sqlite)?;
    let mut first_answers = Vec::new();
    for _ in 0..arguments.starts {
        first_answers.push(installation.serve("bench")?.0.first_answer_ms);
    }
    print_starts("of a portal", first_answers);
    installation.end()
}

fn print_starts(of: &str, mut first_answers: Vec<f64>) {
    first_answers.sort_by(f64::total_cmp);
    if let (Some(least), Some(most)) = (first_answers.first(), first_answers.last()) {
        println!(
            "start to first answer {of}: {:.0} ms median ({least:.0} to {most:.0}, {} starts)",
            first_answers[first_answers.len() / 2],
            first_answers.len()
        );
    }
}

fn checking() -> Result<(), Failure> {
    for items in CHECKED_ITEMS {
        let cost = checking::cost(items)?;
        println!(
            "a document of {items} items: {:.0} µs of CPU to read, {:.0} µs for all rules",
            cost.read_us, cost.rules_us
        );
    }
    Ok(())
}

fn sandbox(arguments: &Arguments, signature_us: f64) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    println!("\na sandbox");
    let server = Server::sandbox(&arguments.mohar, &data)?;
    // What the start needed for a moment (hashing two passwords) has been given back by then.
    std::thread::sleep(IDLE);
    println!("idle memory: {:.1} MB", server.process.memory()?.now_mb);
    let load = Load::on_sandbox(&server)?;
    rounds(arguments, &load, &server, signature_us)?;
    let memory = server.process.memory()?;
    server.stop()?;
    println!("memory under load: {:.1} MB at most", memory.peak_mb);
    println!(
        "database: {:.0} bytes per invoice",
        server::database_bytes(&data)? / f64::from(load.registered())
    );
    Ok(())
}

fn main_line(
    arguments: &Arguments,
    installation: &Installation,
    signature_us: f64,
) -> Result<u32, Failure> {
    let (server, account) = installation.serve("bench")?;
    std::thread::sleep(IDLE);
    println!("idle memory: {:.1} MB", server.process.memory()?.now_mb);
    let load = Load::on(&[account])?;
    rounds(arguments, &load, &server, signature_us)?;
    println!(
        "memory under load: {:.1} MB at most",
        server.process.memory()?.peak_mb
    );
    server.stop()?;
    Ok(load.registered())
}

/// Offers three times what the portal can bear, by a count of its own just before.
fn overload(arguments: &Arguments) -> Result<(), Failure> {
    println!("\na portal on SQLite, overloaded");
    let installation = Installation::make(&arguments.mohar, Place::Sqlite)?;
    let (server, account) = installation.serve("bench")?;
    let load = Load::on(&[account])?;
    load.round(&[&server], 16, arguments.invoices / 4)?;
    let bearable = load.round(&[&server], OVERLOAD_CALLERS, arguments.invoices)?;
    let bearable_per_s = bearable.invoices_per_s;
    let flood = load.flood(OVERLOAD * bearable_per_s, arguments.invoices * 4)?;
    let offered_per_s = flood.accepted.per_s + flood.turned_away.per_s;
    println!(
        "{bearable_per_s:.0} invoices/s can be borne; {offered_per_s:.0} calls/s came, {:.1} times as many",
        offered_per_s / bearable_per_s
    );
    for (became, answers) in [
        ("in the first second", flood.onset),
        ("accepted after it", flood.accepted),
        ("turned away after it", flood.turned_away),
    ] {
        println!(
            "{became}: {:.0}/s, p50 {:.1} ms, p99 {:.1} ms",
            answers.per_s, answers.p50_ms, answers.p99_ms
        );
    }
    server.stop()?;
    installation.end()
}

/// Callers whose throughput counts as what the portal can bear.
const OVERLOAD_CALLERS: u32 = 64;
/// How many times as many calls then come.
const OVERLOAD: f64 = 3.0;

fn rounds(
    arguments: &Arguments,
    load: &Load,
    server: &Server,
    signature_us: f64,
) -> Result<(), Failure> {
    // The first invoices fill caches and page files in; they are not counted.
    load.round(&[server], 16, arguments.invoices / 4)?;
    println!(
        "{:>8} {:>12} {:>9} {:>9} {:>16} {:>22}",
        "callers", "invoices/s", "p50 ms", "p99 ms", "server CPU µs", "÷ two signatures"
    );
    for &callers in &arguments.callers {
        let round = load.round(&[server], callers, arguments.invoices)?;
        print_round(callers, &round, signature_us);
    }
    Ok(())
}

fn postgres(arguments: &Arguments, signature_us: f64) -> Result<(), Failure> {
    println!("\na portal on PostgreSQL");
    let cluster = Cluster::private(SERVER);
    let database = cluster.database();
    let installation = Installation::make(&arguments.mohar, Place::Postgres(database.url()))?;
    let registered = main_line(arguments, &installation, signature_us)?;
    let (one, one_account) = installation.serve("one")?;
    let (two, two_account) = installation.serve("two")?;
    let alone = Load::on(std::slice::from_ref(&one_account))?;
    // Whoever is idle meanwhile costs next to nothing; it is counted all the same.
    let both = Load::on(&[one_account, two_account])?;
    let servers = [&one, &two];
    alone.skip_to(registered);
    let (mut alone_us, mut both_us) = (Vec::new(), Vec::new());
    for _ in 0..COMPARED_ROUNDS {
        let round = alone.round(&servers, COMPARED_CALLERS, arguments.invoices)?;
        alone_us.push(round.server_cpu_us);
        both.skip_to(alone.registered());
        let round = both.round(&servers, COMPARED_CALLERS, arguments.invoices)?;
        both_us.push(round.server_cpu_us);
        alone.skip_to(both.registered());
    }
    let (alone_us, both_us) = (median(alone_us), median(both_us));
    println!(
        "CPU of an invoice: by one process {alone_us:.0} µs, by two that share the load \
         {both_us:.0} µs: {:.2}",
        both_us / alone_us
    );
    one.stop()?;
    two.stop()?;
    installation.end()
}

/// A server of usual size, durable as it comes.
const SERVER: &str = "shared_buffers = 256MB\nmax_wal_size = 4GB\n";

fn full(arguments: &Arguments) -> Result<(), Failure> {
    let cluster = Cluster::private(SERVER);
    let databases = [None, Some((cluster.database(), cluster.database()))];
    for pair in &databases {
        let place = |database: Option<&Database>| match database {
            Some(database) => Place::Postgres(database.url()),
            None => Place::Sqlite,
        };
        let (first, second) = match pair {
            Some((first, second)) => (Some(first), Some(second)),
            None => (None, None),
        };
        let engine = if pair.is_some() {
            "PostgreSQL"
        } else {
            "SQLite"
        };
        println!(
            "\n{engine}, {} documents stored against none",
            arguments.stored
        );
        let empty = Installation::make(&arguments.mohar, place(first))?;
        let filled = Installation::make(&arguments.mohar, place(second))?;
        let (server, account) = filled.serve("bench")?;
        // Rows need a document to be like.
        Load::on(&[account])?.round(&[&server], 1, 1)?;
        server.stop()?;
        stored::fill(&filled, second, arguments.stored)?;
        let (empty_server, account) = empty.serve("bench")?;
        let empty_load = Load::on(&[account])?;
        let (filled_server, account) = filled.serve("bench")?;
        let filled_load = Load::on(&[account])?;
        filled_load.skip_to(1);
        let (mut none, mut many) = (Vec::new(), Vec::new());
        for _ in 0..COMPARED_ROUNDS {
            let round = empty_load.round(&[&empty_server], COMPARED_CALLERS, arguments.invoices)?;
            none.push(round.invoices_per_s);
            let round =
                filled_load.round(&[&filled_server], COMPARED_CALLERS, arguments.invoices)?;
            many.push(round.invoices_per_s);
        }
        let (none, many) = (median(none), median(many));
        println!("{none:.0} and {many:.0} invoices/s: {:.2}", many / none);
        empty_server.stop()?;
        filled_server.stop()?;
        empty.end()?;
        filled.end()?;
    }
    Ok(())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
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
