//! Personal data under the data key of the day, and its re-encryption after the key has changed.

use jiff::Timestamp;
use seal::{DataFault, DataKeys, Randomness};
use store::accounts::AccountId;
use store::sealed::{Resealed, SealedColumn, SealedPlace, SealedValue};
use store::{SealedValues, StoreError, StoreResult};

use crate::irp::Irp;
use crate::taxpayers::contact_context;
use crate::{authenticator, feedback, messages};

/// Values that are sealed anew in one commit: few enough that nobody who registers waits for it.
const PAGE_VALUES: u32 = 500;

/// What a re-encryption of a column did.
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

/// Seals every value of a column under the data key of the day, page by page, each a commit.
///
/// Others may read and write meanwhile. It may be stopped and begun again at any time: what is
/// under the key of the day already is passed over. `progress` is told after every page.
///
/// # Errors
/// The store's.
pub async fn reencrypt(
    store: &(impl SealedValues + ?Sized),
    column: SealedColumn,
    keys: &DataKeys,
    randomness: &Randomness,
    now: impl Fn() -> Timestamp,
    mut progress: impl FnMut(Reencrypted),
) -> StoreResult<Reencrypted> {
    let mut done = Reencrypted::default();
    let mut after = None;
    loop {
        let page = store.sealed_values(column, after, PAGE_VALUES).await?;
        let Some(last) = page.last() else {
            return Ok(done);
        };
        after = Some(last.place.clone());
        let mut resealed = Vec::new();
        for old in page {
            done.seen += 1;
            let context = context(column, &old)?;
            match keys.reseal(&old.sealed, &context, now(), randomness) {
                Ok(None) => {}
                Ok(Some(new)) => resealed.push(Resealed { old, new }),
                Err(DataFault) => done.unreadable += 1,
            }
        }
        if !resealed.is_empty() {
            let wanted = u64::try_from(resealed.len()).unwrap_or(u64::MAX);
            let replaced = store.replace_sealed(column, resealed).await?;
            done.replaced += replaced;
            done.changed_meanwhile += wanted.saturating_sub(replaced);
        }
        progress(done);
    }
}

/// What a value was sealed with: see the places that seal.
fn context(column: SealedColumn, value: &SealedValue) -> StoreResult<Vec<u8>> {
    match (column, &value.place) {
        (SealedColumn::TaxpayerContacts, SealedPlace::Taxpayer(gstin))
        | (SealedColumn::ImportedContacts, SealedPlace::Imported { gstin, .. }) => {
            Ok(contact_context(gstin).into_bytes())
        }
        (SealedColumn::Messages, SealedPlace::Number(_)) => Ok(messages::CONTEXT.to_vec()),
        (SealedColumn::FeedbackContacts, SealedPlace::Number(_)) => Ok(feedback::CONTEXT.to_vec()),
        (SealedColumn::ApiTokens, SealedPlace::Digest(digest)) => Ok(digest.to_vec()),
        (SealedColumn::Authenticators, SealedPlace::Number(account)) => {
            Ok(authenticator::secret_context(AccountId(*account)).into_bytes())
        }
        _ => Err(StoreError::Corrupt(format!(
            "a place that {} does not have",
            column.name()
        ))),
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

    use seal::{KeyFolder, KeyKind, NewPlace};
    use store::Outbox;
    use store::messages::{NewMessage, Route};
    use store::sealed::SealedCount;
    use store::sqlite::SqliteStore;

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

    async fn run(store: &SqliteStore, keys: &DataKeys, random: &Randomness) -> Reencrypted {
        let column = SealedColumn::Messages;
        reencrypt(store, column, keys, random, || at(100), |_| {})
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn every_value_ends_under_the_new_key_and_says_the_same() {
        let random = Randomness::seeded(1);
        let keys = keys(&random).data;
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open_or_create(
            &folder.path().join("mohar.db"),
            store::InstallationKind::Portal,
        )
        .unwrap();
        let message = |sealed| NewMessage {
            route: Route::Sms,
            sealed,
            created_at: at(0),
        };
        let seal =
            |second| message(keys.seal(b"9999900001", messages::CONTEXT, at(second), &random));
        // More than a page.
        let count = u64::from(PAGE_VALUES) + 3;
        let mut all: Vec<_> = (0..count).map(|_| seal(0)).collect();
        all.push(seal(100));
        all.push(message(b"\x01 no key sealed this".to_vec()));
        store.queue_messages(all).await.unwrap();

        let first = run(&store, &keys, &random).await;
        let expected = Reencrypted {
            seen: count + 2,
            replaced: count,
            changed_meanwhile: 0,
            unreadable: 1,
        };
        assert_eq!(first, expected);
        let second = run(&store, &keys, &random).await;
        assert_eq!((second.seen, second.replaced), (count + 2, 0));
        let counted = store.count_sealed(SealedColumn::Messages).await.unwrap();
        let under = |key, values| SealedCount { key, values };
        assert_eq!(counted, [under(1, 1), under(2, count + 1)]);
        for queued in store.newest_messages(600).await.unwrap().iter().skip(1) {
            let plain = keys
                .open(&queued.message.sealed, messages::CONTEXT)
                .unwrap();
            assert_eq!(plain, b"9999900001");
        }
    }
}
