//! How many may wait for the GST registry at a time, and when it is left alone.
//!
//! Who waits for the registry holds a place that others need for their documents. A registry that
//! hangs would fill all places with callers whose parties are unknown, and stop those too whose
//! parties are known. So only some wait at a time, and after some failures in a row nobody asks for
//! a while: copies serve on, and who needs more than a copy is told at once to come again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use gst::Gstin;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

use crate::fault::{Trouble, Unavailable};
use crate::irp::Irp;

/// How many may wait for the registry at a time in this process: half of the places that documents
/// have unless that is set otherwise, so that the other half stays with those who need no answer.
pub const REGISTRY_WAITERS_MAX: usize = 64;

/// Failures in a row after which the registry is left alone.
const FAILURES_MAX: u32 = 5;

/// How long it is left alone. After that one caller in as long a time finds out for all.
const PAUSE: Duration = Duration::from_secs(10);

/// Who gives up waiting after this has seen a failure too: callers are often less patient than the
/// time that the registry is given. One who leaves sooner says nothing about the registry.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a GSTIN is not asked about again when there was no answer about it.
const UNANSWERED_S: u32 = 10;

/// When to try again what was not asked.
const RETRY_S: u32 = 10;

/// Lets callers through to the registry.
pub(crate) struct RegistryGate {
    places: Semaphore,
    health: Mutex<Health>,
}

#[derive(Default)]
struct Health {
    failures_in_a_row: u32,
    /// From when on somebody may try again; `None` while the registry answers.
    paused_until: Option<Instant>,
}

impl Default for RegistryGate {
    fn default() -> Self {
        Self {
            places: Semaphore::new(REGISTRY_WAITERS_MAX),
            health: Mutex::default(),
        }
    }
}

impl RegistryGate {
    /// A turn at the registry, unless too many wait for it already or it is left alone.
    fn enter(&self, now: Instant) -> Option<RegistryTurn<'_>> {
        let place = self.places.try_acquire().ok()?;
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut health.paused_until {
            None => {}
            Some(until) if now < *until => return None,
            // This caller finds out for all; the others go on as before until it has.
            Some(until) => *until = now + PAUSE,
        }
        drop(health);
        Some(RegistryTurn {
            gate: self,
            asked_at: None,
            _place: place,
        })
    }

    fn answered(&self) {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        health.failures_in_a_row = 0;
        if health.paused_until.take().is_some() {
            tracing::info!("the GST registry answers again");
        }
    }

    fn failed(&self, now: Instant) {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        health.failures_in_a_row = health.failures_in_a_row.saturating_add(1);
        if health.failures_in_a_row < FAILURES_MAX {
            return;
        }
        if health.paused_until.replace(now + PAUSE).is_none() {
            let (failures, pause_s) = (health.failures_in_a_row, PAUSE.as_secs());
            tracing::warn!(
                failures,
                pause_s,
                "the GST registry has failed too often in a row and is asked only now and then \
                 until it answers"
            );
        }
    }
}

/// Somebody's turn at the registry, until it is settled or they leave.
pub(crate) struct RegistryTurn<'a> {
    gate: &'a RegistryGate,
    /// When the question was asked, while its answer is awaited. Who only waits for the answer to
    /// another one's question has asked none.
    asked_at: Option<Instant>,
    _place: SemaphorePermit<'a>,
}

impl RegistryTurn<'_> {
    /// The question goes out.
    pub(crate) fn asks(&mut self, now: Instant) {
        self.asked_at = Some(now);
    }

    /// The registry has answered, or is known to be away.
    pub(crate) fn settle(mut self, is_away: bool) {
        self.asked_at = None;
        if is_away {
            self.gate.failed(Instant::now());
        } else {
            self.gate.answered();
        }
    }
}

impl Drop for RegistryTurn<'_> {
    fn drop(&mut self) {
        if self.asked_at.is_some_and(|at| at.elapsed() >= PATIENCE) {
            self.gate.failed(Instant::now());
        }
    }
}

impl Irp {
    /// A turn to ask the registry about a GSTIN, or to wait for somebody else's answer about it.
    pub(crate) fn registry_turn(&self, gstin: &Gstin) -> Result<RegistryTurn<'_>, Trouble> {
        let lately = self.unanswered().get(gstin, self.now());
        let turn = match lately {
            Some(()) => None,
            None => self.registry_gate().enter(Instant::now()),
        };
        // No line of the log for each: there may be many, and the first ones have theirs.
        turn.ok_or(Trouble::Unavailable(Unavailable {
            what: "registry",
            retry_after_s: RETRY_S,
        }))
    }

    /// Remembers that there was no answer about a GSTIN.
    pub(crate) fn note_unanswered(&self, gstin: &Gstin) {
        self.unanswered().put(*gstin, (), self.now(), UNANSWERED_S);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn fail(gate: &RegistryGate, times: u32) {
        for _ in 0..times {
            gate.enter(Instant::now()).unwrap().settle(true);
        }
    }

    #[test]
    fn as_many_wait_as_may_and_not_one_more() {
        let gate = RegistryGate::default();
        let now = Instant::now();
        let mut turns: Vec<_> = (0..REGISTRY_WAITERS_MAX)
            .map(|_| gate.enter(now).unwrap())
            .collect();
        assert!(gate.enter(now).is_none());
        turns.pop();
        assert!(gate.enter(now).is_some());
    }

    #[test]
    fn after_five_failures_in_a_row_one_asks_in_ten_seconds() {
        let gate = RegistryGate::default();
        fail(&gate, FAILURES_MAX - 1);
        gate.enter(Instant::now()).unwrap().settle(false);
        fail(&gate, FAILURES_MAX - 1);
        assert!(gate.enter(Instant::now()).is_some(), "not five in a row");
        fail(&gate, 1);
        let paused = Instant::now();
        assert!(gate.enter(paused).is_none());
        assert!(
            gate.enter(paused + PAUSE - Duration::from_secs(1))
                .is_none()
        );
        let later = paused + PAUSE;
        let first = gate.enter(later).unwrap();
        assert!(gate.enter(later).is_none(), "one finds out for all");
        assert!(gate.enter(later + PAUSE).is_some(), "it may have got lost");
        first.settle(true);
        assert!(gate.enter(Instant::now()).is_none());
        gate.enter(later + PAUSE * 2).unwrap().settle(false);
        for _ in 0..3 {
            assert!(gate.enter(Instant::now()).is_some(), "it answers again");
        }
    }

    #[test]
    fn who_waits_long_and_leaves_has_seen_a_failure_and_who_leaves_at_once_has_not() {
        let asked_before = |waited: Duration| {
            let gate = RegistryGate::default();
            for _ in 0..FAILURES_MAX {
                let mut turn = gate.enter(Instant::now()).unwrap();
                turn.asks(Instant::now().checked_sub(waited).unwrap());
            }
            gate.enter(Instant::now()).is_some()
        };
        assert!(asked_before(Duration::ZERO));
        assert!(asked_before(PATIENCE / 2));
        assert!(!asked_before(PATIENCE));
        // Waiting for another one's answer says nothing.
        let gate = RegistryGate::default();
        for _ in 0..FAILURES_MAX {
            drop(gate.enter(Instant::now()).unwrap());
        }
        assert!(gate.enter(Instant::now()).is_some());
    }
}
