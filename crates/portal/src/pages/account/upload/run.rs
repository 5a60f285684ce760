//! The work of an upload: each document on its own, in the order of the file.

use std::sync::Arc;

use einvoice::DocumentType;
use serde_json::Value;
use serde_json::value::RawValue;
use service::{Actor, Fault, Irp};

use super::jobs::{Described, Job, Line, Outcome};

/// Longest number and date that are repeated from a document.
const REPEATED_CHARACTERS_MAX: usize = 40;

/// Marks the job as done however the work ends, by a panic too.
struct Finish {
    irp: Irp,
    job: Arc<Job>,
}

impl Drop for Finish {
    fn drop(&mut self) {
        self.job.finish(self.irp.now());
    }
}

/// Registers the documents. A faulty one is noted and the next is taken; only a database that is
/// gone ends the work early, because then the rest would fare the same.
pub(super) async fn run(irp: Irp, actor: Actor, job: Arc<Job>, documents: Vec<Box<RawValue>>) {
    let _finish = Finish {
        irp: irp.clone(),
        job: Arc::clone(&job),
    };
    for document in documents {
        let (described, outcome, go_on) = register(&irp, &actor, &document).await;
        job.add(Line {
            document: described,
            outcome,
        });
        if !go_on {
            break;
        }
    }
}

async fn register(irp: &Irp, actor: &Actor, document: &RawValue) -> (Described, Outcome, bool) {
    let answer = match serde_json::from_str::<Value>(document.get()) {
        Ok(value) => {
            let answer = irp.issue_value(actor, &value).await;
            return with_outcome(describe(&value), answer);
        }
        // Nested too deeply for a value; the reader says so in its own words.
        Err(_) => irp.issue(actor, document.get().as_bytes()).await,
    };
    with_outcome(Described::default(), answer)
}

fn with_outcome(
    described: Described,
    answer: Result<store::line::Registered, Fault>,
) -> (Described, Outcome, bool) {
    match answer {
        Ok(registered) => {
            let summary = registered.summary();
            let outcome = Outcome::Registered {
                irn: registered.irn(),
                ack_number: summary.ack_number,
                acked_at: summary.acked_at,
            };
            (described, outcome, true)
        }
        Err(Fault::Refused(findings)) => (described, Outcome::Refused { findings, more: 0 }, true),
        Err(Fault::Duplicate(duplicate)) => {
            let outcome = Outcome::Already {
                irn: duplicate.existing.irn,
                ack_number: duplicate.existing.ack_number,
                acked_at: duplicate.existing.acked_at,
                finding: duplicate.finding,
            };
            (described, outcome, true)
        }
        Err(Fault::Internal { reference }) => (described, Outcome::Failed { reference }, true),
        Err(Fault::Unavailable(_)) => (described, Outcome::NotTried, false),
    }
}

/// What a document calls itself. Member names in any letter case, as the reader takes them.
fn describe(value: &Value) -> Described {
    let details = member(value, "DocDtls");
    let text = |name: &str| {
        let value = details.and_then(|details| member(details, name));
        let text = value.and_then(Value::as_str).unwrap_or_default();
        text.chars()
            .take(REPEATED_CHARACTERS_MAX)
            .collect::<String>()
    };
    Described {
        kind: DocumentType::from_code(&text("Typ")),
        number: text("No"),
        date: text("Dt"),
    }
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    members
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_is_described_as_far_as_it_can_be_read() {
        let document = json!({"docdtls": {"TYP": "crn", "no": "C/1", "dt": "01/06/2026"}});
        let described = describe(&document);
        assert_eq!(described.kind, Some(DocumentType::CreditNote));
        assert_eq!(
            (described.number.as_str(), described.date.as_str()),
            ("C/1", "01/06/2026")
        );
        assert_eq!(describe(&json!([1])), Described::default());
        let long = json!({"DocDtls": {"No": "x".repeat(1_000), "Dt": 7}});
        assert_eq!(describe(&long).number.len(), REPEATED_CHARACTERS_MAX);
    }
}
