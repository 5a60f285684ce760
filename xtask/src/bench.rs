//! Figures: cost of an invoice, throughput, latency, start, memory.

use crate::run::{Outcome, run};

/// Builds what is measured and what measures, as a user would have them, and measures.
pub(crate) fn run_with(arguments: &[String]) -> Outcome {
    run(
        "cargo",
        &["build", "--release", "--locked", "--package", "mohar"],
    )?;
    let bench = "run --release --locked --quiet --package bench -- --mohar target/release/mohar";
    let bench = bench.split(' ').chain(arguments.iter().map(String::as_str));
    run("cargo", &bench.collect::<Vec<_>>())
}
