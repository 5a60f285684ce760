//! The lines of the results' page.

use einvoice::finding::Finding;

use super::super::findings::FindingsView;
use super::super::rows::kind_word;
use super::outcome::{BillOutcome, Comparison, Line, Outcome};
use crate::shell::Shell;

/// Findings shown of one document; the downloads have all that are kept.
pub(super) const FINDINGS_SHOWN_MAX: usize = 10;

/// One document's line.
pub(super) struct LineView {
    pub(super) position: usize,
    pub(super) kind: String,
    pub(super) number: String,
    pub(super) date: String,
    pub(super) outcome: OutcomeView,
}

pub(super) enum OutcomeView {
    Registered {
        irn: String,
        ack_number: u64,
        acked_at: String,
        eway_bill: Option<BillView>,
    },
    Already {
        irn: String,
        sentence: String,
        code: &'static str,
        acked_at: String,
        comparison: Option<Comparison>,
    },
    Refused(FindingsView),
    Bill(BillView),
    Failed {
        reference: String,
    },
    NotTried,
}

/// What became of a document's e-way bill.
pub(super) enum BillView {
    Made { number: u64, valid_until: String },
    Refused(FindingsView),
    Failed { sentence: String },
}

impl BillView {
    fn of(outcome: &BillOutcome, shell: &Shell) -> Self {
        match outcome {
            BillOutcome::Made {
                number,
                valid_until,
                ..
            } => Self::Made {
                number: *number,
                valid_until: valid_until
                    .map_or_else(|| shell.t("bill-not-valid-yet"), |at| shell.moment(&at)),
            },
            BillOutcome::Refused { findings, more } => Self::Refused(shown(findings, *more, shell)),
            BillOutcome::Failed { reference } => Self::Failed {
                sentence: shell.t1("bill-line-failed-text", "reference", reference),
            },
            BillOutcome::Unavailable => Self::Failed {
                sentence: shell.t("bill-line-unavailable-text"),
            },
        }
    }
}

/// The first of those that are kept, and how many there are besides.
fn shown(findings: &[Finding], more: usize, shell: &Shell) -> FindingsView {
    let mut view = FindingsView::of(findings, FINDINGS_SHOWN_MAX, shell);
    view.more += more;
    view
}

impl LineView {
    pub(super) fn of(position: usize, line: &Line, shell: &Shell) -> Self {
        let document = &line.document;
        Self {
            position,
            kind: document
                .kind
                .map(|kind| kind_word(kind, shell))
                .unwrap_or_default(),
            number: match &line.outcome {
                Outcome::Bill { irn, .. } => irn.clone(),
                _ => document.number.clone(),
            },
            date: document.date.clone(),
            outcome: OutcomeView::of(&line.outcome, shell),
        }
    }
}

impl OutcomeView {
    fn of(outcome: &Outcome, shell: &Shell) -> Self {
        match outcome {
            Outcome::Registered {
                irn,
                ack_number,
                acked_at,
                eway_bill,
            } => Self::Registered {
                irn: irn.to_string(),
                ack_number: *ack_number,
                acked_at: shell.moment(acked_at),
                eway_bill: eway_bill
                    .as_ref()
                    .map(|outcome| BillView::of(outcome, shell)),
            },
            Outcome::Already {
                finding,
                irn,
                acked_at,
                comparison,
                ..
            } => Self::Already {
                comparison: comparison.clone(),
                irn: irn.to_string(),
                sentence: finding.message(shell.language),
                code: finding.code(),
                acked_at: shell.moment(acked_at),
            },
            Outcome::Refused { findings, more } => Self::Refused(shown(findings, *more, shell)),
            Outcome::Bill { outcome, .. } => Self::Bill(BillView::of(outcome, shell)),
            Outcome::Failed { reference } => Self::Failed {
                reference: reference.clone(),
            },
            Outcome::NotTried => Self::NotTried,
        }
    }
}
