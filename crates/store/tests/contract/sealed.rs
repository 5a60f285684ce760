//! What is sealed under the data keys.

use std::sync::Arc;

use store::Store;
use store::accounts::AccountId;
use store::api_access::{ApiClient, ApiToken};
use store::authenticators::ProposedAuthenticator;
use store::feedback::Feedback;
use store::master_imports::{ImportStart, ImportedTaxpayer, NewImport};
use store::messages::{NewMessage, Route};
use store::sealed::{Resealed, SealedColumn, SealedCount, SealedValue};

use super::Engine;
use super::passwords::session;
use super::sample::{account, at, digest, issue, open, supplier};
use super::taxpayers::record;

/// Values in each column.
const VALUES: u8 = 5;

/// A value of the n-th row, by the key of a number.
fn sealed(key: u8, n: u8) -> Vec<u8> {
    vec![key, n, 7, 7]
}

/// An API client and a token of it; ended an hour after it was issued.
pub(crate) async fn token(store: &Arc<dyn Store>, n: u8, account: AccountId, issued: i64) {
    let client = ApiClient {
        client_id: format!("C{n}"),
        secret_digest: digest(1),
        owner: supplier(0),
        created_at: at(0),
        revoked_at: None,
    };
    assert!(store.create_client(client, 99).await.unwrap());
    let token = ApiToken {
        token_digest: digest(n),
        sealed: sealed(1, n),
        client_id: format!("C{n}"),
        account,
        gstin: supplier(0),
        issued_at: at(issued),
        expires_at: at(issued + 3_600),
    };
    issue(store, token, at(issued)).await;
}

/// So many values in each column, all by key 1.
async fn fill(store: &Arc<dyn Store>) {
    let owner = account(store, "owner", supplier(0)).await.id;
    let start = store
        .begin_import(NewImport {
            source_digest: digest(1),
            as_of: at(0),
            now: at(0),
            give_up_unfinished: false,
        })
        .await
        .unwrap();
    let ImportStart::Begun(import) = start else {
        panic!("{start:?}");
    };
    let mut imported = Vec::new();
    for n in 0..VALUES {
        let mut taxpayer = record(supplier(n.into()), "Malnad Tools", 0);
        taxpayer.contact_sealed = Some(sealed(1, n));
        let row = ImportedTaxpayer::new(taxpayer.taxpayer.clone(), Some(sealed(1, n)));
        imported.push(row.unwrap());
        store.put_taxpayer(taxpayer).await.unwrap();
        let message = NewMessage {
            route: Route::Sms,
            sealed: sealed(1, n),
            created_at: at(0),
        };
        store.queue_messages(vec![message]).await.unwrap();
        let feedback = Feedback {
            at: at(0),
            page: "/".to_owned(),
            language: "en".to_owned(),
            text: "Good".to_owned(),
            contact_sealed: Some(sealed(1, n)),
        };
        store.leave_feedback(feedback).await.unwrap();
        token(store, n, owner, 0).await;
        let gstin = supplier(50 + u16::from(n));
        let user = account(store, &format!("user {n}"), gstin).await.id;
        open(store, session(60 + n, user), at(-9)).await;
        let proposal = ProposedAuthenticator {
            account: user,
            session: digest(60 + n),
            sealed: sealed(1, n),
            at: at(0),
        };
        store.propose_authenticator(proposal).await.unwrap();
    }
    // Rows without a contact have nothing to seal.
    let mut silent = record(supplier(99), "Silent", 0);
    silent.contact_sealed = None;
    store.put_taxpayer(silent).await.unwrap();
    store
        .load_taxpayers(import.generation, imported)
        .await
        .unwrap();
}

async fn pages(store: &Arc<dyn Store>, column: SealedColumn, limit: u32) -> Vec<SealedValue> {
    let mut all: Vec<SealedValue> = Vec::new();
    loop {
        let after = all.last().map(|value| value.place.clone());
        let page = store.sealed_values(column, after, limit).await.unwrap();
        assert!(page.len() <= usize::try_from(limit).unwrap());
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

async fn counted(store: &Arc<dyn Store>, column: SealedColumn) -> Vec<(u8, u64)> {
    let counts = store.count_sealed(column).await.unwrap();
    let pair = |count: SealedCount| (count.key, count.values);
    counts.into_iter().map(pair).collect()
}

pub(crate) async fn every_value_is_met_once_and_replaced(engine: &dyn Engine) {
    let store = engine.open().await;
    fill(&store).await;
    for column in SealedColumn::ALL {
        let all = pages(&store, column, 2).await;
        let name = column.name();
        assert_eq!(all.len(), usize::from(VALUES), "{name}");
        let mut numbers: Vec<u8> = all.iter().map(|value| value.sealed[1]).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [0, 1, 2, 3, 4], "{name}");
        assert_eq!(pages(&store, column, 99).await, all, "{name}: one order");
        assert_eq!(
            counted(&store, column).await,
            [(1, VALUES.into())],
            "{name}"
        );

        let three = all[..3].iter().map(|old| Resealed {
            old: old.clone(),
            new: sealed(2, old.sealed[1]),
        });
        let three: Vec<_> = three.collect();
        let replaced = store.replace_sealed(column, three.clone()).await.unwrap();
        assert_eq!(replaced, 3, "{name}");
        assert_eq!(counted(&store, column).await, [(1, 2), (2, 3)], "{name}");
        let after = pages(&store, column, 2).await;
        for (old, new) in all.iter().zip(&after[..3]) {
            assert_eq!(new.place, old.place);
            assert_eq!(new.sealed, sealed(2, old.sealed[1]));
        }
        assert_eq!(after[3..], all[3..], "{name}: the others stay");
        // Once more: the old values do not stand there any longer.
        assert_eq!(store.replace_sealed(column, three).await.unwrap(), 0);
    }
}

pub(crate) async fn a_value_that_changed_meanwhile_stays(engine: &dyn Engine) {
    let store = engine.open().await;
    fill(&store).await;
    let column = SealedColumn::TaxpayerContacts;
    let all = pages(&store, column, 99).await;
    let mut newer = record(supplier(0), "Malnad Tools", 9);
    newer.contact_sealed = Some(sealed(3, 0));
    store.put_taxpayer(newer).await.unwrap();
    let resealed = all.iter().map(|old| Resealed {
        old: old.clone(),
        new: sealed(2, old.sealed[1]),
    });
    let replaced = store.replace_sealed(column, resealed.collect()).await;
    assert_eq!(replaced.unwrap(), u64::from(VALUES) - 1);
    let found = store.taxpayer(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(found.contact_sealed, Some(sealed(3, 0)));
    // A place that another column has is nobody's.
    let strange = vec![Resealed {
        old: all[0].clone(),
        new: Vec::new(),
    }];
    let refused = store.replace_sealed(SealedColumn::Messages, strange).await;
    assert!(refused.is_err());
}
