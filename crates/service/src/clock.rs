//! What time it is: the one place that asks the system.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// A source of the time. Clones share it.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Stands still until it is moved.
    Settable(Arc<Mutex<Timestamp>>),
    /// Goes with the system, so far ahead of it or behind it.
    Offset(Arc<Mutex<SignedDuration>>),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` until it is moved.
    pub fn settable(start: Timestamp) -> Self {
        Self(Source::Settable(Arc::new(Mutex::new(start))))
    }

    /// A clock that goes with the system and can be put forward and back.
    pub fn offset() -> Self {
        Self(Source::Offset(Arc::default()))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => system_now(),
            Source::Settable(time) => *held(time),
            Source::Offset(offset) => moved(system_now(), *held(offset)),
        }
    }

    /// Moves the clock on, or back by a negative duration. The system's clock stays.
    pub fn advance(&self, by: SignedDuration) {
        match &self.0 {
            Source::System => {}
            Source::Settable(time) => {
                let mut time = held(time);
                *time = moved(*time, by);
            }
            Source::Offset(offset) => {
                let mut offset = held(offset);
                *offset = offset.saturating_add(by);
            }
        }
    }

    /// Sets the clock. The system's clock stays.
    pub fn set(&self, to: Timestamp) {
        match &self.0 {
            Source::System => {}
            Source::Settable(time) => *held(time) = to,
            Source::Offset(offset) => *held(offset) = to.duration_since(system_now()),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock that hands the time out"
)]
fn system_now() -> Timestamp {
    Timestamp::now()
}

/// Locks. A time is a plain value, so a thread that panicked has left nothing half done.
fn held<T>(value: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stays where it is rather than leave the calendar.
pub(crate) fn moved(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(time)
}

/// So many seconds later.
pub(crate) fn later(time: Timestamp, seconds: u32) -> Timestamp {
    moved(time, SignedDuration::from_secs(i64::from(seconds)))
}

/// So many seconds earlier.
pub(crate) fn earlier(time: Timestamp, seconds: u32) -> Timestamp {
    moved(time, SignedDuration::from_secs(-i64::from(seconds)))
}

/// Without the fraction of a second.
pub(crate) fn whole_seconds(time: Timestamp) -> Timestamp {
    let second = if time.subsec_nanosecond() < 0 {
        time.as_second() - 1
    } else {
        time.as_second()
    };
    Timestamp::from_second(second).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn a_settable_clock_stands_until_it_is_moved_and_clones_share_it() {
        let start: Timestamp = "2026-06-10T04:00:00.75Z".parse().unwrap();
        let clock = Clock::settable(start);
        let other = clock.clone();
        assert_eq!(clock.now(), start);
        other.advance(SignedDuration::from_secs(60));
        assert_eq!(clock.now().to_string(), "2026-06-10T04:01:00.75Z");
        clock.set(start);
        assert_eq!(other.now(), start);
    }

    #[test]
    fn an_offset_clock_goes_on_from_where_it_is_set() {
        let clock = Clock::offset();
        let target: Timestamp = "2031-01-01T00:00:00Z".parse().unwrap();
        clock.set(target);
        assert!(clock.now() >= target);
        assert!(clock.now().duration_since(target) < SignedDuration::from_secs(60));
    }

    #[test]
    fn seconds_are_cut_off_never_rounded_up() {
        for (time, whole) in [
            ("2026-06-10T04:00:00.999Z", "2026-06-10T04:00:00Z"),
            ("2026-06-10T04:00:00Z", "2026-06-10T04:00:00Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"),
        ] {
            let time: Timestamp = time.parse().unwrap();
            assert_eq!(whole_seconds(time).to_string(), whole);
        }
    }
}
