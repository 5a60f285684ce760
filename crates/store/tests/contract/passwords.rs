//! Forgotten passwords and the new ones in their place.

use std::sync::Arc;

use store::accounts::{AccountId, NewPassword, PasswordReplacement};
use store::api_access::{ApiClient, ApiToken};
use store::messages::{NewMessage, Route};
use store::proofs::{ProofState, Purpose};
use store::sessions::Session;
use store::{Accounts, Store};

use super::Engine;
use super::sample::{
    HASH, LIMITS, account, at, code, digest, issue, open, prove, started, supplier,
};

const NEW: &str = "$argon2id$new";

/// A new password for a supplier, by a proof.
pub(crate) fn new_password(n: u16, proof: u8) -> NewPassword {
    NewPassword {
        gstin: supplier(n),
        password_hash: NEW.to_owned(),
        proof: digest(proof),
        at: at(9),
        notices: vec![NewMessage {
            route: Route::Sms,
            sealed: vec![proof],
            created_at: at(9),
        }],
        authenticator_notices: vec![NewMessage {
            route: Route::Sms,
            sealed: vec![proof, 1],
            created_at: at(9),
        }],
    }
}

/// Session `n` of a user.
pub(crate) fn session(n: u8, user: AccountId) -> Session {
    Session {
        token_digest: digest(n),
        account: user,
        created_at: at(0),
        seen_at: at(0),
    }
}

/// Token `n` of a user and a client.
pub(crate) fn token(n: u8, client: u8, user: AccountId) -> ApiToken {
    ApiToken {
        token_digest: digest(n),
        sealed: vec![n; 90],
        client_id: format!("client {client}"),
        account: user,
        gstin: supplier(0),
        issued_at: at(0),
        expires_at: at(3_600),
    }
}

/// Opens session and token `n` for a user.
pub(crate) async fn open_both(store: &Arc<dyn Store>, n: u8, user: AccountId) {
    open(store, session(n, user), at(-9)).await;
    open_token(store, n, user).await;
}

/// Opens token `n` for a user.
pub(crate) async fn open_token(store: &Arc<dyn Store>, n: u8, user: AccountId) {
    let client = ApiClient {
        client_id: format!("client {n}"),
        secret_digest: digest(1),
        owner: supplier(0),
        created_at: at(0),
        revoked_at: None,
    };
    store.create_client(client, 9).await.unwrap();
    issue(store, token(n, n, user), at(600)).await;
}

/// Whether session and token `n` live.
pub(crate) async fn is_open(store: &Arc<dyn Store>, n: u8) -> (bool, bool) {
    (
        store.session(&digest(n)).await.unwrap().is_some(),
        store.token(&digest(n)).await.unwrap().is_some(),
    )
}

async fn hash(store: &dyn Accounts, n: u16) -> String {
    let account = store.account_by_gstin(&supplier(n)).await.unwrap();
    account.unwrap().password_hash
}

pub(crate) async fn a_new_password_closes_what_the_old_one_opened(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await;
    let other = account(&store, "other", supplier(1)).await;
    open_both(&store, 1, user.id).await;
    open_both(&store, 2, user.id).await;
    open_both(&store, 3, other.id).await;
    store.login_succeeded(user.id, at(1)).await.unwrap();
    store.login_succeeded(user.id, at(2)).await.unwrap();
    store.login_failed(user.id, 1, at(900)).await.unwrap();
    store.login_failed(user.id, 3, at(900)).await.unwrap();
    prove(&store, 1, supplier(0), Purpose::Recover).await;

    let outcome = store.replace_password(new_password(0, 1)).await.unwrap();
    drop(store);
    let store = engine.open().await;
    let now = store.account_by_gstin(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(
        outcome,
        PasswordReplacement::Replaced {
            account: Box::new(now.clone()),
            sessions_closed: 2,
            tokens_voided: 2,
            authenticator_removed: false,
        }
    );
    assert_eq!((now.id, now.user_name.as_str()), (user.id, "name"));
    assert_eq!(now.password_hash, NEW);
    assert_eq!((now.failed_logins, now.blocked_until), (0, None));
    assert_eq!(now.last_login_at, Some(at(1)));
    assert_eq!(is_open(&store, 1).await, (false, false));
    assert_eq!(is_open(&store, 2).await, (false, false));
    assert_eq!(is_open(&store, 3).await, (true, true));
    assert_eq!(hash(&*store, 1).await, HASH);
    // The clients themselves stay: the secret was not forgotten.
    let client = store.client("client 1").await.unwrap().unwrap();
    assert_eq!(client.revoked_at, None);
    let queued = store.newest_messages(9).await.unwrap();
    let queued: Vec<_> = queued.into_iter().map(|queued| queued.message).collect();
    assert_eq!(queued, new_password(0, 1).notices);
    let proof = store.proof(&digest(1)).await.unwrap().unwrap();
    assert_eq!(proof.state, ProofState::Used);
}

pub(crate) async fn a_proof_replaces_one_password_and_only_its_own(engine: &dyn Engine) {
    let store = engine.open().await;
    account(&store, "name", supplier(0)).await;
    account(&store, "other", supplier(1)).await;
    let unproved = started(1, supplier(0), Purpose::Recover);
    store.start_proof(unproved).await.unwrap();
    prove(&store, 2, supplier(1), Purpose::Enable).await;
    prove(&store, 3, supplier(2), Purpose::Register).await;
    prove(&store, 4, supplier(3), Purpose::Recover).await;
    // Unproved, for another purpose, for other GSTINs, unknown.
    for (n, proof) in [(0, 1), (1, 2), (1, 3), (0, 4), (0, 9)] {
        let refused = store
            .replace_password(new_password(n, proof))
            .await
            .unwrap();
        assert_eq!(refused, PasswordReplacement::ProofSpent, "{n} {proof}");
        assert_eq!(hash(&*store, n).await, HASH);
    }
    let nobody = store.replace_password(new_password(3, 4)).await.unwrap();
    assert_eq!(nobody, PasswordReplacement::NoAccount);
    let proof = store.proof(&digest(4)).await.unwrap().unwrap();
    assert_eq!(proof.state, ProofState::Proved { at: at(1) });
}

pub(crate) async fn a_password_that_is_not_replaced_leaves_everything(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await;
    open_both(&store, 1, user.id).await;
    store.login_failed(user.id, 1, at(900)).await.unwrap();
    let before = store.account_by_gstin(&supplier(0)).await.unwrap();
    let refused = store.replace_password(new_password(0, 1)).await.unwrap();
    assert_eq!(refused, PasswordReplacement::ProofSpent);
    let after = store.account_by_gstin(&supplier(0)).await.unwrap();
    assert_eq!(after, before);
    assert_eq!(is_open(&store, 1).await, (true, true));
    assert_eq!(store.newest_messages(9).await.unwrap(), []);
}

pub(crate) async fn of_two_new_passwords_one_counts(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    account(&stores[0], "name", supplier(0)).await;
    // Two browsers, both proved: codes are sent half a minute apart.
    prove(&stores[0], 1, supplier(0), Purpose::Recover).await;
    let second = started(2, supplier(0), Purpose::Recover);
    stores[0].start_proof(second).await.unwrap();
    let sent = code(2, at(60));
    stores[0].send_code(&digest(2), sent, LIMITS).await.unwrap();
    stores[0].count_try(&digest(2), at(61), 5).await.unwrap();
    assert!(
        stores[0]
            .proved(&digest(2), &digest(2), at(61))
            .await
            .unwrap()
    );

    let mut saves = Vec::new();
    for n in 0..8_u8 {
        let store = stores[usize::from(n % 2)].clone();
        let new = new_password(0, 1 + n % 2);
        saves.push(tokio::spawn(async move {
            store.replace_password(new).await.unwrap()
        }));
    }
    let mut replaced = 0;
    for save in saves {
        match save.await.unwrap() {
            PasswordReplacement::Replaced { .. } => replaced += 1,
            PasswordReplacement::ProofSpent => {}
            other @ PasswordReplacement::NoAccount => panic!("{other:?}"),
        }
    }
    assert_eq!(replaced, 1);
    assert_eq!(stores[0].newest_messages(9).await.unwrap().len(), 1);
}
