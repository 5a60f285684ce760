//! Takes messages out of the outbox, sends them, and writes down what became of them.
//!
//! Any number of workers, in any number of processes, may work on one outbox: each message is
//! claimed for a lease that outlasts one try. A message is sent at least once. It is sent twice
//! when a process dies, or loses the database, between sending and saying so; every kind of message
//! says the same twice.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use seal::Randomness;
use service::{Irp, MessageToSend, Trouble};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{Gateway, SendFault};

/// The longest wait before the second try. Every further one may be twice as long.
pub const BACKOFF_FIRST_S: u32 = 8;
/// The longest wait of all.
pub const BACKOFF_MAX_S: u32 = 3_600;
/// What a lease lasts beyond the longest try, for saying what became of it.
pub const LEASE_MARGIN_S: u32 = 30;
/// How long is waited when the outbox could not be read.
const PAUSE_AFTER_TROUBLE: Duration = Duration::from_secs(5);
/// How often what became of a message is said again when the database does not listen.
const MARKS_MAX: u32 = 5;
/// How long is waited before that.
const MARK_GAP: Duration = Duration::from_secs(2);

/// How messages are delivered.
#[derive(Clone, Copy, Debug)]
pub struct DeliverySettings {
    /// Messages of a route that a process sends at a time.
    pub at_once_max: u32,
    /// How often is looked for messages that are due.
    pub look: Duration,
    /// How long after it was queued a message is tried again. What expires is never sent after
    /// that, whatever this says.
    pub give_up_s: u32,
}

/// Sends the messages of one route.
#[derive(Debug)]
pub struct Worker {
    irp: Irp,
    gateway: Arc<Gateway>,
    settings: DeliverySettings,
}

impl Worker {
    /// A worker that sends by a gateway.
    pub fn new(irp: Irp, gateway: Gateway, settings: DeliverySettings) -> Self {
        Self {
            irp,
            gateway: Arc::new(gateway),
            settings,
        }
    }

    /// How long nobody else gets what is claimed.
    pub fn lease_s(&self) -> u32 {
        let longest = self.gateway.send_duration_max().as_secs_f64().ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast of a float stops at the ends of the range"
        )]
        let longest_s = longest as u32;
        longest_s.saturating_add(LEASE_MARGIN_S)
    }

    /// Sends until it is told to stop; then ends what it has begun and returns. Whoever cannot wait
    /// for that may drop it: what was not finished is sent again when its lease has ended.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut sending = JoinSet::new();
        let lease_s = self.lease_s();
        while !*stop.borrow_and_update() {
            let running = u32::try_from(sending.len()).unwrap_or(u32::MAX);
            let free = self.settings.at_once_max.saturating_sub(running);
            let mut pause = self.settings.look;
            if free > 0 {
                let route = self.gateway.route();
                let claimed = self.irp.claim_messages(route, lease_s, free).await;
                // What failed was logged where it was found.
                let claimed = claimed.unwrap_or_else(|_| {
                    pause = pause.max(PAUSE_AFTER_TROUBLE);
                    Vec::new()
                });
                for message in claimed {
                    sending.spawn(deliver(
                        self.irp.clone(),
                        Arc::clone(&self.gateway),
                        self.settings,
                        message,
                    ));
                }
            }
            let is_full = sending.len() >= self.settings.at_once_max as usize;
            tokio::select! {
                // A sender that is gone would never say anything any more.
                changed = stop.changed() => if changed.is_err() { break },
                Some(ended) = sending.join_next() => note(ended),
                () = tokio::time::sleep(pause), if !is_full => {}
            }
        }
        while let Some(ended) = sending.join_next().await {
            note(ended);
        }
    }
}

/// A delivery that broke off leaves its message to the next claim.
fn note(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a delivery broke off");
    }
}

/// What becomes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Sent(Option<String>),
    PutOff(String, Timestamp),
    GivenUp(String),
}

/// Sends one message and says what became of it.
async fn deliver(
    irp: Irp,
    gateway: Arc<Gateway>,
    settings: DeliverySettings,
    message: MessageToSend,
) {
    let outcome = match late(&message, &settings, irp.now()) {
        Some(reason) => Outcome::GivenUp(reason.to_owned()),
        None => match gateway.send(&message).await {
            Ok(receipt) => Outcome::Sent(receipt),
            Err(fault) => after(&fault, &message, &settings, irp.now(), irp.randomness()),
        },
    };
    // A crash here leaves a message that was sent and does not say so: it is sent once more.
    for _ in 1..MARKS_MAX {
        if mark(&irp, &message, &outcome).await.is_ok() {
            return;
        }
        tokio::time::sleep(MARK_GAP).await;
    }
    // The trouble has been logged; the lease ends and the message is sent once more.
    let _ = mark(&irp, &message, &outcome).await;
}

async fn mark(irp: &Irp, message: &MessageToSend, outcome: &Outcome) -> Result<(), Trouble> {
    match outcome {
        Outcome::Sent(receipt) => irp.message_sent(message, receipt.clone()).await,
        Outcome::PutOff(reason, at) => irp.message_put_off(message, reason, *at).await,
        Outcome::GivenUp(reason) => irp.message_given_up(message, reason).await,
    }
}

/// From when on a message is not sent any more.
fn end(message: &MessageToSend, settings: &DeliverySettings) -> Timestamp {
    let budget_end = later(message.queued_at, settings.give_up_s);
    message
        .expires_at
        .map_or(budget_end, |at| at.min(budget_end))
}

/// Why a message is not sent any more, if it is too late for it.
fn late(
    message: &MessageToSend,
    settings: &DeliverySettings,
    now: Timestamp,
) -> Option<&'static str> {
    if message.expires_at.is_some_and(|at| now >= at) {
        Some("what it says has expired")
    } else if now >= end(message, settings) {
        Some("it could not be sent in time")
    } else {
        None
    }
}

/// What follows a try that failed.
fn after(
    fault: &SendFault,
    message: &MessageToSend,
    settings: &DeliverySettings,
    now: Timestamp,
    randomness: &Randomness,
) -> Outcome {
    let reason = fault.to_string();
    if fault.is_final() {
        return Outcome::GivenUp(reason);
    }
    let asked_s = fault.retry_after_s().unwrap_or(0).min(BACKOFF_MAX_S);
    let wait_s = wait_s(message.try_number, randomness).max(asked_s);
    let next = later(now, wait_s);
    if next >= end(message, settings) {
        // Another try would come too late.
        return Outcome::GivenUp(reason);
    }
    Outcome::PutOff(reason, next)
}

/// How long is waited after a try: twice as long each time, and of that somewhere in the upper
/// half, so that messages that failed together do not come back together.
fn wait_s(try_number: u32, randomness: &Randomness) -> u32 {
    let doublings = try_number.saturating_sub(1).min(u32::BITS - 1);
    let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
    let longest = BACKOFF_FIRST_S.saturating_mul(factor).min(BACKOFF_MAX_S);
    let half = longest / 2;
    half + randomness.below(longest - half + 1)
}

fn later(time: Timestamp, seconds: u32) -> Timestamp {
    let seconds = SignedDuration::from_secs(seconds.into());
    time.checked_add(seconds).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use service::messages::MessageKind;
    use store::messages::Route;

    use super::*;

    const SETTINGS: DeliverySettings = DeliverySettings {
        at_once_max: 1,
        look: Duration::from_secs(1),
        give_up_s: 86_400,
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn message(try_number: u32, expires_at: Option<Timestamp>) -> MessageToSend {
        MessageToSend {
            id: 1,
            route: Route::Sms,
            try_number,
            kind: MessageKind::CodeRegister,
            to: "9999912345".to_owned(),
            subject: String::new(),
            text: String::new(),
            values: Vec::new(),
            queued_at: at(0),
            expires_at,
        }
    }

    fn busy(retry_after_s: Option<u32>) -> SendFault {
        SendFault::Answered {
            status: 503,
            retry_after_s,
        }
    }

    #[test]
    fn waits_double_up_to_their_limit_and_vary_in_their_upper_half() {
        let random = Randomness::seeded(1);
        for (try_number, longest) in [
            (1, 8),
            (2, 16),
            (3, 32),
            (9, 2_048),
            (10, 3_600),
            (99, 3_600),
        ] {
            let waits: Vec<_> = (0..500).map(|_| wait_s(try_number, &random)).collect();
            assert!(
                waits
                    .iter()
                    .all(|wait| (longest / 2..=longest).contains(wait))
            );
            assert!(waits.iter().any(|wait| *wait != waits[0]));
        }
    }

    #[test]
    fn the_end_is_the_budgets_or_the_codes_whichever_comes_first() {
        let code = message(1, Some(at(600)));
        assert_eq!(late(&code, &SETTINGS, at(599)), None);
        assert_eq!(
            late(&code, &SETTINGS, at(600)),
            Some("what it says has expired")
        );
        let notice = message(1, None);
        assert_eq!(late(&notice, &SETTINGS, at(86_399)), None);
        let too_late = Some("it could not be sent in time");
        assert_eq!(late(&notice, &SETTINGS, at(86_400)), too_late);
        let long = message(1, Some(at(100_000)));
        assert_eq!(late(&long, &SETTINGS, at(86_400)), too_late);
    }

    #[test]
    fn a_failure_is_tried_again_while_that_can_still_help() {
        let random = Randomness::seeded(1);
        let next = |fault: &SendFault, message: &MessageToSend, second| {
            after(fault, message, &SETTINGS, at(second), &random)
        };
        let code = message(1, Some(at(600)));
        assert!(
            matches!(next(&busy(None), &code, 10), Outcome::PutOff(_, at) if at <= self::at(18))
        );
        assert!(matches!(
            next(&busy(Some(100)), &code, 10),
            Outcome::PutOff(reason, next) if next == at(110) && reason == "the gateway answered 503"
        ));
        assert!(matches!(
            next(&busy(Some(100)), &code, 500),
            Outcome::GivenUp(_)
        ));
        let notice = message(1, None);
        assert!(matches!(
            next(&busy(Some(u32::MAX)), &notice, 0),
            Outcome::PutOff(_, next) if next == at(BACKOFF_MAX_S.into())
        ));
        assert!(matches!(
            next(&SendFault::BadRecipient, &notice, 0),
            Outcome::GivenUp(_)
        ));
    }
}
