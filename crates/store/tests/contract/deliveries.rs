//! Who sends a message, and what becomes of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use store::Store;
use store::messages::{AfterFailure, Delivery, DeliveryState, NewMessage, QueuedMessage, Route};
use tokio::task::JoinSet;

use super::Engine;
use super::sample::at;

const LEASE_S: u32 = 60;

/// Queues one message a second from second 0 on, and gives their numbers.
async fn queue(store: &Arc<dyn Store>, route: Route, count: u8) -> Vec<i64> {
    let messages = (0..count).map(|n| NewMessage {
        route,
        sealed: vec![n; 40],
        created_at: at(n.into()),
    });
    store.queue_messages(messages.collect()).await.unwrap();
    let newest = store.newest_messages(count.into()).await.unwrap();
    newest.iter().rev().map(|queued| queued.id).collect()
}

async fn claim(store: &Arc<dyn Store>, second: i64, limit: u32) -> Vec<QueuedMessage> {
    let claimed = store.claim_messages(Route::Sms, at(second), LEASE_S, limit);
    claimed.await.unwrap()
}

fn numbers(messages: &[QueuedMessage]) -> Vec<i64> {
    messages.iter().map(|message| message.id).collect()
}

async fn delivery(store: &Arc<dyn Store>, id: i64) -> Delivery {
    let newest = store.newest_messages(100).await.unwrap();
    let found = newest.into_iter().find(|message| message.id == id);
    found.unwrap().delivery
}

pub(crate) async fn due_messages_of_a_route_are_claimed_the_longest_due_first(engine: &dyn Engine) {
    let store = engine.open().await;
    let ids = queue(&store, Route::Sms, 5).await;
    queue(&store, Route::Email, 2).await;
    assert_eq!(numbers(&claim(&store, 3, 2).await), ids[..2]);
    // The fifth is queued at second 4 only.
    let rest = claim(&store, 3, 9).await;
    assert_eq!(numbers(&rest), ids[2..4]);
    assert_eq!(rest[0].message.sealed, vec![2; 40]);
    let expected = Delivery {
        state: DeliveryState::Waiting {
            due_at: at(3 + i64::from(LEASE_S)),
        },
        tries: 1,
        receipt: None,
        reason: None,
    };
    assert_eq!(rest[0].delivery, expected);
    assert_eq!(delivery(&store, ids[2]).await, expected);
    assert_eq!(claim(&store, 3, 0).await, []);
    // An inbox shows all, claimed or not.
    assert_eq!(store.newest_messages(100).await.unwrap().len(), 7);
}

pub(crate) async fn of_16_claimers_each_message_has_one(engine: &dyn Engine) {
    let (one, two) = (engine.open().await, engine.open().await);
    let ids = queue(&one, Route::Sms, 60).await;
    let mut claimers = JoinSet::new();
    for n in 0..16 {
        let store = Arc::clone(if n % 2 == 0 { &one } else { &two });
        claimers.spawn(async move {
            let mut mine = Vec::new();
            // What another one is claiming may be passed over, so one empty answer is no end.
            for _ in 0..20 {
                mine.extend(numbers(&claim(&store, 100, 3).await));
            }
            mine
        });
    }
    let claimed = claimers.join_all().await.concat();
    let different: BTreeSet<i64> = claimed.iter().copied().collect();
    assert_eq!(claimed.len(), different.len(), "{claimed:?}");
    assert_eq!(different.into_iter().collect::<Vec<_>>(), ids);
}

pub(crate) async fn a_lease_ends_and_a_restart_forgets_nothing(engine: &dyn Engine) {
    let store = engine.open().await;
    let ids = queue(&store, Route::Sms, 1).await;
    assert_eq!(numbers(&claim(&store, 10, 9).await), ids);
    drop(store);
    let store = engine.open().await;
    let lease = i64::from(LEASE_S);
    assert_eq!(claim(&store, 10 + lease - 1, 9).await, []);
    let again = claim(&store, 10 + lease, 9).await;
    assert_eq!(numbers(&again), ids);
    assert_eq!(again[0].delivery.tries, 2);
}

pub(crate) async fn what_was_sent_stays_sent_with_its_receipt(engine: &dyn Engine) {
    let store = engine.open().await;
    let ids = queue(&store, Route::Sms, 2).await;
    claim(&store, 10, 9).await;
    let receipt = || Some("R-1".to_owned());
    assert!(store.message_sent(ids[0], receipt(), at(11)).await.unwrap());
    assert!(!store.message_sent(ids[0], None, at(12)).await.unwrap());
    for then in [
        AfterFailure::TryAgain { at: at(13) },
        AfterFailure::GiveUp { at: at(13) },
    ] {
        let failed = store.message_failed(ids[0], 1, "late", then).await;
        assert!(!failed.unwrap());
    }
    let expected = Delivery {
        state: DeliveryState::Sent { at: at(11) },
        tries: 1,
        receipt: receipt(),
        reason: None,
    };
    assert_eq!(delivery(&store, ids[0]).await, expected);
    assert_eq!(numbers(&claim(&store, 1_000, 9).await), ids[1..]);
    assert!(!store.message_sent(ids[1] + 1, None, at(12)).await.unwrap());
}

pub(crate) async fn a_failed_try_is_repeated_when_it_is_due_or_given_up(engine: &dyn Engine) {
    let store = engine.open().await;
    let ids = queue(&store, Route::Sms, 1).await;
    claim(&store, 10, 9).await;
    let again = AfterFailure::TryAgain { at: at(25) };
    let reason = "answered 503";
    assert!(
        store
            .message_failed(ids[0], 1, reason, again)
            .await
            .unwrap()
    );
    assert_eq!(
        delivery(&store, ids[0]).await.reason.as_deref(),
        Some(reason)
    );
    assert_eq!(claim(&store, 24, 9).await, []);
    assert_eq!(claim(&store, 25, 9).await[0].delivery.tries, 2);
    // Whoever had the try before decides nothing any more.
    let no_more = AfterFailure::GiveUp { at: at(26) };
    assert!(
        !store
            .message_failed(ids[0], 1, "late", no_more)
            .await
            .unwrap()
    );
    assert!(
        store
            .message_failed(ids[0], 2, "too old", no_more)
            .await
            .unwrap()
    );
    let given_up = Delivery {
        state: DeliveryState::GivenUp { at: at(26) },
        tries: 2,
        receipt: None,
        reason: Some("too old".to_owned()),
    };
    assert_eq!(delivery(&store, ids[0]).await, given_up);
    assert_eq!(claim(&store, 10_000, 9).await, []);
    // Somebody had handed it over all the same, and says so late.
    assert!(store.message_sent(ids[0], None, at(30)).await.unwrap());
    let state = delivery(&store, ids[0]).await.state;
    assert_eq!(state, DeliveryState::Sent { at: at(30) });
}
