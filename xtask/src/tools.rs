//! Programs of other people's that are built when they are missing, each at one version.

use std::path::PathBuf;

use crate::run::{Outcome, output, root, run};

/// Where they are kept: below the build's own folder.
const FOLDER: &str = "target/tools";

/// A program from crates.io.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

/// Judges what comes in from other people.
pub(crate) const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};

/// Lists what went into a program.
pub(crate) const CYCLONEDX: Tool = Tool {
    name: "cargo-cyclonedx",
    version: "0.5.9",
};

impl Tool {
    /// The program, built first if it is not there in this version. That takes minutes, once.
    pub(crate) fn ready(&self) -> Result<String, String> {
        let program = self.program();
        if !self.is_there() {
            let version = format!("={}", self.version);
            let folder = root().join(FOLDER);
            let folder = folder.to_string_lossy();
            let install = [
                "install",
                "--locked",
                "--root",
                &folder,
                "--version",
                &version,
            ];
            run("cargo", &[&install[..], &[self.name]].concat())?;
        }
        if self.is_there() {
            Ok(program)
        } else {
            Err(format!("{program} is not {} {}", self.name, self.version))
        }
    }

    fn program(&self) -> String {
        let path: PathBuf = root().join(FOLDER).join("bin").join(self.name);
        path.to_string_lossy().into_owned()
    }

    fn is_there(&self) -> bool {
        // As a part of cargo each wants its own name first.
        let own = self.name.trim_start_matches("cargo-");
        let said = output(&self.program(), &[own, "--version"]);
        said.split_whitespace().any(|word| word == self.version)
    }
}

/// Bans, licences and sources of all that comes in, and what is known of its weaknesses, if that
/// can be had.
pub(crate) fn deny() -> Outcome {
    let program = DENY.ready()?;
    run(&program, &["check", "bans", "licenses", "sources"])?;
    if run(&program, &["fetch", "db"]).is_err() {
        eprintln!(
            "xtask: the database of advisories cannot be fetched: known weaknesses of what comes \
             in were NOT looked for"
        );
        return Ok(());
    }
    run(&program, &["check", "--disable-fetch", "advisories"])
}
