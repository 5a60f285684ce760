//! What the use cases of this process did, counted for whoever watches it.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// The counters. They only ever say how often something happened, never to whom.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) registered: AtomicU64,
    pub(crate) cancelled: AtomicU64,
    pub(crate) registry_answers: AtomicU64,
    pub(crate) registry_failures: AtomicU64,
    pub(crate) messages_sent: AtomicU64,
    pub(crate) messages_put_off: AtomicU64,
    pub(crate) messages_given_up: AtomicU64,
    password_checks: AtomicU32,
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
    /// Messages that were handed over to a gateway.
    pub messages_sent: u64,
    /// Tries after which a message waits for another one.
    pub messages_put_off: u64,
    /// Messages that are never sent.
    pub messages_given_up: u64,
    /// Passwords that are being hashed or checked now, or wait for their turn.
    pub password_checks: u32,
}

impl Counters {
    /// Counts something that happened.
    pub(crate) fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
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
            messages_sent: self.messages_sent.load(Ordering::Relaxed),
            messages_put_off: self.messages_put_off.load(Ordering::Relaxed),
            messages_given_up: self.messages_given_up.load(Ordering::Relaxed),
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
