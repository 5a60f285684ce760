//! What the use cases of this process did, counted for whoever watches it.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use store::allowances::AllowanceKind;
use store::messages::Route;

/// The counters. They only ever say how often something happened, never to whom.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) registered: AtomicU64,
    pub(crate) cancelled: AtomicU64,
    pub(crate) registry_answers: AtomicU64,
    pub(crate) registry_failures: AtomicU64,
    messages: [MessageCounters; Route::ALL.len()],
    pub(crate) allowance_failures: AtomicU64,
    allowance_refusals: [AtomicU64; AllowanceKind::ALL.len()],
    password_checks: AtomicU32,
}

/// What became of the messages of one route.
#[derive(Debug, Default)]
pub(crate) struct MessageCounters {
    pub(crate) sent: AtomicU64,
    pub(crate) put_off: AtomicU64,
    pub(crate) given_up: AtomicU64,
}

/// One reading of the counters of one route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageCounts {
    /// Messages that were handed over to a gateway.
    pub sent: u64,
    /// Tries after which a message waits for another one.
    pub put_off: u64,
    /// Messages that are never sent.
    pub given_up: u64,
}

/// One reading of the counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents that this process registered.
    pub registered: u64,
    /// Documents that this process cancelled.
    pub cancelled: u64,
    /// Answers of the GST registry, also that it does not know a GSTIN.
    pub registry_answers: u64,
    /// Questions that the GST registry did not answer.
    pub registry_failures: u64,
    /// What became of messages, for each of [`Route::ALL`].
    pub messages: [MessageCounts; Route::ALL.len()],
    /// Takings that only this process counted, because the database did not answer.
    pub allowance_failures: u64,
    /// Requests that had no allowance left, of each of [`AllowanceKind::ALL`].
    pub allowance_refusals: [u64; AllowanceKind::ALL.len()],
    /// Passwords that are being hashed or checked now, or wait for their turn.
    pub password_checks: u32,
}

impl Counters {
    /// Counts something that happened.
    pub(crate) fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// The counters of a route.
    pub(crate) fn messages_of(&self, route: Route) -> &MessageCounters {
        let [sms, email] = &self.messages;
        match route {
            Route::Sms => sms,
            Route::Email => email,
        }
    }

    /// Counts a request that had no allowance left.
    pub(crate) fn allowance_refused(&self, kind: AllowanceKind) {
        let kinds = AllowanceKind::ALL.iter().zip(&self.allowance_refusals);
        for (_, counter) in kinds.filter(|(one, _)| **one == kind) {
            Self::count(counter);
        }
    }

    /// Counts a password check for as long as the returned value lives.
    pub(crate) fn password_check(&self) -> PasswordCheck<'_> {
        self.password_checks.fetch_add(1, Ordering::Relaxed);
        PasswordCheck(&self.password_checks)
    }

    /// Reads all of them.
    pub(crate) fn read(&self) -> Counts {
        Counts {
            registered: self.registered.load(Ordering::Relaxed),
            cancelled: self.cancelled.load(Ordering::Relaxed),
            registry_answers: self.registry_answers.load(Ordering::Relaxed),
            registry_failures: self.registry_failures.load(Ordering::Relaxed),
            messages: self.messages.each_ref().map(|counters| MessageCounts {
                sent: counters.sent.load(Ordering::Relaxed),
                put_off: counters.put_off.load(Ordering::Relaxed),
                given_up: counters.given_up.load(Ordering::Relaxed),
            }),
            allowance_failures: self.allowance_failures.load(Ordering::Relaxed),
            allowance_refusals: self
                .allowance_refusals
                .each_ref()
                .map(|count| count.load(Ordering::Relaxed)),
            password_checks: self.password_checks.load(Ordering::Relaxed),
        }
    }
}

/// A password check that has begun.
pub(crate) struct PasswordCheck<'a>(&'a AtomicU32);

impl Drop for PasswordCheck<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_check_counts_while_it_lasts() {
        let counters = Counters::default();
        let first = counters.password_check();
        let second = counters.password_check();
        assert_eq!(counters.read().password_checks, 2);
        drop(first);
        assert_eq!(counters.read().password_checks, 1);
        drop(second);
        Counters::count(&counters.registered);
        let wanted = Counts {
            registered: 1,
            ..Counts::default()
        };
        assert_eq!(counters.read(), wanted);
    }
}
