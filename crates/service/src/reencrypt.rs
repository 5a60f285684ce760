//! Personal data under the data key of the day, and its re-encryption after the key has changed.

use std::error::Error;

use jiff::Timestamp;
use seal::{DataFault, DataKeys, Randomness};

use crate::irp::Irp;

/// A stored value that is sealed under a data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow<C> {
    /// Where it is; the next page begins after it.
    pub place: C,
    /// What is stored.
    pub sealed: Vec<u8>,
    /// What it was sealed with: see the place that seals it.
    pub context: Vec<u8>,
}

/// What a re-encryption did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reencrypted {
    /// Values that were looked at.
    pub seen: u64,
    /// Values that are under the key of the day now and were not before.
    pub replaced: u64,
    /// Values that somebody else changed meanwhile; whatever they wrote is under a newer key.
    pub changed_meanwhile: u64,
    /// Values that no key opens. They stay as they are.
    pub unreadable: u64,
}

/// Seals every value of one column under the data key of the day, page by page.
///
/// `page` gives the rows after a place in a fixed order, at most as many as it wants; an empty page
/// is the end. `replace` writes a new value where the old one still stands, and says whether it did:
/// a value that was changed meanwhile must stay. It may be stopped and begun again at any time:
/// what is under the key of the day already is passed over.
///
/// # Errors
/// The first that `page` or `replace` gives.
pub async fn reencrypt<C: Clone, E: Error>(
    keys: &DataKeys,
    randomness: &Randomness,
    now: impl Fn() -> Timestamp,
    mut page: impl AsyncFnMut(Option<C>) -> Result<Vec<SealedRow<C>>, E>,
    mut replace: impl AsyncFnMut(&SealedRow<C>, Vec<u8>) -> Result<bool, E>,
) -> Result<Reencrypted, E> {
    let mut done = Reencrypted::default();
    let mut after = None;
    loop {
        let rows = page(after).await?;
        let Some(last) = rows.last() else {
            return Ok(done);
        };
        after = Some(last.place.clone());
        for row in &rows {
            done.seen += 1;
            match keys.reseal(&row.sealed, &row.context, now(), randomness) {
                Ok(None) => {}
                Ok(Some(sealed)) => {
                    if replace(row, sealed).await? {
                        done.replaced += 1;
                    } else {
                        done.changed_meanwhile += 1;
                    }
                }
                Err(DataFault) => done.unreadable += 1,
            }
        }
    }
}

impl Irp {
    /// Encrypts for storage under the data key of the day.
    pub(crate) fn seal_data(&self, plaintext: &[u8], context: &[u8]) -> Vec<u8> {
        let (keys, now) = (self.keys(), self.now());
        keys.data.seal(plaintext, context, now, self.randomness())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::cell::RefCell;
    use std::convert::Infallible;

    use seal::{KeyFolder, KeyKind, NewPlace, number_of};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// Two data keys, the second from second 100 on.
    fn keys(random: &Randomness) -> seal::Keys {
        let directory = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(directory.path());
        folder.load_or_create("Test", at(0), random).unwrap();
        let id = folder
            .add(KeyKind::Data, &NewPlace::File, "", at(0), random)
            .unwrap();
        folder
            .rotate(KeyKind::Data, &id, at(100), at(100), at(0))
            .unwrap();
        folder.load().unwrap()
    }

    /// A table of sealed values, read two at a time.
    struct Table(RefCell<Vec<Vec<u8>>>);

    impl Table {
        async fn run(
            &self,
            keys: &DataKeys,
            random: &Randomness,
            spoiled: Option<usize>,
        ) -> Reencrypted {
            let page = async |after: Option<usize>| {
                let rows = self.0.borrow();
                let first = after.map_or(0, |place| place + 1);
                let places = first..rows.len().min(first + 2);
                let rows = places.map(|place| SealedRow {
                    place,
                    sealed: rows[place].clone(),
                    context: place.to_string().into_bytes(),
                });
                Ok::<_, Infallible>(rows.collect())
            };
            let replace = async |row: &SealedRow<usize>, new| {
                if spoiled == Some(row.place) {
                    return Ok(false);
                }
                self.0.borrow_mut()[row.place] = new;
                Ok(true)
            };
            reencrypt(keys, random, || at(100), page, replace)
                .await
                .unwrap()
        }
    }

    #[tokio::test]
    async fn every_value_ends_under_the_new_key_and_says_the_same() {
        let random = Randomness::seeded(1);
        let keys = keys(&random).data;
        let seal = |place: usize, second| {
            let context = place.to_string();
            keys.seal(b"9999900001", context.as_bytes(), at(second), &random)
        };
        let mut rows: Vec<_> = (0..5).map(|place| seal(place, 0)).collect();
        rows.push(seal(5, 100));
        rows.push(b"no key sealed this".to_vec());
        let table = Table(RefCell::new(rows));
        let first = table.run(&keys, &random, Some(3)).await;
        let expected = Reencrypted {
            seen: 7,
            replaced: 4,
            changed_meanwhile: 1,
            unreadable: 1,
        };
        assert_eq!(first, expected);
        let second = table.run(&keys, &random, None).await;
        assert_eq!((second.seen, second.replaced), (7, 1));
        let rows = table.0.borrow();
        for (place, sealed) in rows.iter().take(6).enumerate() {
            assert_eq!(number_of(sealed), Some(2));
            let plain = keys.open(sealed, place.to_string().as_bytes()).unwrap();
            assert_eq!(plain, b"9999900001");
        }
        assert_eq!(rows[6], b"no key sealed this");
    }
}
