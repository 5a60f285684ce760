//! Results as files: CSV for a spreadsheet, JSON with the signed invoices for an ERP.

mod json;

use std::sync::Arc;

use einvoice::catalogue::Language;
use einvoice::finding::Finding;
use gst::ist;
use service::Difference;

use super::outcome::{BillOutcome, Comparison, Line, Outcome};
use crate::csv::{BYTE_ORDER_MARK, ROW_END, row};

pub(super) use json::json;

/// The headings, which programs read: the same in both languages. New ones go to the end.
const HEADINGS: &str = "Position,Type,Number,Date,Outcome,IRN,Ack No,Ack Date,\
    Error code,Error text,Pointer,Found,Expected,Fix,\
    E-way bill,EWB No,EWB Date,EWB Valid Till,\
    Comparison,Differs at,Registered value,Uploaded value";

/// One row for each document, and one for each further finding or difference of a document.
pub(super) fn csv(lines: &[Arc<Line>], language: Language) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    text.push_str(HEADINGS);
    text.push_str(ROW_END);
    for (index, line) in lines.iter().enumerate() {
        let head = head_cells(index + 1, line);
        let findings = findings_of(&line.outcome);
        let bill = bill_cells(&line.outcome);
        let comparison = comparison_of(&line.outcome);
        let differences = comparison.map_or(&[][..], |found| &found.differences);
        for place in 0..findings.len().max(differences.len()).max(1) {
            let finding = findings.get(place);
            let finding = finding.map(|finding| finding_cells(finding, language));
            let difference = differences.get(place).map(difference_cells);
            let cells = [
                &head[..],
                &finding.unwrap_or_default(),
                &bill,
                &[comparison
                    .map(comparison_word)
                    .unwrap_or_default()
                    .to_owned()],
                &difference.unwrap_or_default(),
            ];
            text.push_str(&row(cells.concat().iter().map(String::as_str)));
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
            ..
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
        Outcome::Bill { irn, .. } => (irn.clone(), String::new(), String::new()),
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

fn bill_cells(outcome: &Outcome) -> [String; 4] {
    let Some(bill) = bill_of(outcome) else {
        return Default::default();
    };
    let (number, made_at, valid_until) = match bill {
        BillOutcome::Made {
            number,
            made_at,
            valid_until,
        } => (
            number.to_string(),
            ist::date_time(*made_at),
            valid_until.map(ist::date_time).unwrap_or_default(),
        ),
        _ => Default::default(),
    };
    [bill_word(bill).to_owned(), number, made_at, valid_until]
}

fn difference_cells(difference: &Difference) -> [String; 3] {
    [
        difference.pointer.clone(),
        difference.stored.clone().unwrap_or_default(),
        difference.sent.clone().unwrap_or_default(),
    ]
}

/// Of the document, or of the e-way bill of one that is registered.
fn findings_of(outcome: &Outcome) -> &[Finding] {
    match outcome {
        Outcome::Already { finding, .. } => std::slice::from_ref(finding),
        Outcome::Refused { findings, .. }
        | Outcome::Registered {
            eway_bill: Some(BillOutcome::Refused { findings, .. }),
            ..
        }
        | Outcome::Bill {
            outcome: BillOutcome::Refused { findings, .. },
            ..
        } => findings,
        _ => &[],
    }
}

fn bill_of(outcome: &Outcome) -> Option<&BillOutcome> {
    match outcome {
        Outcome::Registered { eway_bill, .. } => eway_bill.as_ref(),
        Outcome::Bill { outcome, .. } => Some(outcome),
        _ => None,
    }
}

fn comparison_of(outcome: &Outcome) -> Option<&Comparison> {
    match outcome {
        Outcome::Already { comparison, .. } => comparison.as_ref(),
        _ => None,
    }
}

/// A word for programs.
fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Registered { .. } => "registered",
        Outcome::Already { .. } => "already registered",
        Outcome::Refused { .. } => "refused",
        Outcome::Bill { outcome, .. } => bill_word(outcome),
        Outcome::Failed { .. } => "failed",
        Outcome::NotTried => "not tried",
    }
}

/// A word for programs.
fn bill_word(bill: &BillOutcome) -> &'static str {
    match bill {
        BillOutcome::Made { .. } => "made",
        BillOutcome::Refused { .. } => "refused",
        BillOutcome::Failed { .. } | BillOutcome::Unavailable => "failed",
    }
}

/// A word for programs.
fn comparison_word(comparison: &Comparison) -> &'static str {
    if comparison.differences.is_empty() {
        "equal"
    } else {
        "different"
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::pages::account::described::Described;
    use jiff::Timestamp;

    fn line(outcome: Outcome) -> Arc<Line> {
        let document = Described {
            number: "X/1".to_owned(),
            ..Described::default()
        };
        Arc::new(Line { document, outcome })
    }

    pub(super) fn findings() -> Vec<Finding> {
        let entry = einvoice::catalogue::find("5002").expect("in the catalogue");
        vec![Finding::new(entry, "/a"), Finding::new(entry, "/b")]
    }

    pub(super) fn registered(eway_bill: Option<BillOutcome>) -> Outcome {
        Outcome::Registered {
            irn: "5a".repeat(32).parse().expect("an IRN"),
            ack_number: 912_610_000_000_001,
            acked_at: Timestamp::UNIX_EPOCH,
            eway_bill,
        }
    }

    pub(super) fn already(differences: Vec<Difference>) -> Outcome {
        let comparison = Comparison {
            more: !differences.is_empty(),
            differences,
        };
        Outcome::Already {
            finding: findings().remove(0),
            irn: "5a".repeat(32).parse().expect("an IRN"),
            ack_number: 1,
            acked_at: Timestamp::UNIX_EPOCH,
            comparison: Some(comparison),
        }
    }

    pub(super) fn difference(at: &str) -> Difference {
        Difference {
            pointer: at.to_owned(),
            stored: Some("1".to_owned()),
            sent: None,
        }
    }

    #[test]
    fn every_finding_and_difference_has_a_row_of_its_own() {
        let refused = |more| Outcome::Refused {
            findings: findings(),
            more,
        };
        let lines = [
            line(refused(0)),
            line(Outcome::NotTried),
            line(already(vec![difference("/p"), difference("/q")])),
            line(already(Vec::new())),
            line(registered(Some(BillOutcome::Refused {
                findings: findings(),
                more: 0,
            }))),
        ];
        for language in Language::ALL {
            let text = csv(&lines, language);
            assert_eq!(text.lines().count(), 1 + 2 + 1 + 2 + 1 + 2);
            let cells = |row: usize| text.lines().nth(row).map(|row| row.matches(',').count());
            assert_eq!(cells(0), Some(21));
            assert!(text.contains("\r\n1,,X/1,,refused,,,,5002,"));
            assert!(text.contains("\r\n2,,X/1,,not tried,,,,,,,,,,,,,,,,,\r\n"));
            assert!(text.contains(",different,/p,1,\r\n"));
            assert!(text.contains("already registered,") && text.contains(",different,/q,1,\r\n"));
            assert!(text.contains(",,,,equal,,,\r\n"));
            let row = text.lines().nth(7).expect("the bill's first row");
            assert!(row.starts_with("5,,X/1,,registered,5a5a"), "{row}");
            assert!(row.ends_with(",refused,,,,,,,"), "{row}");
        }
    }

    #[test]
    fn a_bill_stands_beside_its_document() {
        let made = |valid_until| {
            line(registered(Some(BillOutcome::Made {
                number: 910_000_000_001,
                made_at: Timestamp::UNIX_EPOCH,
                valid_until,
            })))
        };
        let lines = [made(Some(Timestamp::UNIX_EPOCH)), made(None)];
        let text = csv(&lines, Language::English);
        let bill = ",made,910000000001,1970-01-01 05:30:00,";
        assert!(text.contains(&format!("{bill}1970-01-01 05:30:00,,,,\r\n")));
        assert!(text.contains(&format!("{bill},,,,\r\n")));
    }
}
