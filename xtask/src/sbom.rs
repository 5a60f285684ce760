//! What went into the program that is released: a bill of materials in CycloneDX's JSON.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::run::{Outcome, output, root, run};
use crate::tools::CYCLONEDX;

/// Where it ends up.
const BILL: &str = "target/mohar.cdx.json";
/// How the tool calls its files; it leaves one beside the manifest of every program there is.
const MADE: &str = ".cdx.json";
/// Where those manifests are.
const FOLDERS: [&str; 3] = ["crates/mohar", "crates/bench", "xtask"];

/// Writes the bill of a release build for this machine, and checks it.
pub(crate) fn run_tool() -> Outcome {
    let program = CYCLONEDX.ready()?;
    let made = run(
        &program,
        &[
            "cyclonedx",
            "--quiet",
            "--manifest-path",
            "crates/mohar/Cargo.toml",
            "--format",
            "json",
            "--describe",
            "binaries",
            "--spec-version",
            "1.5",
            "--no-build-deps",
        ],
    );
    let bills = taken_away()?;
    made?;
    let bill = bills.first().ok_or("no bill of materials was written")?;
    // Where this checkout stands is nobody's business.
    let bill = bill.replace(&format!("file://{}", root().display()), "file://");
    let bill = pruned(&bill, &built()?)?;
    let path = root().join(BILL);
    fs::write(&path, bill).map_err(|error| format!("{BILL}: {error}"))?;
    eprintln!("xtask: {BILL} is written");
    Ok(())
}

/// What the tool left beside the manifests, the program's own first; they are removed.
fn taken_away() -> Result<Vec<String>, String> {
    let mut bills = Vec::new();
    for folder in FOLDERS {
        let folder = root().join(folder);
        let entries = fs::read_dir(&folder).map_err(|error| error.to_string())?;
        let paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        for path in paths {
            if path.to_string_lossy().ends_with(MADE) {
                bills.push(fs::read_to_string(&path).map_err(|error| error.to_string())?);
                fs::remove_file(&path).map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(bills)
}

/// Names and versions of what cargo builds into the program.
fn built() -> Result<BTreeSet<String>, String> {
    let manifest = root().join("Cargo.toml");
    let manifest = ["--manifest-path", &manifest.to_string_lossy()];
    let tree = "tree --package mohar --edges normal --prefix none --locked";
    let tree: Vec<&str> = tree.split(' ').chain(manifest).collect();
    let built: BTreeSet<String> = output("cargo", &tree)
        .lines()
        .filter_map(name_and_version)
        .collect();
    if built.is_empty() {
        return Err("cargo tree tells nothing".to_owned());
    }
    Ok(built)
}

/// A bill without what is only there for features that the program is built without: the tool
/// takes all that the lock file might bring. What is left is exactly what is built.
fn pruned(bill: &str, built: &BTreeSet<String>) -> Result<String, String> {
    let mut bill: Value = serde_json::from_str(bill).map_err(|error| error.to_string())?;
    if bill["bomFormat"] != "CycloneDX" || bill["specVersion"] != "1.5" {
        return Err("this is no bill of materials of CycloneDX 1.5".to_owned());
    }
    let mut listed = BTreeSet::from([named(&bill["metadata"]["component"])?]);
    let mut references = BTreeSet::from([bill["metadata"]["component"]["bom-ref"].to_string()]);
    let mut kept = Vec::new();
    for component in bill["components"].as_array().ok_or("no components")? {
        let name = named(component)?;
        if built.contains(&name) {
            listed.insert(name);
            references.insert(component["bom-ref"].to_string());
            kept.push(component.clone());
        }
    }
    let missing: Vec<&String> = built.difference(&listed).collect();
    if !missing.is_empty() {
        return Err(format!("the bill of materials lacks {missing:?}"));
    }
    bill["components"] = kept.into();
    let is_kept = |reference: &Value| references.contains(&reference.to_string());
    let edges = bill["dependencies"]
        .as_array_mut()
        .ok_or("no dependencies")?;
    edges.retain(|edge| is_kept(&edge["ref"]));
    for edge in edges {
        if let Some(targets) = edge.get_mut("dependsOn").and_then(Value::as_array_mut) {
            targets.retain(is_kept);
        }
    }
    serde_json::to_string_pretty(&bill).map_err(|error| error.to_string())
}

/// A component's name and version; it has to have a package URL as well.
fn named(component: &Value) -> Result<String, String> {
    let text = |member: &str| {
        let text = component[member].as_str();
        text.ok_or_else(|| format!("a component without {member}: {component}"))
    };
    text("purl")?;
    Ok(format!("{}@{}", text("name")?, text("version")?))
}

/// `name vX.Y.Z (…)` as `name@X.Y.Z`.
fn name_and_version(line: &str) -> Option<String> {
    let mut words = line.split(' ');
    let name = words.next().filter(|name| !name.is_empty())?;
    let version = words.next()?.strip_prefix('v')?;
    Some(format!("{name}@{version}"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn bill(format: &str, purl: &str) -> String {
        format!(
            r#"{{"bomFormat":"{format}","specVersion":"1.5",
                "metadata":{{"component":
                    {{"bom-ref":"m","name":"mohar","version":"1.0.0","purl":"pkg:x"}}}},
                "components":[
                    {{"bom-ref":"a","name":"aws-lc-rs","version":"2.0.0","{purl}":"pkg:y"}},
                    {{"bom-ref":"r","name":"ring","version":"3.0.0","purl":"pkg:z"}}],
                "dependencies":[
                    {{"ref":"m","dependsOn":["a","r"]}},{{"ref":"a"}},{{"ref":"r"}}]}}"#
        )
    }

    fn built(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn only_what_is_built_is_listed() {
        let built = built(&["mohar@1.0.0", "aws-lc-rs@2.0.0"]);
        let kept = pruned(&bill("CycloneDX", "purl"), &built).unwrap();
        let kept: Value = serde_json::from_str(&kept).unwrap();
        let components = kept["components"].as_array().unwrap();
        assert_eq!(components.len(), 1);
        assert_eq!(components[0]["name"], "aws-lc-rs");
        let edges = serde_json::json!([{ "ref": "m", "dependsOn": ["a"] }, { "ref": "a" }]);
        assert_eq!(kept["dependencies"], edges);
    }

    #[test]
    fn what_is_no_bill_or_not_all_of_it_is_refused() {
        let all = built(&["mohar@1.0.0", "aws-lc-rs@2.0.0"]);
        for bad in [
            bill("SPDX", "purl"),
            bill("CycloneDX", "url"),
            "{".to_owned(),
        ] {
            assert!(pruned(&bad, &all).is_err(), "{bad}");
        }
        let more = built(&["mohar@1.0.0", "aws-lc-rs@2.0.0", "rustls@1.0.0"]);
        let lacks = pruned(&bill("CycloneDX", "purl"), &more).unwrap_err();
        assert!(
            lacks.contains("rustls@1.0.0") && !lacks.contains("ring"),
            "{lacks}"
        );
    }

    #[test]
    fn cargo_s_lines_are_read() {
        for (line, read) in [
            ("aws-lc-rs v1.2.3", Some("aws-lc-rs@1.2.3")),
            ("gst v0.1.0 (/work/gst) (*)", Some("gst@0.1.0")),
            ("", None),
            ("[build-dependencies]", None),
        ] {
            assert_eq!(name_and_version(line).as_deref(), read, "{line}");
        }
    }
}
