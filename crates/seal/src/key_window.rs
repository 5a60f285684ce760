//! From when to when a key is used.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// From when to when a key is used for new work: to sign, to be sealed to, to encrypt. What was
/// done with it stays good after that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first moment. A key without one waits for its turn.
    pub not_before: Option<Timestamp>,
    /// The first moment at which it is no longer used.
    pub retired_at: Option<Timestamp>,
}

impl Window {
    /// From a moment on, without an end.
    pub fn from(moment: Timestamp) -> Self {
        Self {
            not_before: Some(moment),
            retired_at: None,
        }
    }

    /// Whether the key has begun.
    pub fn has_begun(&self, now: Timestamp) -> bool {
        self.not_before.is_some_and(|from| from <= now)
    }

    /// Whether the key has been retired.
    pub fn is_retired(&self, now: Timestamp) -> bool {
        self.retired_at.is_some_and(|until| until <= now)
    }

    fn holds(&self, now: Timestamp) -> bool {
        self.has_begun(now) && !self.is_retired(now)
    }
}

/// The key for new work at a moment: of those whose window holds, the one that began last; of two
/// that began at the same time, the later in the list.
pub(crate) fn active<T>(keys: &[T], window: impl Fn(&T) -> Window, now: Timestamp) -> Option<&T> {
    keys.iter()
        .filter(|key| window(key).holds(now))
        .max_by_key(|key| window(key).not_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn window(not_before: Option<i64>, retired_at: Option<i64>) -> Window {
        Window {
            not_before: not_before.map(at),
            retired_at: retired_at.map(at),
        }
    }

    #[test]
    fn the_latest_that_has_begun_and_not_ended_is_active() {
        let keys = [
            (1, window(Some(0), Some(20))),
            (2, window(Some(10), None)),
            (3, window(Some(30), Some(40))),
            (4, window(None, None)),
        ];
        let active_at = |second| active(&keys, |key| key.1, at(second)).map(|key| key.0);
        assert_eq!(active_at(-1), None);
        assert_eq!(active_at(0), Some(1));
        assert_eq!(active_at(9), Some(1));
        assert_eq!(active_at(10), Some(2));
        assert_eq!(active_at(29), Some(2));
        assert_eq!(active_at(30), Some(3));
        assert_eq!(active_at(39), Some(3));
        assert_eq!(
            active_at(40),
            Some(2),
            "a key that is retired gives way to what is left"
        );
    }

    #[test]
    fn of_two_that_begin_together_the_later_in_the_list_is_active() {
        let keys = [(1, window(Some(5), None)), (2, window(Some(5), None))];
        assert_eq!(active(&keys, |key| key.1, at(5)).unwrap().0, 2);
    }
}
