//! What became of the documents of an upload, as far as it is kept.

use einvoice::Irn;
use einvoice::finding::Finding;
use jiff::Timestamp;
use service::{BillAttempt, DIFFERENCES_MAX, Difference, Trouble};

use super::super::described::Described;

/// Differences kept of one document; of all documents together so many as findings.
pub(super) const DIFFERENCES_PER_DOCUMENT_MAX: usize = 20;

/// Findings kept of one document.
pub(super) const FINDINGS_PER_DOCUMENT_MAX: usize = 50;

/// What became of one document.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// This upload registered it.
    Registered {
        irn: Irn,
        ack_number: u64,
        acked_at: Timestamp,
        /// What became of the e-way bill, when the document asked for one.
        eway_bill: Option<BillOutcome>,
    },
    /// It was registered before.
    Already {
        finding: Finding,
        irn: Irn,
        ack_number: u64,
        acked_at: Timestamp,
        comparison: Option<Comparison>,
    },
    /// It is refused: the findings that are kept, and how many more there were.
    Refused { findings: Vec<Finding>, more: usize },
    /// A request for an e-way bill, by the IRN as it was written.
    Bill { irn: String, outcome: BillOutcome },
    /// Something failed on our side; the log has the reference.
    Failed { reference: String },
    /// It was not tried, because the database went away or the upload was cut short.
    NotTried,
}

/// What became of an e-way bill. If a document asked for it, the document stands.
#[derive(Clone, Debug)]
pub(crate) enum BillOutcome {
    /// It was made.
    Made {
        number: u64,
        made_at: Timestamp,
        valid_until: Option<Timestamp>,
    },
    /// It is refused: the findings that are kept, and how many more there were.
    Refused { findings: Vec<Finding>, more: usize },
    /// Something failed on our side; the log has the reference.
    Failed { reference: String },
    /// The database or the GST registry could not be reached.
    Unavailable,
}

impl From<BillAttempt> for BillOutcome {
    fn from(attempt: BillAttempt) -> Self {
        match attempt {
            BillAttempt::Made(made) => Self::Made {
                number: made.bill.number,
                made_at: made.bill.made_at,
                valid_until: made.bill.valid_until,
            },
            BillAttempt::Refused(findings) => Self::Refused { findings, more: 0 },
            BillAttempt::Failed(Trouble::Internal { reference }) => Self::Failed { reference },
            BillAttempt::Failed(Trouble::Unavailable(_)) => Self::Unavailable,
        }
    }
}

/// A registered document beside the one that was uploaded; without differences they are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub(crate) differences: Vec<Difference>,
    /// Whether there are differences that are not kept.
    pub(crate) more: bool,
}

/// One document of an upload, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) document: Described,
    pub(crate) outcome: Outcome,
}

impl Line {
    /// Drops what goes beyond the limits, given the room that is left in the job. At least one
    /// finding and one difference always stay. The number of those that stay.
    pub(super) fn keep_within(&mut self, room: usize) -> usize {
        match &mut self.outcome {
            Outcome::Refused { findings, more }
            | Outcome::Registered {
                eway_bill: Some(BillOutcome::Refused { findings, more }),
                ..
            }
            | Outcome::Bill {
                outcome: BillOutcome::Refused { findings, more },
                ..
            } => {
                let found = findings.len();
                let kept = found.min(FINDINGS_PER_DOCUMENT_MAX).min(room.max(1));
                *more += found - kept;
                findings.truncate(kept);
                kept
            }
            Outcome::Already {
                comparison: Some(comparison),
                ..
            } => {
                let found = comparison.differences.len();
                let kept = found.min(DIFFERENCES_PER_DOCUMENT_MAX).min(room.max(1));
                comparison.more |= kept < found || found >= DIFFERENCES_MAX;
                comparison.differences.truncate(kept);
                kept
            }
            _ => 0,
        }
    }
}
