//! Who may depend on whom.
//!
//! The crates form layers, and each uses only lower ones. The rule is written down once, here, and
//! the tests below hold the workspace to it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::run::root;

/// Each crate, its layer, and the crates of this workspace that it may use.
const LAYERS: &[(&str, u8, &[&str])] = &[
    ("gst", 0, &[]),
    ("einvoice", 1, &["gst"]),
    ("seal", 1, &[]),
    ("store", 2, &["gst", "einvoice", "seal"]),
    ("service", 3, &["gst", "einvoice", "seal", "store"]),
    (
        "nic-api",
        4,
        &["gst", "einvoice", "seal", "store", "service"],
    ),
    (
        "portal",
        4,
        &["gst", "einvoice", "seal", "store", "service"],
    ),
    // Sends what the outbox holds.
    ("gateways", 4, &["seal", "store", "service"]),
    (
        "sandbox",
        5,
        &["gst", "einvoice", "seal", "store", "service", "nic-api"],
    ),
    (
        "mohar",
        6,
        &[
            "gst", "einvoice", "seal", "store", "service", "nic-api", "portal", "gateways",
            "sandbox",
        ],
    ),
    // A client that users get: it knows the words and the cryptography, and nothing of the server.
    ("nic-client", 2, &["gst", "einvoice", "seal"]),
    // Measures the binary from outside; what it measures on it makes as an operator would.
    (
        "bench",
        6,
        &[
            "gst",
            "einvoice",
            "seal",
            "store",
            "service",
            "sandbox",
            "nic-client",
        ],
    ),
    // Runs the others' commands, and writes pages from the catalogue.
    ("xtask", 7, &["einvoice"]),
];

/// Crates that do input, output or waiting, which has no place below the store.
const WAITING: &[&str] = &[
    "async-trait",
    "axum",
    "futures",
    "hyper",
    "reqwest",
    "rusqlite",
    "tokio",
    "tower",
];

/// Names of INV-01 that no English sentence has.
const NIC_NAMES: &[&str] = &[
    "AssAmt",
    "BuyerDtls",
    "DocDtls",
    "LglNm",
    "SellerDtls",
    "TranDtls",
    "TrdNm",
    "ValDtls",
];

/// Where NIC's abbreviations have no place: everything but the crates that write or read NIC's
/// wire.
const PLAIN_ENGLISH: &[&str] = &["gst", "seal", "store", "service", "sandbox"];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap()
}

fn layer(name: &str) -> Option<(u8, &'static [&'static str])> {
    let row = LAYERS.iter().find(|(crate_name, ..)| *crate_name == name);
    row.map(|(_, number, may_use)| (*number, *may_use))
}

#[test]
fn every_crate_has_a_layer() {
    let there: BTreeSet<String> = metadata()
        .packages
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let known: BTreeSet<String> = LAYERS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(there, known);
}

#[test]
fn the_table_itself_only_points_down() {
    for (name, number, may_use) in LAYERS {
        for used in *may_use {
            let (below, _) = layer(used).unwrap();
            assert!(below < *number, "{name} may not use {used}");
        }
    }
}

#[test]
fn crates_use_only_what_their_layer_may() {
    let mut wrong = Vec::new();
    for package in &metadata().packages {
        wrong.extend(wrong_edges(package));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn wrong_edges(package: &Package) -> Vec<String> {
    let (number, may_use) = layer(&package.name).unwrap();
    let ours = |name: &str| layer(name).map(|(number, _)| number);
    let mut wrong = Vec::new();
    for dependency in &package.dependencies {
        let name = dependency.name.as_str();
        let allowed = match ours(name) {
            // Tests may use what is beside or below, and the client, which is made for them too.
            Some(below) if dependency.kind == DependencyKind::Development => {
                below <= number || name == "nic-client"
            }
            Some(_) => may_use.contains(&name),
            None => number >= 2 || !WAITING.contains(&name),
        };
        if !allowed {
            wrong.push(format!(
                "{} uses {name}, which its layer may not",
                package.name
            ));
        }
    }
    wrong
}

/// The Rust files of a crate's `src`, without its tests.
fn sources(crate_name: &str) -> BTreeMap<PathBuf, String> {
    let mut sources = BTreeMap::new();
    collect(
        &root().join("crates").join(crate_name).join("src"),
        &mut sources,
    );
    assert!(!sources.is_empty(), "{crate_name} has no sources");
    sources
}

fn collect(folder: &Path, sources: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "testing") {
            // What a crate's own tests are made with; no part of the program.
            continue;
        }
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            // Tests stand last in a file.
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
            sources.insert(path, code);
        }
    }
}

#[test]
fn only_the_binary_names_a_storage_engine() {
    for (name, ..) in LAYERS {
        if ["store", "mohar", "bench", "xtask"].contains(name) {
            continue;
        }
        for (path, code) in sources(name) {
            let names_engine = code.to_lowercase().contains("sqlite");
            assert!(!names_engine, "{} names a storage engine", path.display());
        }
    }
}

#[test]
fn abbreviations_stay_on_the_wire() {
    for crate_name in PLAIN_ENGLISH {
        for (path, code) in sources(crate_name) {
            for name in NIC_NAMES {
                // A pointer into a document says where something is, in the document's own terms.
                let mut before = code.match_indices(name).map(|(at, _)| &code[..at]);
                let only_in_pointers = before.all(|before| before.ends_with('/'));
                assert!(only_in_pointers, "{} says {name}", path.display());
            }
        }
    }
}
