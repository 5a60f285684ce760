//! Somebody else's client, unchanged, against this portal.

use std::path::Path;
use std::process::Command;

use crate::support::SandboxProcess;

/// The Python package `gst-e-invoicing` in the environment that `cargo xtask test` makes.
#[test]
#[ignore = "needs the Python environment that `cargo xtask test` makes"]
fn interop_with_gst_e_invoicing() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = own.join("../../target/interop/bin/python");
    assert!(
        python.exists(),
        "run `cargo xtask test`, which makes {}",
        python.display()
    );
    let sandbox = SandboxProcess::start(&[]);
    let status = Command::new(python)
        .arg(own.join("tests/gst_e_invoicing.py"))
        .arg(&sandbox.manage)
        .status()
        .unwrap();
    assert!(status.success());
}
