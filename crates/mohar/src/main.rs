//! Mohar, an Invoice Registration Portal that anyone can run.
//!
//! This is the only place where the parts are put together: what is below knows traits, and here
//! stands which engine, which clock and which keys they get.

mod accounts;
mod allocator;
mod audit;
mod backup;
mod chain;
mod check;
mod cli;
mod client_address;
mod clock_offset;
mod config;
mod connections;
mod copy;
mod doctor;
mod feedback;
mod figures;
mod files;
mod init;
mod installation;
mod keys;
mod listener;
mod masters;
mod messages;
mod open_files;
mod operations;
mod overload;
mod request_log;
mod retention;
mod router;
mod sandbox;
mod security_headers;
mod serve;
mod shares;
mod taxpayers;
mod telemetry;
mod terminal;
mod tls;
mod traces;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use crate::audit::AuditSlot;
use crate::cli::{Cli, Command, ConfigCommand};
use crate::config::LogFormat;

/// The command could not do what it was asked.
const FAILED: u8 = 1;

/// What is logged unless somebody asks for more.
const LOG_DEFAULT: &str = "warn";

fn main() -> ExitCode {
    allocator::set_up();
    run(Cli::parse()).unwrap_or_else(|failure| {
        eprintln!("mohar: {failure}");
        ExitCode::from(FAILED)
    })
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let log = cli.log.as_deref();
    // A portal's settings say how it logs.
    let audit = if matches!(cli.command, Command::Serve(_)) {
        AuditSlot::default()
    } else {
        telemetry::start(log.unwrap_or(LOG_DEFAULT), LogFormat::Text, None)?
    };
    match cli.command {
        Command::Sandbox(arguments) => done(sandbox::run(&arguments)),
        Command::Serve(settled) => done(serve::run(&settled.config, log)),
        Command::Config(ConfigCommand::Check(settled)) => config::command::check(&settled.config),
        Command::Config(ConfigCommand::Show(settled)) => config::command::show(&settled.config),
        Command::Config(ConfigCommand::Reference) => config::command::print_reference(),
        Command::Init(settled) => done(init::run(&settled.config)),
        Command::Migrate(arguments) => done(init::migrate(&arguments, &audit)),
        Command::Copy(arguments) => done(copy::run(&arguments)),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Keys(arguments) => keys::run(&arguments, &audit),
        Command::Freeze(arguments) => accounts::freeze(&arguments, &audit),
        Command::Unfreeze(which) => accounts::unfreeze(&which, &audit),
        Command::Show(command) => accounts::show(&command, &audit),
        Command::Audit(command) => audit::run(&command),
        Command::Taxpayers(command) => taxpayers::run(&command, &audit),
        Command::Check(arguments) => check::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Backup(arguments) => backup::run(&arguments, &audit),
        Command::Restore(arguments) => done(backup::restore(&arguments, &audit)),
        Command::Retain(arguments) => done(retention::run(&arguments, &audit)),
        Command::Feedback(arguments) => done(feedback::run(&arguments)),
    }
}

fn done(result: Result<(), Failure>) -> Result<ExitCode, Failure> {
    result.map(|()| ExitCode::SUCCESS)
}

/// What is told to whoever typed the command: a sentence, with its causes after colons.
#[derive(Debug)]
struct Failure(String);

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            words = format!("{words}: {cause}");
            source = cause.source();
        }
        Self(words)
    }
}
