//! What needs no running program.

use crate::run::{self, Outcome};

/// Formatting and lints, and the tests of this crate, which read the workspace itself: layers,
/// bans, licences.
pub(crate) fn run() -> Outcome {
    lints()?;
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
