//! `mohar check`.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{MOHAR, invoice, mohar, printed};

const SUPPLIER: &str = "29AAACM0000A1ZI";

fn right() -> Value {
    serde_json::from_str(&invoice(SUPPLIER, "CHECK/1")).unwrap()
}

/// A document with a total that is too high.
fn wrong() -> Value {
    let mut document = right();
    document["ValDtls"]["TotInvVal"] = 9_999_999.into();
    document
}

/// Runs `mohar check` on a file with this text.
fn check(text: &str, options: &[&str]) -> Output {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("document.json");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    mohar(&[&["check", &path], options].concat())
}

fn lines(output: &Output) -> Vec<Value> {
    let text = printed(&output.stdout);
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_right_document_ends_with_zero() {
    let output = check(&right().to_string(), &[]);
    let words = printed(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(words.contains("INV CHECK/1, IRN "), "{words}");
    assert!(words.ends_with(": nothing is wrong\n"), "{words}");
    let marked = format!("\u{feff}{}", right());
    assert_eq!(check(&marked, &[]).status.code(), Some(0));
}

#[test]
fn a_wrong_document_is_explained_to_people_and_machines() {
    let output = check(&wrong().to_string(), &[]);
    let words = printed(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains(": 1 finding\n  2189 "), "{words}");
    assert!(
        words.contains("       at /ValDtls/TotInvVal, found 9999999"),
        "{words}"
    );

    let output = check(&wrong().to_string(), &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["index"], Value::Null);
    assert_eq!(lines[0]["number"], "CHECK/1");
    assert_eq!(lines[0]["irn"].as_str().unwrap().len(), 64);
    let finding = &lines[0]["findings"][0];
    assert_eq!(finding["code"], "2189");
    assert_eq!(finding["pointer"], "/ValDtls/TotInvVal");
    for member in ["message", "found", "expected", "fix"] {
        assert!(!finding[member].as_str().unwrap().is_empty(), "{member}");
    }
}

#[test]
fn each_document_of_a_list_is_checked() {
    let list = json!([right(), wrong(), {}, 7]);
    let output = check(&list.to_string(), &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    let places: Vec<_> = lines.iter().map(|line| line["index"].as_u64()).collect();
    assert_eq!(places, [Some(0), Some(1), Some(2), Some(3)]);
    let clean = |line: &Value| line["findings"].as_array().unwrap().is_empty();
    let clean: Vec<_> = lines.iter().map(clean).collect();
    assert_eq!(clean, [true, false, false, false]);
    assert_eq!(lines[2]["findings"][0]["code"], "5002");
    let words = printed(&check(&list.to_string(), &[]).stdout);
    assert!(
        words.contains("document.json, document 2, INV CHECK/1"),
        "{words}"
    );
}

#[test]
fn the_supplier_s_turnover_decides_on_the_reporting_limit() {
    // The document is of June 2025, far more than thirty days ago.
    let document = right().to_string();
    let large = check(&document, &["--json", "--turnover", "1000000000000"]);
    assert_eq!(large.status.code(), Some(1));
    assert_eq!(lines(&large)[0]["findings"][0]["code"], "2305");
    let small = check(&document, &["--turnover", "0"]);
    assert_eq!(small.status.code(), Some(0));
    let nonsense = check(&document, &["--turnover", "much"]);
    assert_eq!(nonsense.status.code(), Some(2));
}

#[test]
fn what_cannot_be_read_ends_with_two_and_the_rest_is_checked() {
    for text in ["", "{", "[]"] {
        let output = check(text, &[]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(printed(&output.stderr).starts_with("mohar: "), "{text}");
    }
    let output = check(&wrong().to_string(), &["/nowhere/at/all.json", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(lines(&output).len(), 1);
    assert!(printed(&output.stderr).contains("/nowhere/at/all.json"));
}

#[test]
fn standard_input_is_a_file_too() {
    let mut child = Command::new(MOHAR)
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(right().to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let words = printed(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(words.starts_with("-, INV CHECK/1"), "{words}");
}
