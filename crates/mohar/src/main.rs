//! Mohar, an Invoice Registration Portal that anyone can run.
//!
//! This is the only place where the parts are put together: what is below knows traits, and here
//! stands which engine, which clock and which keys they get.

mod check;
mod cli;
mod connections;
mod feedback;
mod files;
mod masters;
mod sandbox;
mod serve;
mod telemetry;
mod terminal;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::{Cli, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The command could not do what it was asked.
const FAILED: u8 = 1;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = telemetry::start(&cli.log).and_then(|()| match cli.command {
        Command::Sandbox(arguments) => sandbox::run(&arguments).map(|()| ExitCode::SUCCESS),
        Command::Check(arguments) => check::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Feedback(arguments) => feedback::run(&arguments).map(|()| ExitCode::SUCCESS),
    });
    done.unwrap_or_else(|failure| {
        eprintln!("mohar: {failure}");
        ExitCode::from(FAILED)
    })
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
