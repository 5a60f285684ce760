//! Long runs in which real processes die: a replicated database's primary, and portals.

use crate::machine::{self, Need};
use crate::run::{Outcome, run, succeeds};

/// What the runs need besides Rust.
const NEEDS: &[Need] = &[
    machine::POSTGRESQL,
    Need {
        package: "patroni",
        is_there: || succeeds("patroni", &["--version"]),
    },
    Need {
        package: "etcd-server",
        is_there: || succeeds("etcd", &["--version"]),
    },
    Need {
        package: "haproxy",
        // It is outside the search path of all users but one.
        is_there: || succeeds("/usr/sbin/haproxy", &["-v"]),
    },
];

/// Installs what is missing, builds the portal as users have it, and runs one part, or all.
pub(crate) fn run_parts(part: Option<&str>) -> Outcome {
    machine::install(NEEDS)?;
    run(
        "cargo",
        &["build", "--release", "--locked", "--package", "mohar"],
    )?;
    let part = format!("soak::{}", part.unwrap_or_default());
    let test = "test --locked --package mohar --test process -- --ignored --nocapture";
    let test = test.split(' ').chain(["--test-threads=1", &part]);
    run("cargo", &test.collect::<Vec<_>>())
}
