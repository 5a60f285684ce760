//! The data keys: what is stored is sealed under the newest, and every older one still opens.
//!
//! The first byte of everything sealed is the number of its key, so that no time needs to be known
//! to open it. What was sealed before there were several is under number 1.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::data_key::{DataFault, DataKey};
use crate::key_window::{Window, active};
use crate::random::Randomness;

/// The data keys by number, with the time from which each is used for what is new.
#[derive(Debug)]
pub struct DataKeys {
    order: Vec<(Window, u8)>,
    keys: BTreeMap<u8, DataKey>,
}

impl DataKeys {
    /// The number of the first key.
    pub(crate) const FIRST: u8 = 1;

    /// One key, used from `now` on.
    pub(crate) fn only(key: DataKey, now: Timestamp) -> Self {
        Self {
            order: vec![(Window::from(now), Self::FIRST)],
            keys: BTreeMap::from([(Self::FIRST, key)]),
        }
    }

    /// Numbered keys in the order in which they came; nothing if there are none.
    pub(crate) fn new(keys: Vec<(Window, u8, DataKey)>) -> Option<Self> {
        let order: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let keys = keys.into_iter().map(|(_, number, key)| (number, key));
        (!order.is_empty()).then_some(Self {
            order,
            keys: keys.collect(),
        })
    }

    /// The number of the key under which new data is sealed at a moment.
    ///
    /// A clock that stands before the first key's beginning gets the first: what was not stored
    /// because of a clock would be lost, and what is sealed under any key can be read.
    pub fn current(&self, now: Timestamp) -> u8 {
        active(&self.order, |entry| entry.0, now)
            .or(self.order.first())
            .map_or(Self::FIRST, |entry| entry.1)
    }

    /// Encrypts for storage under the key of the moment; see [`DataKey::seal`].
    pub fn seal(
        &self,
        plaintext: &[u8],
        context: &[u8],
        now: Timestamp,
        random: &Randomness,
    ) -> Vec<u8> {
        let number = self.current(now);
        self.keys[&number].seal(number, plaintext, context, random)
    }

    /// Decrypts what any of the keys sealed.
    pub fn open(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, DataFault> {
        let number = number_of(sealed).ok_or(DataFault)?;
        let key = self.keys.get(&number).ok_or(DataFault)?;
        key.open(sealed, context)
    }

    /// The same data under the key of the moment; nothing if it is sealed under that already.
    pub fn reseal(
        &self,
        sealed: &[u8],
        context: &[u8],
        now: Timestamp,
        random: &Randomness,
    ) -> Result<Option<Vec<u8>>, DataFault> {
        if number_of(sealed) == Some(self.current(now)) {
            return Ok(None);
        }
        let plaintext = self.open(sealed, context)?;
        Ok(Some(self.seal(&plaintext, context, now, random)))
    }
}

/// The number of the key that sealed something; nothing for what nothing sealed.
pub fn number_of(sealed: &[u8]) -> Option<u8> {
    sealed.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn keys(random: &Randomness) -> DataKeys {
        let keys = vec![
            (Window::from(at(0)), 1, DataKey::random(random)),
            (Window::from(at(100)), 2, DataKey::random(random)),
        ];
        DataKeys::new(keys).unwrap()
    }

    #[test]
    fn the_newest_seals_and_all_open() {
        let random = Randomness::seeded(1);
        let keys = keys(&random);
        let old = keys.seal(b"9999900001", b"mobile", at(99), &random);
        let new = keys.seal(b"9999900001", b"mobile", at(100), &random);
        assert_eq!((old[0], new[0]), (1, 2));
        for sealed in [&old, &new] {
            assert_eq!(keys.open(sealed, b"mobile").unwrap(), b"9999900001");
            assert_eq!(keys.open(sealed, b"email"), Err(DataFault));
        }
        assert_eq!(keys.current(at(-5)), 1);
    }

    #[test]
    fn the_number_cannot_be_exchanged() {
        let random = Randomness::seeded(1);
        let keys = keys(&random);
        for number in [0, 2, 3, 255] {
            let mut sealed = keys.seal(b"a", b"c", at(0), &random);
            sealed[0] = number;
            assert_eq!(keys.open(&sealed, b"c"), Err(DataFault), "{number}");
        }
        assert_eq!(keys.open(b"", b"c"), Err(DataFault));
    }

    #[test]
    fn what_is_sealed_under_an_older_key_is_sealed_anew_once() {
        let random = Randomness::seeded(1);
        let keys = keys(&random);
        let old = keys.seal(b"a", b"c", at(0), &random);
        assert_eq!(keys.reseal(&old, b"c", at(99), &random), Ok(None));
        let new = keys.reseal(&old, b"c", at(100), &random).unwrap().unwrap();
        assert_eq!(number_of(&new), Some(2));
        assert_eq!(keys.open(&new, b"c").unwrap(), b"a");
        assert_eq!(keys.reseal(&new, b"c", at(100), &random), Ok(None));
        assert_eq!(
            keys.reseal(&old, b"other", at(100), &random),
            Err(DataFault)
        );
    }
}
