//! What needs no running program.

use crate::run::{self, Outcome};
use crate::{errors, sbom, tools};

/// Formatting and lints, the pages made from the catalogue, what comes in from other people, the
/// bill of materials, and the tests of this crate, which read the workspace itself.
pub(crate) fn run() -> Outcome {
    lints()?;
    errors::run(true)?;
    sbom::run_tool()?;
    run::run("cargo", &["test", "--locked", "--package", "xtask"])
}

/// Formatting and lints, and what comes in from other people.
pub(crate) fn lints() -> Outcome {
    run::run("cargo", &["fmt", "--all", "--check"])?;
    let clippy = "clippy --workspace --all-targets --locked -- --deny warnings";
    run::run("cargo", &clippy.split(' ').collect::<Vec<_>>())?;
    tools::deny()
}
