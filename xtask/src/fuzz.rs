//! Fuzzing: the targets of `fuzz/`, built with the fuzzer's probes and run for some time.
//!
//! The probes are LLVM's and need no other toolchain than the project's own; the fuzzer itself
//! is libFuzzer, which the crate `libfuzzer-sys` builds with a C++ compiler.

use std::process::Command;

use crate::run::{Outcome, output, root};

/// The targets, as `fuzz/Cargo.toml` names them.
const TARGETS: &[&str] = &["envelope", "gstin", "inv01", "jws"];

/// Edges and comparisons are counted: what libFuzzer steers by.
const PROBES: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
    --cfg fuzzing";

/// Longest input: as long as a small document.
const INPUT_BYTES_MAX: u32 = 8_192;
/// An input that takes longer has found an endless loop.
const INPUT_S_MAX: u32 = 10;

/// Runs every target, or the one named, for so many seconds each. What a target finds is kept in
/// `fuzz/found/`, and what it learnt in `target/fuzz/corpus/`.
pub(crate) fn run(seconds: u32, only: Option<&str>) -> Outcome {
    if let Some(name) = only
        && !TARGETS.contains(&name)
    {
        let known = TARGETS.join(", ");
        return Err(format!("there is no target {name}; there are {known}"));
    }
    let host = host()?;
    build(&host)?;
    for target in TARGETS {
        if only.is_none_or(|only| only == *target) {
            fuzz(target, &host, seconds)?;
        }
    }
    Ok(())
}

/// The machine's own triple. Naming it keeps the probes out of build scripts.
fn host() -> Result<String, String> {
    let about = output("rustc", &["-vV"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| "rustc -vV does not tell the host".to_owned())
}

fn build(host: &str) -> Outcome {
    eprintln!("xtask: building the fuzz targets");
    let build = "build --release --locked --manifest-path fuzz/Cargo.toml --target-dir target/fuzz";
    let mut cargo = Command::new("cargo");
    cargo
        .args(build.split(' '))
        .args(["--target", host])
        .env("RUSTFLAGS", PROBES);
    finish(cargo, "building the fuzz targets")
}

fn fuzz(target: &str, host: &str, seconds: u32) -> Outcome {
    let corpus = root().join("target/fuzz/corpus").join(target);
    let found = root().join("fuzz/found");
    for folder in [&corpus, &found] {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    eprintln!("xtask: fuzzing {target} for {seconds} s");
    let mut program = Command::new(root().join(format!("target/fuzz/{host}/release/{target}")));
    program
        .arg(corpus)
        .arg(root().join("fuzz/seeds").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={INPUT_BYTES_MAX}"))
        .arg(format!("-timeout={INPUT_S_MAX}"))
        .arg(format!("-artifact_prefix={}/{target}-", found.display()))
        .args(["-print_final_stats=1", "-verbosity=0"]);
    finish(program, &format!("fuzzing {target}"))
}

fn finish(mut command: Command, what: &str) -> Outcome {
    let status = command.current_dir(root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{what} failed ({status})")),
        Err(error) => Err(format!("{what} could not be started: {error}")),
    }
}
