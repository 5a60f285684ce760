//! Results as files: CSV for a spreadsheet, JSON with the signed invoices for an ERP.

use std::sync::Arc;

use einvoice::catalogue::Language;
use einvoice::finding::Finding;
use gst::ist;
use serde_json::{Value, json};
use service::{Actor, Irp};

use super::super::invoice::{own_document, signed_answer};
use super::jobs::{Line, Outcome};
use crate::problem::Problem;

/// Makes spreadsheets read the file as UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The headings, which programs read: the same in both languages.
const HEADINGS: &str = "Position,Type,Number,Date,Outcome,IRN,Ack No,Ack Date,\
    Error code,Error text,Pointer,Found,Expected,Fix";

/// One row for each document, and one for each further finding of a document.
pub(super) fn csv(lines: &[Arc<Line>], language: Language) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    text.push_str(HEADINGS);
    text.push_str("\r\n");
    for (index, line) in lines.iter().enumerate() {
        let head = head_cells(index + 1, line);
        let findings = findings_of(&line.outcome);
        let rows = findings.len().max(1);
        for row in 0..rows {
            let finding = findings
                .get(row)
                .map(|finding| finding_cells(finding, language));
            let cells = head.iter().cloned().chain(finding.unwrap_or_default());
            let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}

fn head_cells(position: usize, line: &Line) -> [String; 8] {
    let document = &line.document;
    let (irn, ack_number, ack_date) = match &line.outcome {
        Outcome::Registered {
            irn,
            ack_number,
            acked_at,
        }
        | Outcome::Already {
            irn,
            ack_number,
            acked_at,
            ..
        } => (
            irn.to_string(),
            ack_number.to_string(),
            ist::date_time(*acked_at),
        ),
        _ => Default::default(),
    };
    [
        position.to_string(),
        document
            .kind
            .map(|kind| kind.code().to_owned())
            .unwrap_or_default(),
        document.number.clone(),
        document.date.clone(),
        word(&line.outcome).to_owned(),
        irn,
        ack_number,
        ack_date,
    ]
}

fn finding_cells(finding: &Finding, language: Language) -> [String; 6] {
    let detail = &finding.detail;
    [
        finding.code().to_owned(),
        finding.message(language),
        finding.pointer.clone(),
        detail.found.clone().unwrap_or_default(),
        detail.expected.clone().unwrap_or_default(),
        finding.entry.words(language).fix.to_owned(),
    ]
}

fn findings_of(outcome: &Outcome) -> &[Finding] {
    match outcome {
        Outcome::Already { finding, .. } => std::slice::from_ref(finding),
        Outcome::Refused { findings, .. } => findings,
        _ => &[],
    }
}

/// A word for programs.
fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Registered { .. } => "registered",
        Outcome::Already { .. } => "already registered",
        Outcome::Refused { .. } => "refused",
        Outcome::Failed { .. } => "failed",
        Outcome::NotTried => "not tried",
    }
}

/// A cell. What a spreadsheet would take for a formula is made a text: numbers and texts of
/// documents come from files that somebody else may have written.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    if formula || cell.contains([',', '"', '\r', '\n']) {
        format!("\"{mark}{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// All results, with the signed invoices of the documents that are registered.
pub(super) async fn json(
    irp: &Irp,
    actor: &Actor,
    lines: &[Arc<Line>],
    language: Language,
) -> Result<String, Problem> {
    let mut results = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let mut result = json!({
            "Position": index + 1,
            "Document": {
                "Typ": line.document.kind.map(einvoice::DocumentType::code),
                "No": line.document.number,
                "Dt": line.document.date,
            },
            "Outcome": word(&line.outcome),
        });
        if let Outcome::Registered { irn, .. } | Outcome::Already { irn, .. } = &line.outcome {
            // An e-commerce operator's document is the supplier's to read.
            match own_document(irp, actor, &irn.to_string()).await {
                Ok(registered) => result["Data"] = signed_answer(&registered),
                Err(Problem::NotFound) => result["Data"] = json!({ "Irn": irn.to_string() }),
                Err(problem) => return Err(problem),
            }
        }
        let findings = findings_of(&line.outcome);
        let findings: Vec<Value> = findings
            .iter()
            .map(|finding| finding_json(finding, language))
            .collect();
        if !findings.is_empty() {
            result["Findings"] = Value::from(findings);
        }
        if let Outcome::Refused { more, .. } = line.outcome
            && more > 0
        {
            result["MoreFindings"] = Value::from(more);
        }
        results.push(result);
    }
    Ok(Value::from(results).to_string())
}

fn finding_json(finding: &Finding, language: Language) -> Value {
    json!({
        "ErrorCode": finding.code(),
        "ErrorMessage": finding.message(language),
        "Pointer": finding.pointer,
        "Found": finding.detail.found,
        "Expected": finding.detail.expected,
        "Fix": finding.entry.words(language).fix,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::account::described::Described;

    #[test]
    fn cells_are_quoted_and_formulas_made_harmless() {
        assert_eq!(quoted("KA/1"), "KA/1");
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("-1"), "\"'-1\"");
        assert_eq!(quoted(""), "");
    }

    #[test]
    fn every_finding_has_a_row_of_its_own() {
        let entry = einvoice::catalogue::find("5002").expect("in the catalogue");
        let refused = Outcome::Refused {
            findings: vec![Finding::new(entry, "/a"), Finding::new(entry, "/b")],
            more: 0,
        };
        let document = Described {
            number: "X/1".to_owned(),
            ..Described::default()
        };
        let lines = [
            Arc::new(Line {
                document: document.clone(),
                outcome: refused,
            }),
            Arc::new(Line {
                document,
                outcome: Outcome::NotTried,
            }),
        ];
        for language in Language::ALL {
            let text = csv(&lines, language);
            assert_eq!(text.lines().count(), 1 + 2 + 1);
            let cells = |row: usize| text.lines().nth(row).map(|row| row.matches(',').count());
            assert_eq!(cells(0), Some(13));
            assert!(text.contains("\r\n1,,X/1,,refused,,,,5002,"));
            assert!(text.contains("\r\n2,,X/1,,not tried,,,,"));
        }
    }
}
