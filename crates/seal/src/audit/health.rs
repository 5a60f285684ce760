//! Whether the audit log takes what it is given.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// Whether the audit log takes what it is given. Clones share it. The default belongs to no log
/// and always stands: for a sandbox, and for tests.
///
/// Whoever may do something only if it is written down takes a mark, lets it be written down, and
/// asks whether nothing was lost since the mark. That is exact: a line that could not be written
/// counts as lost before its writer goes on, and a log that recovers meanwhile does not take the
/// count back.
#[derive(Clone, Debug, Default)]
pub struct AuditHealth(Arc<State>);

#[derive(Default)]
struct State {
    broken: AtomicBool,
    losses: AtomicU64,
    /// Tries whether the log can be written again.
    mend: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

/// How much had been lost at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditMark(u64);

impl AuditHealth {
    /// A mark; nothing when the log is broken and cannot be mended now.
    pub fn mark(&self) -> Option<AuditMark> {
        if self.0.broken.load(Ordering::SeqCst)
            && let Some(mend) = self.0.mend.get()
        {
            mend();
        }
        self.mark_as_it_is()
    }

    pub(crate) fn mark_as_it_is(&self) -> Option<AuditMark> {
        // Losses are read first: a failure between the two reads is then seen by one of them.
        let losses = self.0.losses.load(Ordering::SeqCst);
        (!self.0.broken.load(Ordering::SeqCst)).then_some(AuditMark(losses))
    }

    /// Whether nothing was lost since a mark.
    pub fn held_since(&self, mark: AuditMark) -> bool {
        self.0.losses.load(Ordering::SeqCst) == mark.0
    }

    /// Gives what a broken log is mended with.
    pub(crate) fn mend_with(&self, mend: impl Fn() + Send + Sync + 'static) {
        // There is one log to a health, and it does this once.
        let _ = self.0.mend.set(Box::new(mend));
    }

    pub(crate) fn lost(&self) {
        self.0.broken.store(true, Ordering::SeqCst);
        self.0.losses.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn mended(&self) {
        self.0.broken.store(false, Ordering::SeqCst);
    }
}

impl fmt::Debug for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("State")
            .field("broken", &self.broken)
            .field("losses", &self.losses)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_seen_by_whoever_took_a_mark_before_it() {
        let health = AuditHealth::default();
        let clone = health.clone();
        let before = health.mark().unwrap();
        assert!(health.held_since(before));
        clone.lost();
        assert!(!health.held_since(before));
        assert_eq!(health.mark(), None);
        clone.mended();
        assert!(!health.held_since(before), "mending brings no line back");
        let after = health.mark().unwrap();
        assert!(health.held_since(after));
    }
}
