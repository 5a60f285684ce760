//! Cancelling a registered document, within its window.

use einvoice::Irn;
use einvoice::finding::{Detail, Finding};
use gst::ist;
use jiff::Timestamp;
use store::invoices::CancelOutcome;
use store::line::{Cancellation, Registered};

use crate::actor::Actor;
use crate::clock::earlier;
use crate::codes;
use crate::counts::Counters;
use crate::fault::Fault;
use crate::irp::Irp;

/// Most characters of a remark.
pub(crate) const REMARK_CHARS_MAX: usize = 100;

/// A document that is cancelled now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelledDocument {
    /// The document.
    pub irn: Irn,
    /// When, in whole seconds.
    pub at: Timestamp,
}

impl Irp {
    /// Cancels a document of the caller's. Only its supplier may, also when an e-commerce operator
    /// registered it.
    ///
    /// `reason` is NIC's code: `1` duplicate, `2` data entry mistake, `3` order cancelled,
    /// `4` others.
    pub async fn cancel(
        &self,
        actor: &Actor,
        irn: &str,
        reason: &str,
        remark: &str,
    ) -> Result<CancelledDocument, Fault> {
        let (irn, reason) = read(irn, reason, remark)?;
        // A clock that was set back must not reopen a window that has closed.
        let time = self
            .acknowledgements()
            .time(self.store().as_ref(), self.now())
            .await;
        let now = self.stored(time)?;
        let cancellation = Cancellation {
            at: now,
            reason,
            remark: remark.to_owned(),
        };
        let acked_since = earlier(now, self.settings().cancel_window_s);
        let mark = self.audit_mark()?;
        tracing::info!(target: "audit", %irn, account = actor.account.0, reason, "cancelling");
        self.audit_held(mark)?;
        let outcome = self
            .store()
            .cancel(&actor.gstin, &irn, acked_since, cancellation)
            .await;
        match self.stored(outcome)? {
            CancelOutcome::Cancelled(registered) => {
                let ack_number = registered.summary().ack_number;
                tracing::info!(target: "audit", %irn, ack_number, reason, "cancelled");
                Counters::count(&self.counters().cancelled);
                let at = registered.cancellation().map_or(now, |done| done.at);
                Ok(CancelledDocument { irn, at })
            }
            CancelOutcome::AlreadyCancelled(registered) => Err(already_cancelled(&registered)),
            CancelOutcome::TooLate(registered) => Err(self.too_late(&registered)),
            CancelOutcome::BillActive(_, number) => Err(bill_active(number)),
            CancelOutcome::NotFound => Err(not_yours()),
        }
    }

    fn too_late(&self, registered: &Registered) -> Fault {
        let acked_at = ist::date_time(registered.summary().acked_at);
        let hours = self.settings().cancel_window_s / 3_600;
        refusal(
            codes::CANCEL_WINDOW_CLOSED,
            Detail {
                english: format!("It was acknowledged on {acked_at}, over {hours} hours ago.")
                    .into(),
                hindi: format!("इसकी पावती {acked_at} को, {hours} घंटे से पहले दी गई थी।").into(),
                found: Some(acked_at),
                expected: None,
            },
        )
    }
}

fn already_cancelled(registered: &Registered) -> Fault {
    refusal(codes::NOT_ACTIVE, cancelled_on(registered))
}

/// When a document was cancelled.
pub(crate) fn cancelled_on(registered: &Registered) -> Detail {
    let at = registered
        .cancellation()
        .map(|done| ist::date_time(done.at))
        .unwrap_or_default();
    Detail {
        english: format!("It was cancelled on {at}.").into(),
        hindi: format!("यह {at} को रद्द किया गया था।").into(),
        found: Some(at),
        expected: None,
    }
}

fn bill_active(number: u64) -> Fault {
    refusal(
        codes::BILL_ACTIVE,
        Detail {
            english: format!("Its number is {number}.").into(),
            hindi: format!("उसकी संख्या {number} है।").into(),
            found: Some(number.to_string()),
            expected: None,
        },
    )
}

/// A refusal that is about the IRN as a whole.
pub(crate) fn refusal(code: &'static str, detail: Detail) -> Fault {
    Fault::Refused(vec![Finding::new(codes::entry(code), "/Irn").with(detail)])
}

/// The refusal of a document that the caller may not see: somebody else's, or nobody's. Which of
/// them is not told: an IRN can be computed from a supplier's GSTIN and a guessed number, so that
/// strangers could count a competitor's invoices.
pub(crate) fn not_yours() -> Fault {
    Fault::at(codes::IRN_UNAVAILABLE, "/Irn")
}

/// Reads IRN and reason and checks the remark; tells all faults at once.
fn read(irn: &str, reason: &str, remark: &str) -> Result<(Irn, u8), Fault> {
    let mut findings = Vec::new();
    let read_irn = irn.trim().parse::<Irn>().ok();
    if read_irn.is_none() {
        findings.push(malformed(
            "/Irn",
            "An IRN has 64 hexadecimal digits.",
            "IRN में 64 हेक्साडेसिमल अंक होते हैं।",
        ));
    }
    let read_reason = match reason.trim() {
        "1" => Some(1),
        "2" => Some(2),
        "3" => Some(3),
        "4" => Some(4),
        _ => None,
    };
    if read_reason.is_none() {
        findings.push(malformed(
            "/CnlRsn",
            "The reason is 1, 2, 3 or 4.",
            "कारण 1, 2, 3 या 4 होता है।",
        ));
    }
    let characters = remark.chars().count();
    if remark.trim().is_empty() || characters > REMARK_CHARS_MAX {
        findings.push(malformed(
            "/CnlRem",
            "The remark has 1 to 100 characters.",
            "टिप्पणी में 1 से 100 अक्षर होते हैं।",
        ));
    }
    match (read_irn, read_reason) {
        (Some(irn), Some(reason)) if findings.is_empty() => Ok((irn, reason)),
        _ => Err(Fault::Refused(findings)),
    }
}

/// A member that has the wrong form.
pub(crate) fn malformed(pointer: &str, english: &'static str, hindi: &'static str) -> Finding {
    Finding::new(codes::entry(codes::MALFORMED), pointer).with(Detail {
        english: english.into(),
        hindi: hindi.into(),
        ..Detail::default()
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn pointers(irn: &str, reason: &str, remark: &str) -> Vec<String> {
        match read(irn, reason, remark) {
            Ok(_) => Vec::new(),
            Err(Fault::Refused(findings)) => findings
                .into_iter()
                .map(|finding| {
                    assert_eq!(finding.code(), "5002");
                    finding.pointer
                })
                .collect(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        assert_eq!(pointers("x", "5", ""), ["/Irn", "/CnlRsn", "/CnlRem"]);
        assert_eq!(pointers("", "", "   "), ["/Irn", "/CnlRsn", "/CnlRem"]);
    }

    #[test]
    fn limits() {
        let irn = "a".repeat(64);
        assert!(pointers(&irn, "1", "x").is_empty());
        assert!(pointers(&irn.to_uppercase(), "4", &"क".repeat(100)).is_empty());
        assert_eq!(
            pointers(&irn, "0", &"x".repeat(101)),
            ["/CnlRsn", "/CnlRem"]
        );
        assert_eq!(pointers(&"a".repeat(63), "2", "x"), ["/Irn"]);
        assert_eq!(read(&irn, "3", "x").unwrap().1, 3);
    }
}
