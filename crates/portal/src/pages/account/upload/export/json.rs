//! Results for programs: JSON, with the signed invoices.

use std::sync::Arc;

use einvoice::catalogue::Language;
use einvoice::finding::Finding;
use gst::ist;
use serde_json::{Value, json};
use service::{Actor, Irp};

use super::super::super::invoice::{own_document, signed_answer};
use super::super::outcome::{BillOutcome, Comparison, Line, Outcome};
use super::{bill_of, bill_word, comparison_of, comparison_word, findings_of, word};
use crate::problem::Problem;

/// All results, with the signed invoices of the documents that are registered.
pub(in super::super) async fn json(
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
                Ok(registered) => {
                    let bill = irp.active_eway_bill(&registered).await?;
                    result["Data"] = signed_answer(&registered, bill.as_ref());
                }
                Err(Problem::NotFound) => result["Data"] = json!({ "Irn": irn.to_string() }),
                Err(problem) => return Err(problem),
            }
        }
        if let Outcome::Bill { irn, outcome } = &line.outcome {
            result["Data"] = made_json(irn, outcome);
        }
        add_particulars(&mut result, &line.outcome, language);
        results.push(result);
    }
    Ok(Value::from(results).to_string())
}

/// What is wrong, what became of the e-way bill, and how the registered document differs.
fn add_particulars(result: &mut Value, outcome: &Outcome, language: Language) {
    let findings = findings_of(outcome).iter();
    let findings: Vec<Value> = findings
        .map(|finding| finding_json(finding, language))
        .collect();
    if let Some(bill) = bill_of(outcome) {
        result["EwayBill"] = bill_json(bill, findings);
    } else if !findings.is_empty() {
        result["Findings"] = Value::from(findings);
    }
    if let Outcome::Refused { more, .. } = outcome
        && *more > 0
    {
        result["MoreFindings"] = Value::from(*more);
    }
    if let Some(comparison) = comparison_of(outcome) {
        result["Comparison"] = comparison_json(comparison);
    }
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

/// An e-way bill by IRN as the API gives it.
fn made_json(irn: &str, bill: &BillOutcome) -> Value {
    match bill {
        BillOutcome::Made {
            number,
            made_at,
            valid_until,
        } => json!({
            "Irn": irn,
            "EwbNo": number,
            "EwbDt": ist::date_time(*made_at),
            "EwbValidTill": valid_until.map(ist::date_time),
        }),
        _ => json!({ "Irn": irn }),
    }
}

/// The number and dates stand with the document, as the API gives them.
fn bill_json(bill: &BillOutcome, findings: Vec<Value>) -> Value {
    let mut result = json!({ "Outcome": bill_word(bill) });
    if !findings.is_empty() {
        result["Findings"] = Value::from(findings);
    }
    match bill {
        BillOutcome::Refused { more, .. } if *more > 0 => {
            result["MoreFindings"] = Value::from(*more);
        }
        BillOutcome::Failed { reference } => {
            result["Reference"] = Value::from(reference.as_str());
        }
        _ => {}
    }
    result
}

fn comparison_json(comparison: &Comparison) -> Value {
    let differences = comparison.differences.iter().map(|difference| {
        json!({
            "Pointer": difference.pointer,
            "Registered": difference.stored,
            "Uploaded": difference.sent,
        })
    });
    json!({
        "Outcome": comparison_word(comparison),
        "Differences": differences.collect::<Vec<_>>(),
        "More": comparison.more,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{already, difference, findings, registered};
    use super::*;

    #[test]
    fn programs_are_told_the_same() {
        let particulars = |outcome: Outcome| {
            let mut result = json!({});
            add_particulars(&mut result, &outcome, Language::English);
            result
        };
        let refused = particulars(registered(Some(BillOutcome::Refused {
            findings: findings(),
            more: 2,
        })));
        assert_eq!(refused["EwayBill"]["Outcome"], "refused");
        assert_eq!(refused["EwayBill"]["Findings"][1]["Pointer"], "/b");
        assert_eq!(refused["EwayBill"]["MoreFindings"], 2);
        assert_eq!(refused["Findings"], Value::Null);
        let failed = particulars(registered(Some(BillOutcome::Failed {
            reference: "AB12".to_owned(),
        })));
        let expected = json!({ "Outcome": "failed", "Reference": "AB12" });
        assert_eq!(failed["EwayBill"], expected);
        assert_eq!(particulars(registered(None)), json!({}));
        let differing = particulars(already(vec![difference("/p")]));
        let expected = json!({
            "Outcome": "different",
            "Differences": [{ "Pointer": "/p", "Registered": "1", "Uploaded": null }],
            "More": true,
        });
        assert_eq!(differing["Comparison"], expected);
        let equal = particulars(already(Vec::new()));
        assert_eq!(equal["Comparison"]["Outcome"], "equal");
        assert_eq!(equal["Findings"][0]["ErrorCode"], "5002");
    }

    #[test]
    fn a_bill_by_irn_has_the_members_of_the_api() {
        let made = BillOutcome::Made {
            number: 910_000_000_001,
            made_at: jiff::Timestamp::UNIX_EPOCH,
            valid_until: None,
        };
        let expected = json!({
            "Irn": "5a",
            "EwbNo": 910_000_000_001_u64,
            "EwbDt": "1970-01-01 05:30:00",
            "EwbValidTill": null,
        });
        assert_eq!(made_json("5a", &made), expected);
        let refused = BillOutcome::Unavailable;
        assert_eq!(made_json("5a", &refused), json!({ "Irn": "5a" }));
    }
}
