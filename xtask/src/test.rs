//! Everything that has to hold.

use crate::run::{Outcome, root, run, succeeds};
use crate::{check, fuzz, machine};

/// The client that has to work unchanged, at the version that it is known to work with.
const CLIENT: &str = "gst-e-invoicing==0.9.0";

/// How long each fuzz target runs: enough for what is found at once. `cargo xtask fuzz` runs them
/// for longer.
const FUZZ_S: u32 = 20;

/// Where that client is installed: below the build's own folder.
const ENVIRONMENT: &str = "target/interop";

/// Lints, all tests, documentation examples, the foreign client, and the fuzz targets.
pub(crate) fn run_everything() -> Outcome {
    machine::prepare()?;
    check::lints()?;
    if succeeds("cargo", &["nextest", "--version"]) {
        run(
            "cargo",
            &[
                "nextest",
                "run",
                "--workspace",
                "--locked",
                "--no-fail-fast",
            ],
        )?;
        run("cargo", &["test", "--workspace", "--locked", "--doc"])?;
    } else {
        run(
            "cargo",
            &["test", "--workspace", "--locked", "--no-fail-fast"],
        )?;
    }
    foreign_client()?;
    fuzz::run(FUZZ_S, None)
}

/// Installs the foreign client and runs the test that uses it.
fn foreign_client() -> Outcome {
    let python = format!("{ENVIRONMENT}/bin/python");
    let installed = || {
        let probe = "import importlib.metadata as m; \
                     assert m.version('gst-e-invoicing') == '0.9.0'; import jwt";
        root().join(&python).exists() && succeeds(&python, &["-c", probe])
    };
    if !installed() {
        run("python3", &["-m", "venv", "--clear", ENVIRONMENT])?;
        run(&python, &["-m", "pip", "install", "--quiet", CLIENT])?;
    }
    let test = "test --locked --package mohar --test process -- --ignored --nocapture interop";
    run("cargo", &test.split(' ').collect::<Vec<_>>())
}
