//! Which of other people's crates come in, and under which licences.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use cargo_metadata::{Metadata, MetadataCommand};

use crate::run::root;

/// Crates that are not used, at any depth, and why.
const BANNED: &[(&str, &str)] = &[
    (
        "rsa",
        "its decryption leaks the key through time (RUSTSEC-2023-0071)",
    ),
    ("openssl", "aws-lc-rs is the one library of cryptography"),
    (
        "openssl-sys",
        "aws-lc-rs is the one library of cryptography",
    ),
    ("native-tls", "rustls is the one library of TLS"),
    ("sqlx", "it cannot share a workspace with rusqlite"),
];

/// Crates that others may bring but that we do not use ourselves.
const NOT_DIRECTLY: &[&str] = &["ring", "rand", "chrono"];

/// Licences that go together with ours.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Zlib",
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(vec!["--locked".to_owned()])
        .exec()
        .unwrap()
}

#[test]
fn nothing_banned_comes_in() {
    for package in &metadata().packages {
        for (name, reason) in BANNED {
            assert_ne!(package.name, *name, "{name} is banned: {reason}");
        }
    }
    let all = metadata();
    for package in all.workspace_packages() {
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            assert!(
                !NOT_DIRECTLY.contains(&name),
                "{} uses {name}",
                package.name
            );
        }
    }
}

#[test]
fn every_licence_is_one_of_ours() {
    for package in &metadata().packages {
        let licence = package.license.as_deref().unwrap_or("no licence");
        let acceptable = is_acceptable(licence);
        assert!(acceptable, "{} has the licence {licence:?}", package.name);
    }
}

/// Whether an SPDX expression can be met: one alternative of each part is on the list. Reads the
/// two operators without precedence, which is enough for what crates write, and errs by refusing.
fn is_acceptable(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" AND ").all(|part| {
        part.split(" OR ")
            .any(|licence| LICENCES.contains(&licence.trim()))
    })
}

#[test]
fn expressions_are_read() {
    for yes in [
        "MIT",
        "MIT OR GPL-3.0",
        "MIT/Apache-2.0",
        "ISC AND (MIT OR Apache-2.0)",
    ] {
        assert!(is_acceptable(yes), "{yes}");
    }
    for no in ["GPL-3.0", "MIT AND GPL-3.0", "no licence", ""] {
        assert!(!is_acceptable(no), "{no}");
    }
}
