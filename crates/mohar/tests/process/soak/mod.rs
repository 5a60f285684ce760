//! The long runs of `cargo xtask soak`: real processes that die many times over under load.
//!
//! They run against a release build, which that command makes, and print tables for docs/SOAK.md.

mod processes;
mod replicated;
mod servers;
mod service;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::portal::{Installation, PortalProcess};
use crate::support::{MOHAR, mohar, printed};

/// The build's own folder.
fn target() -> PathBuf {
    let profile = Path::new(MOHAR).parent().unwrap();
    profile.parent().unwrap().to_owned()
}

/// A portal of the release build.
fn serve(installation: &Installation) -> PortalProcess {
    let program = target().join("release/mohar");
    let name = program.display();
    assert!(program.exists(), "no {name}; `cargo xtask soak` builds it");
    installation.serve_by(Command::new(&program))
}

/// The chains of the audit log hold, whatever died.
fn audit_is_whole(installation: &Installation) {
    let [audit, keys] = ["audit", "keys"].map(|name| installation.path(name));
    let (audit, keys) = (audit.to_str().unwrap(), keys.to_str().unwrap());
    let verified = mohar(&["audit", "verify", audit, "--keys", keys]);
    let words = printed(&verified.stdout) + &printed(&verified.stderr);
    assert!(verified.status.success(), "{words}");
}
