//! Frozen accounts.

use std::sync::Arc;

use store::Store;
use store::account_care::{AccountUse, Freezing, Living};
use store::accounts::{AccountId, ChangedPassword, Frozen, PasswordChange};
use store::api_access::TokenIssue;
use store::proofs::Purpose;
use store::sessions::{OpenedBy, SessionOpening};

use super::Engine;
use super::passwords::{is_open, new_password, open_both, session, token};
use super::sample::{HASH, account, at, digest, prove, supplier};

fn because(reason: &str, seconds: i64) -> Frozen {
    Frozen {
        at: at(seconds),
        reason: reason.to_owned(),
    }
}

async fn freeze(store: &Arc<dyn Store>, user: AccountId) -> Freezing {
    let frozen = because("stolen password", 9);
    store.freeze_account(user, frozen).await.unwrap()
}

pub(crate) async fn a_frozen_account_has_nothing_open(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await;
    let other = account(&store, "other", supplier(1)).await;
    open_both(&store, 1, user.id).await;
    open_both(&store, 2, user.id).await;
    open_both(&store, 3, other.id).await;
    prove(&store, 1, supplier(0), Purpose::LogIn).await;
    let done = Freezing::Frozen {
        sessions_closed: 2,
        tokens_voided: 2,
    };
    assert_eq!(freeze(&store, user.id).await, done);
    drop(store);
    let store = engine.open().await;
    for n in [1, 2] {
        assert_eq!(is_open(&store, n).await, (false, false));
    }
    assert_eq!(is_open(&store, 3).await, (true, true));
    assert_eq!(store.proof(&digest(1)).await.unwrap(), None);
    let now = store.account_by_gstin(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(now.frozen, Some(because("stolen password", 9)));
    assert_eq!(
        store::accounts::Account {
            frozen: None,
            ..now
        },
        user
    );
    let client = store.client("client 1").await.unwrap().unwrap();
    assert_eq!(client.revoked_at, None);
}

pub(crate) async fn nothing_is_opened_with_a_frozen_account(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    open_both(&store, 1, user).await;
    freeze(&store, user).await;
    let open = |by: OpenedBy| store.open_session(session(4, user), by, at(-9));
    let by = OpenedBy::Password(HASH.to_owned());
    assert_eq!(open(by.clone()).await.unwrap(), SessionOpening::Frozen);
    // A proof that was begun just before, and proved after.
    prove(&store, 5, supplier(0), Purpose::LogIn).await;
    let proof = OpenedBy::Proof(digest(5));
    assert_eq!(open(proof).await.unwrap(), SessionOpening::Frozen);
    // Who does not know the password is not told.
    let wrong = OpenedBy::Password("another".to_owned());
    assert_eq!(open(wrong).await.unwrap(), SessionOpening::Void);
    let issue = |hash| store.issue_token(token(4, 1, user), hash, at(600));
    assert_eq!(issue(HASH).await.unwrap(), TokenIssue::Frozen);
    assert_eq!(issue("another").await.unwrap(), TokenIssue::Void);
    assert_eq!(is_open(&store, 4).await, (false, false));

    let ended = store.unfreeze_account(user).await.unwrap();
    assert_eq!(ended, Some(because("stolen password", 9)));
    assert_eq!(store.unfreeze_account(user).await.unwrap(), None);
    assert_eq!(is_open(&store, 1).await, (false, false), "they stay closed");
    assert_eq!(open(by).await.unwrap(), SessionOpening::Opened);
    let issued = issue(HASH).await.unwrap();
    assert_eq!(issued, TokenIssue::Issued(token(4, 1, user)));
    assert_eq!(is_open(&store, 4).await, (true, true));
}

pub(crate) async fn the_first_freeze_counts(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let user = account(&stores[0], "name", supplier(0)).await.id;
    let freezes: Vec<_> = (0..8_i64)
        .map(|n| {
            let store = stores[usize::from(n % 2 == 0)].clone();
            let frozen = because(&n.to_string(), n);
            tokio::spawn(async move { store.freeze_account(user, frozen).await.unwrap() })
        })
        .collect();
    let (mut first, mut met) = (0, Vec::new());
    for freeze in freezes {
        match freeze.await.unwrap() {
            Freezing::Frozen { .. } => first += 1,
            Freezing::AlreadyFrozen(frozen) => met.push(frozen),
            Freezing::NoAccount => panic!("the account is there"),
        }
    }
    assert_eq!((first, met.len()), (1, 7));
    let now = stores[0].account_by_gstin(&supplier(0)).await.unwrap();
    let now = now.unwrap().frozen.unwrap();
    assert!(met.iter().all(|frozen| *frozen == now));
    let nobody = AccountId(user.0 + 1);
    assert_eq!(freeze(&stores[0], nobody).await, Freezing::NoAccount);
    assert_eq!(stores[0].unfreeze_account(nobody).await.unwrap(), None);
}

/// Logins, pages and API, race with a freeze: whoever is told "open" before it is closed by it.
pub(crate) async fn a_freeze_leaves_nothing_that_was_opened_meanwhile(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let user = account(&stores[0], "name", supplier(0)).await.id;
    open_both(&stores[0], 0, user).await;
    let mut openings = Vec::new();
    for n in 1..=24_u8 {
        let store = stores[usize::from(n % 2)].clone();
        openings.push(tokio::spawn(async move {
            if n == 12 {
                freeze(&store, user).await;
                return;
            }
            let by = OpenedBy::Password(HASH.to_owned());
            store
                .open_session(session(n, user), by, at(-9))
                .await
                .unwrap();
            // Beyond the living token's end, so that each issues one.
            let keep = at(3_600);
            store
                .issue_token(token(n, 0, user), HASH, keep)
                .await
                .unwrap();
        }));
    }
    for opening in openings {
        opening.await.unwrap();
    }
    for n in 0..=24 {
        assert_eq!(is_open(&stores[0], n).await, (false, false), "{n}");
    }
    assert_eq!(stores[1].sessions_of(user, 99).await.unwrap(), []);
}

pub(crate) async fn a_forgotten_password_does_not_unfreeze(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    open_both(&store, 7, user).await;
    let change = ChangedPassword {
        account: user,
        old_hash: HASH.to_owned(),
        password_hash: "new".to_owned(),
        session: digest(7),
        notices: Vec::new(),
    };
    freeze(&store, user).await;
    prove(&store, 1, supplier(0), Purpose::Recover).await;
    let replaced = store.replace_password(new_password(0, 1)).await.unwrap();
    let store::accounts::PasswordReplacement::Replaced { account, .. } = replaced else {
        panic!("{replaced:?}");
    };
    assert_eq!(account.frozen, Some(because("stolen password", 9)));
    let stored = store.account_by_gstin(&supplier(0)).await.unwrap();
    assert_eq!(stored, Some(*account));
    let changed = store.change_password(change).await.unwrap();
    assert_eq!(changed, PasswordChange::Overtaken);
}

pub(crate) async fn an_accounts_use_counts_what_lives(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    let living = |seconds: i64| Living {
        began_after: at(seconds - 1_000),
        used_after: at(seconds - 100),
        token_ends_after: at(seconds),
    };
    let unused = AccountUse {
        latest_login_at: None,
        sessions: 0,
        session_used_at: None,
        tokens: 0,
        token_issued_at: None,
    };
    let now = |seconds| store.account_use(user, living(seconds));
    assert_eq!(now(0).await.unwrap(), unused);
    store.login_succeeded(user, at(3)).await.unwrap();
    store.login_succeeded(user, at(4)).await.unwrap();
    open_both(&store, 1, user).await;
    open_both(&store, 2, user).await;
    store.touch_session(&digest(1), at(50)).await.unwrap();
    let lives = |sessions, session_used_at, tokens, token_issued_at| AccountUse {
        latest_login_at: Some(at(4)),
        sessions,
        session_used_at,
        tokens,
        token_issued_at,
    };
    let both = lives(2, Some(at(50)), 2, Some(at(0)));
    assert_eq!(now(99).await.unwrap(), both);
    let one = lives(1, Some(at(50)), 2, Some(at(0)));
    assert_eq!(now(149).await.unwrap(), one);
    let none = lives(0, None, 2, Some(at(0)));
    assert_eq!(now(3_599).await.unwrap(), none);
    assert_eq!(now(3_600).await.unwrap(), lives(0, None, 0, None));
    let nobody = store.account_use(AccountId(user.0 + 1), living(0)).await;
    assert!(nobody.is_err());
}
