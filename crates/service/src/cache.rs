//! Things remembered for seconds, so that a busy caller does not ask the database each time.
//!
//! A cache is bounded, and an entry is believed only for its short life: what another process has
//! changed is seen after that.

use std::hash::Hash;

use jiff::Timestamp;
use quick_cache::sync::Cache;

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

impl<K: Hash + Eq, V: Clone> ExpiringCache<K, V> {
    pub(crate) fn new(entries_max: usize) -> Self {
        Self {
            entries: Cache::new(entries_max),
        }
    }

    /// A value that is still believed. After a clock was set back nothing is.
    pub(crate) fn get(&self, key: &K, now: Timestamp) -> Option<V> {
        let entry = self.entries.get(key)?;
        (entry.from <= now && now < entry.until).then_some(entry.value)
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
}
