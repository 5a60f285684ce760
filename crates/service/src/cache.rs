//! Things remembered for seconds, so that a busy caller does not ask the database each time.
//!
//! A cache is bounded, and an entry is believed only for its short life: what another process has
//! changed is seen after that.

use std::hash::Hash;

use jiff::Timestamp;
use quick_cache::sync::{Cache, EntryAction, EntryResult};

use crate::clock::later;

/// A bounded cache whose entries end by themselves.
pub(crate) struct ExpiringCache<K, V> {
    entries: Cache<K, Entry<V>>,
}

#[derive(Clone)]
struct Entry<V> {
    value: V,
    from: Timestamp,
    until: Timestamp,
}

impl<V> Entry<V> {
    fn is_believed(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }
}

impl<K: Hash + Eq, V: Clone> ExpiringCache<K, V> {
    pub(crate) fn new(entries_max: usize) -> Self {
        Self {
            entries: Cache::new(entries_max),
        }
    }

    /// A value that is still believed. After a clock was set back nothing is.
    pub(crate) fn get(&self, key: &K, now: Timestamp) -> Option<V> {
        let entry = self.entries.get(key)?;
        entry.is_believed(now).then_some(entry.value)
    }

    pub(crate) fn put(&self, key: K, value: V, now: Timestamp, life_s: u32) {
        let until = later(now, life_s);
        self.entries.insert(
            key,
            Entry {
                value,
                from: now,
                until,
            },
        );
    }

    /// Puts a value in the place of one that is there, unless that is believed and is to be kept.
    pub(crate) fn put_unless(
        &self,
        key: &K,
        value: V,
        now: Timestamp,
        life_s: u32,
        keep: impl Fn(&V) -> bool,
    ) where
        K: Clone,
    {
        let mut fresh = Some(Entry {
            value,
            from: now,
            until: later(now, life_s),
        });
        let found = self.entries.entry(key, None, |_, entry| {
            let kept = entry.is_believed(now) && keep(&entry.value);
            if !kept && let Some(fresh) = fresh.take() {
                *entry = fresh;
            }
            EntryAction::<()>::Retain(())
        });
        if let (EntryResult::Vacant(place), Some(fresh)) = (found, fresh) {
            // It fails only when the key was forgotten meanwhile, which is as good.
            let _ = place.insert(fresh);
        }
    }

    /// The value that is believed, or a new one. Of callers who come at the same time all get
    /// the same.
    pub(crate) fn get_or_put(&self, key: &K, now: Timestamp, life_s: u32, make: impl Fn() -> V) -> V
    where
        K: Clone,
    {
        let fresh = || Entry {
            value: make(),
            from: now,
            until: later(now, life_s),
        };
        let found = self.entries.entry(key, None, |_, entry| {
            if !entry.is_believed(now) {
                *entry = fresh();
            }
            EntryAction::<V>::Retain(entry.value.clone())
        });
        match found {
            EntryResult::Retained(value) => value,
            EntryResult::Vacant(place) | EntryResult::Replaced(place, _) => {
                let entry = fresh();
                let value = entry.value.clone();
                // It fails only when the key was forgotten meanwhile, which is as good.
                let _ = place.insert(entry);
                value
            }
            // Nothing above removes, and nothing waits with a time limit.
            EntryResult::Removed(..) | EntryResult::Timeout => make(),
        }
    }

    pub(crate) fn forget(&self, key: &K) {
        self.entries.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::earlier;

    #[test]
    fn an_entry_is_believed_until_its_life_ends_and_not_before_it_began() {
        let cache = ExpiringCache::new(8);
        let now = Timestamp::UNIX_EPOCH;
        cache.put("key", 1, now, 10);
        assert_eq!(cache.get(&"key", now), Some(1));
        assert_eq!(cache.get(&"key", later(now, 9)), Some(1));
        assert_eq!(cache.get(&"key", later(now, 10)), None);
        assert_eq!(cache.get(&"key", earlier(now, 1)), None);
        cache.forget(&"key");
        assert_eq!(cache.get(&"key", now), None);
    }

    #[test]
    fn a_value_is_kept_while_it_is_believed() {
        let cache = ExpiringCache::new(8);
        let now = Timestamp::UNIX_EPOCH;
        let put = |value, seconds| {
            let at = later(now, seconds);
            cache.put_unless(&"key", value, at, 10, |there| *there > value);
            cache.get(&"key", at)
        };
        assert_eq!(put(5, 0), Some(5));
        assert_eq!(put(4, 9), Some(5));
        assert_eq!(put(6, 9), Some(6));
        assert_eq!(put(4, 18), Some(6));
        assert_eq!(put(4, 19), Some(4), "the other has ended");
    }

    #[test]
    fn a_value_is_made_only_when_none_is_believed() {
        let cache = ExpiringCache::new(8);
        let now = Timestamp::UNIX_EPOCH;
        let at = |seconds, value| cache.get_or_put(&"key", later(now, seconds), 10, || value);
        assert_eq!(at(0, 1), 1);
        assert_eq!(at(9, 2), 1);
        assert_eq!(at(10, 3), 3, "the first has ended");
        assert_eq!(at(19, 4), 3, "and the second began anew");
        assert_eq!(at(20, 5), 5);
        assert_eq!(at(10, 6), 6, "the clock was set back");
    }
}
