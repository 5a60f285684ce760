//! Rows that an operator lays over the master tables.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{SandboxProcess, invoice, mohar, printed};

/// The example of docs/MASTERS.md.
fn example() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/MASTERS.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("```text\n# table,code").unwrap();
    let (rows, _) = rest.split_once("\n```").unwrap();
    format!("# table,code{rows}\n")
}

fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// A document whose first item has this HSN code.
fn document(hsn: &str) -> String {
    let mut document: Value = serde_json::from_str(&invoice("29AAACM0000A1ZI", "OVER/1")).unwrap();
    document["ItemList"][0]["HsnCd"] = hsn.into();
    document.to_string()
}

/// The codes that `mohar check` finds.
fn found(document: &Path, masters: &[&Path]) -> Vec<String> {
    let mut arguments = vec!["check", "--json", document.to_str().unwrap()];
    for path in masters {
        arguments.extend(["--masters", path.to_str().unwrap()]);
    }
    let output = mohar(&arguments);
    let line: Value = serde_json::from_str(&printed(&output.stdout)).unwrap();
    let findings = line["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_code_of_the_operator_s_file_is_known_and_one_that_it_ends_is_not() {
    let folder = TempDir::new().unwrap();
    let unknown = file(&folder, "unknown.json", &document("73269077"));
    let known = file(&folder, "known.json", &document("73269070"));
    let newer = file(&folder, "newer.csv", "hsn,73269077,2025-01-01\n");
    let ended = file(&folder, "ended.csv", "hsn,73269077,,2024-12-31\n");
    assert!(!found(&unknown, &[]).is_empty());
    assert!(!found(&unknown, &[&ended]).is_empty());
    assert!(found(&unknown, &[&newer]).is_empty());
    assert!(
        found(&unknown, &[&ended, &newer]).is_empty(),
        "the later file decides"
    );
    assert!(!found(&unknown, &[&newer, &ended]).is_empty());
    assert!(found(&known, &[&newer]).is_empty(), "the table still holds");
}

#[tokio::test]
async fn the_documented_example_is_laid_over_the_tables_and_marked() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "masters.csv", &format!("\u{feff}{}", example()));
    let sandbox = SandboxProcess::start(&["--masters", path.to_str().unwrap()]);
    let text = async |address: &str| {
        let answer = reqwest::get(format!("{}{address}", sandbox.portal)).await;
        answer
            .unwrap()
            .error_for_status()
            .unwrap()
            .text()
            .await
            .unwrap()
    };
    let units = text("/masters/uqc.csv").await;
    assert!(
        units.contains("\r\nMLN,Millions,दस लाख,2026-04-01,,yes\r\n"),
        "{units}"
    );
    let codes: Value = serde_json::from_str(&text("/masters/hsn.json").await).unwrap();
    let rows = codes["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["code"] == "24049250").unwrap();
    assert_eq!(row["laid_over"], true);
    assert_eq!(row["since"], "2026-04-01");
    assert!(text("/en/search/hsn?q=24049250").await.contains("24049250"));
    assert!(
        text("/hi/search/pin?pin=560999")
            .await
            .contains("Bengaluru Urban")
    );
}

#[test]
fn a_wrong_file_keeps_the_program_from_starting_and_every_wrong_line_is_named() {
    let folder = TempDir::new().unwrap();
    let wrong = file(&folder, "wrong.csv", "hsn,8471301\nuqc,MLN\nport,INABG1\n");
    let right = file(&folder, "right.csv", "uqc,MLN\n");
    let latin = folder.path().join("latin.csv");
    fs::write(&latin, b"country,XK,,,K\xF6sovo\n").unwrap();
    let missing = folder.path().join("missing.csv");
    let document = file(&folder, "document.json", &document("73269070"));
    let sandbox = [
        "sandbox",
        "--listen",
        "127.0.0.1:0",
        "--manage",
        "127.0.0.1:0",
    ];
    for command in [&sandbox[..], &["check", document.to_str().unwrap()]] {
        let mut arguments = command.to_vec();
        for path in [&right, &wrong, &latin, &missing] {
            arguments.extend(["--masters", path.to_str().unwrap()]);
        }
        let output = mohar(&arguments);
        let words = printed(&output.stderr);
        assert!(!output.status.success(), "{words}");
        assert_eq!(printed(&output.stdout), "", "nothing was begun");
        for part in [
            "wrong.csv, line 1: ",
            "wrong.csv, line 3: ",
            "latin.csv: it is not written in UTF-8",
            "missing.csv",
        ] {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert!(
            !words.contains("right.csv") && !words.contains("line 2:"),
            "{words}"
        );
    }
}
