//! Browser sessions.

use store::accounts::AccountId;
use store::sessions::Session;

use super::Engine;
use super::sample::{account, at, digest, supplier};

fn session(n: u8, account: AccountId, created: i64) -> Session {
    Session {
        token_digest: digest(n),
        account,
        created_at: at(created),
        seen_at: at(created),
    }
}

pub(crate) async fn a_session_opens_is_touched_and_closes(engine: &dyn Engine) {
    let store = engine.open().await;
    let owner = account(&store, "name", supplier(0)).await;
    assert_eq!(store.session(&digest(1)).await.unwrap(), None);
    store
        .open_session(session(1, owner.id, 0), at(-9))
        .await
        .unwrap();
    let (found, whose) = store.session(&digest(1)).await.unwrap().unwrap();
    assert_eq!((found, whose), (session(1, owner.id, 0), owner.clone()));
    for (touched, seen) in [(50, 50), (40, 50), (60, 60)] {
        store.touch_session(&digest(1), at(touched)).await.unwrap();
        let (found, _) = store.session(&digest(1)).await.unwrap().unwrap();
        assert_eq!((found.created_at, found.seen_at), (at(0), at(seen)));
    }
    store.touch_session(&digest(2), at(9)).await.unwrap();
    store.close_session(&digest(1)).await.unwrap();
    store.close_session(&digest(1)).await.unwrap();
    assert_eq!(store.session(&digest(1)).await.unwrap(), None);
}

pub(crate) async fn stale_sessions_go_when_one_opens(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = account(&store, "first", supplier(0)).await.id;
    let second = account(&store, "second", supplier(1)).await.id;
    store
        .open_session(session(1, first, 0), at(0))
        .await
        .unwrap();
    store
        .open_session(session(2, first, 10), at(0))
        .await
        .unwrap();
    store
        .open_session(session(3, second, 0), at(0))
        .await
        .unwrap();
    store
        .open_session(session(4, first, 20), at(10))
        .await
        .unwrap();
    let mut open = Vec::new();
    for n in 1..=4 {
        if store.session(&digest(n)).await.unwrap().is_some() {
            open.push(n);
        }
    }
    assert_eq!(open, [2, 3, 4]);
}

pub(crate) async fn all_sessions_close_at_once(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = account(&store, "first", supplier(0)).await.id;
    let second = account(&store, "second", supplier(1)).await.id;
    for n in 1..=3 {
        store
            .open_session(session(n, first, 0), at(0))
            .await
            .unwrap();
    }
    store
        .open_session(session(4, second, 0), at(0))
        .await
        .unwrap();
    assert_eq!(store.close_all_sessions(first).await.unwrap(), 3);
    assert_eq!(store.close_all_sessions(first).await.unwrap(), 0);
    assert_eq!(store.session(&digest(2)).await.unwrap(), None);
    assert!(store.session(&digest(4)).await.unwrap().is_some());
}
