//! Cancelling an e-way bill, within its window.

use jiff::Timestamp;
use store::eway_bills::BillCancelOutcome;
use store::line::Cancellation;

use crate::actor::Actor;
use crate::clock::earlier;
use crate::fault::Failure;
use crate::irp::Irp;

/// Most characters of a remark.
pub const BILL_REMARK_CHARS_MAX: usize = 50;

/// Digits of an e-way bill's number.
const NUMBER_DIGITS: usize = 12;

/// An e-way bill that is cancelled now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelledBill {
    /// Its number.
    pub number: u64,
    /// When, in whole seconds.
    pub at: Timestamp,
}

/// Why an e-way bill was not cancelled: one reason or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillCancelRefused(pub Vec<BillCancelRefusal>);

/// One reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillCancelRefusal {
    /// The number is not one of twelve digits.
    NumberMalformed,
    /// The reason is none of the four.
    ReasonUnknown,
    /// The remark is longer than [`BILL_REMARK_CHARS_MAX`].
    RemarkTooLong,
    /// The caller made no e-way bill of this number.
    NotMadeByCaller,
    /// It has been cancelled already.
    AlreadyCancelled {
        /// When.
        at: Timestamp,
    },
    /// The window is over.
    TooLate {
        /// When the e-way bill was made.
        made_at: Timestamp,
        /// How long it could be cancelled.
        window_s: u32,
    },
}

impl Irp {
    /// Cancels an e-way bill that the caller made.
    ///
    /// `reason` is the e-way bill system's code: `1` duplicate, `2` order cancelled, `3` data
    /// entry mistake, `4` others. It is not the order of a document's cancellation.
    pub async fn cancel_eway_bill(
        &self,
        actor: &Actor,
        number: &str,
        reason: &str,
        remark: &str,
    ) -> Result<CancelledBill, Failure<BillCancelRefused>> {
        let remark = remark.trim();
        let (number, reason) = read(number, reason, remark)
            .map_err(|reasons| Failure::Refused(BillCancelRefused(reasons)))?;
        // A clock that was set back must not reopen a window that has closed.
        let time = self
            .acknowledgements()
            .time(self.store().as_ref(), self.now())
            .await;
        let now = self.stored(time)?;
        let window_s = self.settings().bill_cancel_window_s;
        let cancellation = Cancellation {
            at: now,
            reason,
            remark: remark.to_owned(),
        };
        let made_since = earlier(now, window_s);
        let outcome = self
            .store()
            .cancel_bill(&actor.gstin, number, made_since, cancellation)
            .await;
        let refusal = match self.stored(outcome)? {
            BillCancelOutcome::Cancelled(bill) => {
                let irn = bill.irn;
                tracing::info!(
                    target: "audit", %irn, bill_number = number, reason, "e-way bill cancelled"
                );
                let at = bill.cancellation.map_or(now, |done| done.at);
                return Ok(CancelledBill { number, at });
            }
            BillCancelOutcome::AlreadyCancelled(bill) => BillCancelRefusal::AlreadyCancelled {
                at: bill.cancellation.map_or(now, |done| done.at),
            },
            BillCancelOutcome::TooLate(bill) => BillCancelRefusal::TooLate {
                made_at: bill.made_at,
                window_s,
            },
            BillCancelOutcome::NotFound => {
                // The store does not say whether others have one. So neither does the line.
                let account = actor.account.0;
                tracing::info!(
                    target: "audit", account, bill_number = number,
                    "e-way bill not cancelled: not the caller's"
                );
                BillCancelRefusal::NotMadeByCaller
            }
        };
        Err(Failure::Refused(BillCancelRefused(vec![refusal])))
    }
}

/// Reads number and reason and checks the remark; tells all faults at once. The remark may be
/// empty, whatever the reason: clients in use send none.
fn read(number: &str, reason: &str, remark: &str) -> Result<(u64, u8), Vec<BillCancelRefusal>> {
    let mut refusals = Vec::new();
    let number = number.trim();
    let well_formed =
        number.len() == NUMBER_DIGITS && number.bytes().all(|byte| byte.is_ascii_digit());
    let read_number = number.parse().ok().filter(|_| well_formed);
    if read_number.is_none() {
        refusals.push(BillCancelRefusal::NumberMalformed);
    }
    let read_reason = match reason.trim() {
        "1" => Some(1),
        "2" => Some(2),
        "3" => Some(3),
        "4" => Some(4),
        _ => None,
    };
    if read_reason.is_none() {
        refusals.push(BillCancelRefusal::ReasonUnknown);
    }
    if remark.chars().count() > BILL_REMARK_CHARS_MAX {
        refusals.push(BillCancelRefusal::RemarkTooLong);
    }
    match (read_number, read_reason) {
        (Some(number), Some(reason)) if refusals.is_empty() => Ok((number, reason)),
        _ => Err(refusals),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_at_once() {
        let all = vec![
            BillCancelRefusal::NumberMalformed,
            BillCancelRefusal::ReasonUnknown,
            BillCancelRefusal::RemarkTooLong,
        ];
        let long = "x".repeat(BILL_REMARK_CHARS_MAX + 1);
        assert_eq!(read("", "", &long), Err(all.clone()));
        assert_eq!(read("91000000000a", "5", &long), Err(all));
    }

    #[test]
    fn limits() {
        let number = "910000000001";
        assert_eq!(read(" 910000000001 ", " 4 ", ""), Ok((910_000_000_001, 4)));
        // Characters are counted, not bytes.
        let longest = "क".repeat(BILL_REMARK_CHARS_MAX);
        assert_eq!(read(number, "1", &longest), Ok((910_000_000_001, 1)));
        assert_eq!(
            read(number, "1", &format!("{longest}क")),
            Err(vec![BillCancelRefusal::RemarkTooLong])
        );
        for bad in [
            "91000000001",
            "9100000000011",
            "+10000000001",
            "-10000000001",
        ] {
            assert_eq!(
                read(bad, "1", "x"),
                Err(vec![BillCancelRefusal::NumberMalformed]),
                "{bad}"
            );
        }
        for reason in ["0", "5", "+1", "1.0"] {
            assert_eq!(
                read(number, reason, "x"),
                Err(vec![BillCancelRefusal::ReasonUnknown]),
                "{reason}"
            );
        }
    }
}
