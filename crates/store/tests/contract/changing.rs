//! A password that its owner changes.

use store::accounts::{ChangedPassword, PasswordChange};
use store::messages::{NewMessage, Route};
use store::proofs::Purpose;

use super::Engine;
use super::passwords::{is_open, open_both};
use super::sample::{HASH, account, at, digest, prove, supplier};

const NEW: &str = "$argon2id$new";

fn change(user: store::accounts::AccountId, session: u8, old_hash: &str) -> ChangedPassword {
    ChangedPassword {
        account: user,
        old_hash: old_hash.to_owned(),
        password_hash: NEW.to_owned(),
        session: digest(session),
        notices: vec![NewMessage {
            route: Route::Sms,
            sealed: vec![session],
            created_at: at(9),
        }],
    }
}

pub(crate) async fn a_changed_password_keeps_one_session(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    let other = account(&store, "other", supplier(1)).await.id;
    for (n, whose) in [(1, user), (2, user), (3, other)] {
        open_both(&store, n, whose).await;
    }
    prove(&store, 1, supplier(0), Purpose::LogIn).await;
    store.login_failed(user, 3, at(900)).await.unwrap();
    let changed = store.change_password(change(user, 2, HASH)).await.unwrap();
    let closed = PasswordChange::Changed {
        sessions_closed: 1,
        tokens_voided: 2,
    };
    assert_eq!(changed, closed);
    drop(store);
    let store = engine.open().await;
    let now = store.account_by_gstin(&supplier(0)).await.unwrap().unwrap();
    assert_eq!((now.password_hash.as_str(), now.failed_logins), (NEW, 0));
    assert_eq!(is_open(&store, 1).await, (false, false));
    assert_eq!(is_open(&store, 2).await, (true, false));
    assert_eq!(is_open(&store, 3).await, (true, true));
    assert_eq!(store.proof(&digest(1)).await.unwrap(), None);
    assert_eq!(store.newest_messages(9).await.unwrap().len(), 1);
}

pub(crate) async fn a_password_is_changed_only_from_the_one_that_was_judged(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    let other = account(&store, "other", supplier(1)).await.id;
    open_both(&store, 1, user).await;
    open_both(&store, 2, other).await;
    // Another password, another's session, no session.
    for (session, old) in [(1, "another"), (2, HASH), (9, HASH)] {
        let refused = store.change_password(change(user, session, old)).await;
        assert_eq!(refused.unwrap(), PasswordChange::Overtaken, "{session}");
    }
    let now = store.account_by_gstin(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(now.password_hash, HASH);
    assert_eq!(is_open(&store, 1).await, (true, true));
    assert_eq!(store.newest_messages(9).await.unwrap(), []);
}

pub(crate) async fn of_two_changes_one_counts(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let user = account(&stores[0], "name", supplier(0)).await.id;
    for n in 0..8 {
        open_both(&stores[0], n, user).await;
    }
    let changes: Vec<_> = (0..8_u8)
        .map(|n| {
            let store = stores[usize::from(n % 2)].clone();
            let new = change(user, n, HASH);
            tokio::spawn(async move { store.change_password(new).await.unwrap() })
        })
        .collect();
    let mut counted = 0;
    for change in changes {
        counted += u32::from(change.await.unwrap() != PasswordChange::Overtaken);
    }
    assert_eq!(counted, 1);
    assert_eq!(stores[0].sessions_of(user, 9).await.unwrap().len(), 1);
    assert_eq!(stores[0].newest_messages(9).await.unwrap().len(), 1);
}
