//! How fast commits follow each other under load.
//!
//! A commit costs the same whether it holds one operation or five: forcing the disk, waking the
//! writer and its callers, pages that many rows share. So under load commits are spaced, and hold
//! more each: the more the last one held, the longer the next one gathers. Whoever comes alone never
//! waits, and with few callers batches are small, so that these hardly wait either.

use std::time::{Duration, Instant};

/// What each operation beyond the first of a commit adds to the time until the next one begins.
const GATHERING: Duration = Duration::from_millis(1);

/// Most time between the beginnings of two commits: a caller waits this much longer at most.
const GATHERING_MAX: Duration = Duration::from_millis(4);

/// When the next commit may begin.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    next: Option<Instant>,
}

impl Pace {
    /// A commit of so many operations begins.
    pub(crate) fn begun(&mut self, now: Instant, operations: usize) {
        let beyond = u32::try_from(operations.saturating_sub(1)).unwrap_or(u32::MAX);
        self.next = Some(now + GATHERING.saturating_mul(beyond).min(GATHERING_MAX));
    }

    /// How long the next one has to wait.
    pub(crate) fn wait(&self, now: Instant) -> Duration {
        self.next
            .map_or(Duration::ZERO, |next| next.saturating_duration_since(now))
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "any moment will do")]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_alone_never_waits() {
        let now = Instant::now();
        let mut pace = Pace::default();
        assert_eq!(pace.wait(now), Duration::ZERO);
        pace.begun(now, 1);
        assert_eq!(pace.wait(now), Duration::ZERO);
    }

    #[test]
    fn the_more_came_the_longer_the_next_gathers_and_never_longer_than_the_limit() {
        let now = Instant::now();
        let mut pace = Pace::default();
        for (operations, wait) in [(2, GATHERING), (3, GATHERING * 2), (5, GATHERING_MAX)] {
            pace.begun(now, operations);
            assert_eq!(pace.wait(now), wait, "{operations}");
        }
        for operations in [6, usize::MAX] {
            pace.begun(now, operations);
            assert_eq!(pace.wait(now), GATHERING_MAX, "{operations}");
        }
    }

    #[test]
    fn the_time_that_a_commit_takes_counts() {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.begun(now, 3);
        assert_eq!(pace.wait(now + GATHERING), GATHERING);
        assert_eq!(pace.wait(now + GATHERING * 2), Duration::ZERO);
        assert_eq!(pace.wait(now + GATHERING * 9), Duration::ZERO);
    }
}
