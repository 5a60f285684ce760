//! The work of an upload: each document on its own, in the order of the file.

use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;
use service::{Actor, Fault, Irp};

use super::super::described::Described;
use super::jobs::{Comparison, Job, Line, Outcome};

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
            return with_outcome(Described::of(&value), answer);
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
            let comparison = duplicate.compared.then_some(Comparison {
                differences: duplicate.differences,
                more: false,
            });
            let outcome = Outcome::Already {
                comparison,
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
