//! What the pages after login remember in this process alone.
//!
//! Nothing here is a register: losing it costs a user a list of results or a reload, never a
//! document.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use store::accounts::AccountId;

use super::upload::Jobs;

/// What the pages after login remember.
#[derive(Default)]
pub(crate) struct Memory {
    /// Uploads that are under way, and the results of those that are done.
    pub(crate) jobs: Jobs,
    /// Forms that may do their work only once.
    pub(crate) used_forms: UsedForms,
}

/// Forms remembered as used. When there are more, the oldest is forgotten.
const USED_MAX: usize = 10_000;

/// A used form is remembered for longer than any login lasts.
const USED_LIFE: SignedDuration = SignedDuration::from_hours(24);

/// Longest token that is looked at.
const TOKEN_CHARACTERS_MAX: usize = 64;

/// The forms that have done their work: reloading the page that shows a new secret posts the same
/// form again, and must not make a second client.
#[derive(Default)]
pub(crate) struct UsedForms(Mutex<HashMap<(AccountId, String), Timestamp>>);

impl UsedForms {
    /// Whether this is the first time that an account sends a form with this token.
    pub(crate) fn is_first(&self, account: AccountId, token: &str, now: Timestamp) -> bool {
        if token.is_empty() || token.len() > TOKEN_CHARACTERS_MAX {
            return false;
        }
        let form = (account, token.to_owned());
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.contains_key(&form) {
            return false;
        }
        if used.len() >= USED_MAX {
            used.retain(|_, at| now.duration_since(*at) < USED_LIFE);
        }
        if used.len() >= USED_MAX {
            let oldest = used.iter().min_by_key(|(_, at)| **at);
            if let Some(oldest) = oldest.map(|(form, _)| form.clone()) {
                used.remove(&oldest);
            }
        }
        used.insert(form, now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_works_once_for_each_account() {
        let used = UsedForms::default();
        let now = Timestamp::UNIX_EPOCH;
        assert!(used.is_first(AccountId(1), "a", now));
        assert!(!used.is_first(AccountId(1), "a", now));
        assert!(used.is_first(AccountId(2), "a", now));
        assert!(used.is_first(AccountId(1), "b", now));
        assert!(!used.is_first(AccountId(1), "", now));
        assert!(used.is_first(AccountId(1), &"x".repeat(TOKEN_CHARACTERS_MAX), now));
        assert!(!used.is_first(AccountId(1), &"x".repeat(TOKEN_CHARACTERS_MAX + 1), now));
    }

    #[test]
    fn the_oldest_is_forgotten_first() {
        let used = UsedForms::default();
        let at = |second| Timestamp::from_second(second).expect("a moment");
        for second in 0..=i64::try_from(USED_MAX).expect("a small number") {
            assert!(used.is_first(AccountId(1), &second.to_string(), at(second)));
        }
        assert!(!used.is_first(AccountId(1), "1", at(1)));
        assert!(used.is_first(AccountId(1), "0", at(0)));
    }
}
