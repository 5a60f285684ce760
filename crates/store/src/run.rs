//! A run of reserved numbers.

/// Numbers that were reserved durably for this process alone. A process that dies leaves the rest
/// unused for ever.
#[derive(Debug)]
pub(crate) struct Run {
    next: u64,
    end: u64,
}

impl Run {
    /// From `first` on, `count` long.
    pub(crate) fn new(first: u64, count: u32) -> Self {
        Self {
            next: first,
            end: first + u64::from(count),
        }
    }

    /// The next number, or `None` when the run is used up.
    pub(crate) fn take(&mut self) -> Option<u64> {
        (self.next < self.end).then(|| {
            let number = self.next;
            self.next += 1;
            number
        })
    }
}
