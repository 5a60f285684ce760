//! What needs no running program.

use crate::errors;
use crate::run::{self, Outcome};

/// Formatting and lints, the pages made from the catalogue, and the tests of this crate, which read the workspace itself: layers,
/// bans, licences.
pub(crate) fn run() -> Outcome {
    lints()?;
    errors::run(true)?;
    run::run("cargo", &["test", "--locked", "--package", "xtask"])
}

/// Formatting and lints.
pub(crate) fn lints() -> Outcome {
    run::run("cargo", &["fmt", "--all", "--check"])?;
    let clippy = "clippy --workspace --all-targets --locked -- --deny warnings";
    run::run("cargo", &clippy.split(' ').collect::<Vec<_>>())?;
    if run::succeeds("cargo", &["deny", "--version"]) {
        run::run("cargo", &["deny", "check", "bans", "licenses", "sources"])?;
    }
    Ok(())
}
