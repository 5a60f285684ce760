//! The work of an upload: each document, or each request for an e-way bill, on its own, in the
//! order of the file.

use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;
use service::{Actor, BillAttempt, Fault, Irp, Issued};

use super::super::described::{Described, irn_of};
use super::Asked;
use super::jobs::Job;
use super::outcome::{BillOutcome, Comparison, Line, Outcome};

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

/// Registers the documents, or makes the e-way bills. A faulty one is noted and the next is taken;
/// only a database that is gone ends the work early, because then the rest would fare the same.
pub(super) async fn run(irp: Irp, actor: Actor, job: Arc<Job>, documents: Vec<Box<RawValue>>) {
    let _finish = Finish {
        irp: irp.clone(),
        job: Arc::clone(&job),
    };
    for document in documents {
        let (described, outcome, go_on) = match job.asked {
            Asked::Documents => register(&irp, &actor, &document).await,
            Asked::EwayBills => make_bill(&irp, &actor, &document).await,
        };
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
    // A document that is nested too deeply for a value goes without a heading.
    let value = serde_json::from_str::<Value>(document.get());
    let described = value.map_or_else(|_| Described::default(), |value| Described::of(&value));
    with_outcome(described, irp.issue(actor, document.get().as_bytes()).await)
}

async fn make_bill(irp: &Irp, actor: &Actor, request: &RawValue) -> (Described, Outcome, bool) {
    let irn = irn_of(request.get());
    let made = irp.make_eway_bill(actor, request.get().as_bytes()).await;
    let (outcome, go_on) = match made {
        Ok(made) => {
            let outcome = BillAttempt::Made(made).into();
            (Outcome::Bill { irn, outcome }, true)
        }
        Err(Fault::Refused(findings)) => {
            let outcome = BillAttempt::Refused(findings).into();
            (Outcome::Bill { irn, outcome }, true)
        }
        Err(Fault::Internal { reference }) => (Outcome::Failed { reference }, true),
        Err(Fault::Unavailable(_) | Fault::Duplicate(_)) => (Outcome::NotTried, false),
    };
    (Described::default(), outcome, go_on)
}

fn with_outcome(described: Described, answer: Result<Issued, Fault>) -> (Described, Outcome, bool) {
    match answer {
        Ok(issued) => {
            let summary = issued.registered.summary();
            let outcome = Outcome::Registered {
                irn: issued.registered.irn(),
                ack_number: summary.ack_number,
                acked_at: summary.acked_at,
                eway_bill: issued.eway_bill.map(BillOutcome::from),
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
