//! What an engine counts about its group commit: how many wait, and how many share a commit.

use std::sync::atomic::{AtomicU64, Ordering};

/// Upper ends of the classes of batch sizes; the last is the most that goes into one commit.
pub const BATCH_CLASSES: [u32; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/// One reading of the counters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteFigures {
    /// Writes that wait for a batch. On PostgreSQL registrations only: other verbs do not queue.
    pub waiting: u64,
    /// Batches of each of [`BATCH_CLASSES`].
    pub batches: [u64; BATCH_CLASSES.len()],
    /// Writes in all batches together.
    pub written: u64,
}

/// An engine that gathers writes.
pub trait GroupCommit: Send + Sync {
    /// What it counted since it was opened.
    fn write_figures(&self) -> WriteFigures;
}

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct BatchCounters {
    queued: AtomicU64,
    taken: AtomicU64,
    batches: [AtomicU64; BATCH_CLASSES.len()],
}

impl BatchCounters {
    /// Somebody queued a write. Counted before it is queued: whoever takes it may be quicker.
    pub(crate) fn queued(&self) {
        self.queued.fetch_add(1, Ordering::Relaxed);
    }

    /// The queue was full, and it is not there after all.
    pub(crate) fn refused(&self) {
        self.queued.fetch_sub(1, Ordering::Relaxed);
    }

    /// A batch left the queue.
    pub(crate) fn taken(&self, size: usize) {
        let class = BATCH_CLASSES.iter().position(|end| size <= *end as usize);
        let class = class.unwrap_or(BATCH_CLASSES.len() - 1);
        self.batches[class].fetch_add(1, Ordering::Relaxed);
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        self.taken.fetch_add(size, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> WriteFigures {
        let written = self.taken.load(Ordering::Relaxed);
        let queued = self.queued.load(Ordering::Relaxed);
        WriteFigures {
            waiting: queued.saturating_sub(written),
            batches: self
                .batches
                .each_ref()
                .map(|count| count.load(Ordering::Relaxed)),
            written,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_counted_by_their_size() {
        let counters = BatchCounters::default();
        for _ in 0..520 {
            counters.queued();
        }
        counters.refused();
        assert_eq!(counters.read().waiting, 519);
        for size in [1, 2, 3, 512] {
            counters.taken(size);
        }
        let read = counters.read();
        assert_eq!(read.batches, [1, 1, 1, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!((read.written, read.waiting), (518, 1));
    }
}
