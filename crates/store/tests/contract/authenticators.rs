//! Authenticator apps and their recovery codes.

use std::sync::Arc;

use store::Store;
use store::accounts::{AccountId, ChangedPassword, Frozen, PasswordChange, PasswordReplacement};
use store::authenticators::{
    Authenticator, AuthenticatorChange, CodeTries, Confirmation, ConfirmedAuthenticator,
    CountedCode, Proposal, ProposedAuthenticator, RightCode,
};
use store::messages::{NewMessage, Route};
use store::proofs::{ProofState, Purpose};
use store::sessions::{OpenedBy, SessionOpening};

use super::Engine;
use super::passwords::{new_password, session};
use super::sample::{HASH, account, at, digest, open, prove, started, supplier};

/// 3 in a login, 5 in a row, then a quarter of an hour.
pub(crate) const TRIES: CodeTries = CodeTries {
    of_login: 3,
    in_a_row: 5,
    block_s: 900,
};

/// The step that confirmed.
pub(crate) const STEP: i64 = 100;

/// The secret that stands for the n-th one, sealed.
pub(crate) fn secret(n: u8) -> Vec<u8> {
    vec![1, n, n]
}

fn notice(n: u8) -> Vec<NewMessage> {
    vec![NewMessage {
        route: Route::Email,
        sealed: vec![n],
        created_at: at(1),
    }]
}

/// A proposal by session 1.
pub(crate) fn proposed(account: AccountId, sealed: Vec<u8>) -> ProposedAuthenticator {
    ProposedAuthenticator {
        account,
        session: digest(1),
        sealed,
        at: at(0),
    }
}

/// Its confirmation, with recovery codes 201 and 202.
fn confirmed(account: AccountId, n: u8) -> ConfirmedAuthenticator {
    ConfirmedAuthenticator {
        account,
        session: digest(1),
        sealed: secret(n),
        step: STEP,
        at: at(10),
        recovery_codes: vec![digest(201), digest(202)],
        notices: notice(n),
    }
}

pub(crate) fn change(account: AccountId, code: RightCode) -> AuthenticatorChange {
    AuthenticatorChange {
        account,
        session: digest(1),
        sealed: secret(1),
        code,
        notices: notice(9),
    }
}

/// An account of supplier 0 with session 1 and authenticator 1 in force.
pub(crate) async fn with_authenticator(store: &Arc<dyn Store>) -> AccountId {
    let user = account(store, "name", supplier(0)).await.id;
    open(store, session(1, user), at(-9)).await;
    let made = store.propose_authenticator(proposed(user, secret(1))).await;
    assert_eq!(made.unwrap(), Proposal::Made);
    let put = store.confirm_authenticator(confirmed(user, 1)).await;
    let expected = Confirmation::Confirmed { sessions_closed: 0 };
    assert_eq!(put.unwrap(), expected);
    user
}

pub(crate) async fn of(store: &Arc<dyn Store>, user: AccountId) -> Option<Authenticator> {
    store.authenticator(user).await.unwrap()
}

/// A login of supplier 0 that waits for a code.
pub(crate) async fn waiting(store: &Arc<dyn Store>, n: u8) {
    let proof = started(n, supplier(0), Purpose::LogIn);
    store.start_proof(proof).await.unwrap();
}

pub(crate) fn by(proof: u8, code: RightCode) -> OpenedBy {
    OpenedBy::Authenticator {
        proof: digest(proof),
        sealed: secret(1),
        code,
    }
}

/// Opens session `n` in the login of the same number.
pub(crate) async fn enter(
    store: &Arc<dyn Store>,
    user: AccountId,
    n: u8,
    code: RightCode,
) -> SessionOpening {
    let opening = store.open_session(session(n, user), by(n, code), at(-9));
    opening.await.unwrap()
}

pub(crate) async fn count(
    store: &Arc<dyn Store>,
    user: AccountId,
    login: Option<u8>,
    s: i64,
) -> CountedCode {
    let login = login.map(digest);
    store.count_code(user, login, at(s), TRIES).await.unwrap()
}

pub(crate) async fn a_proposal_is_replaced_and_confirmed_once(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    for n in [1, 2, 3] {
        open(&store, session(n, user), at(-9)).await;
    }
    assert_eq!(of(&store, user).await, None);
    for n in [1, 2] {
        let made = store.propose_authenticator(proposed(user, secret(n))).await;
        assert_eq!(made.unwrap(), Proposal::Made);
    }
    let put = |n| store.confirm_authenticator(confirmed(user, n));
    assert_eq!(put(1).await.unwrap(), Confirmation::Overtaken, "replaced");
    assert!(store.session(&digest(2)).await.unwrap().is_some());
    assert_eq!(store.newest_messages(9).await.unwrap(), []);
    let expected = Confirmation::Confirmed { sessions_closed: 2 };
    assert_eq!(put(2).await.unwrap(), expected);
    assert_eq!(put(2).await.unwrap(), Confirmation::Overtaken, "confirmed");
    drop(store);
    let store = engine.open().await;
    let found = Authenticator {
        sealed: secret(2),
        proposed_at: at(0),
        confirmed_at: Some(at(10)),
        last_step: STEP,
        recovery_codes: 2,
        tries: 0,
        blocked_until: None,
    };
    assert_eq!(of(&store, user).await, Some(found.clone()));
    let again = store.propose_authenticator(proposed(user, secret(3))).await;
    assert_eq!(again.unwrap(), Proposal::InForce);
    assert_eq!(of(&store, user).await, Some(found));
    let open: Vec<_> = store.sessions_of(user, 9).await.unwrap();
    assert_eq!(open, [session(1, user)]);
    let queued = store.newest_messages(9).await.unwrap();
    assert_eq!(queued.len(), 1);
    assert_eq!(queued[0].message.sealed, [2]);
}

pub(crate) async fn old_proposals_are_forgotten(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    let other = account(&store, "other", supplier(1)).await.id;
    let third = account(&store, "third", supplier(2)).await.id;
    open(&store, session(5, other), at(-9)).await;
    open(&store, session(6, third), at(-9)).await;
    let proposal = |account, session, seconds| ProposedAuthenticator {
        account,
        session: digest(session),
        sealed: secret(5),
        at: at(seconds),
    };
    let propose = |new| store.propose_authenticator(new);
    propose(proposal(other, 5, 0)).await.unwrap();
    propose(proposal(third, 6, 86_400)).await.unwrap();
    assert!(of(&store, other).await.is_some(), "a day old");
    propose(proposal(third, 6, 86_401)).await.unwrap();
    assert_eq!(of(&store, other).await, None, "older");
    assert!(of(&store, third).await.is_some());
    assert!(of(&store, user).await.is_some(), "in force for ever");
}

pub(crate) async fn only_a_living_session_of_the_account_changes_it(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    let other = account(&store, "other", supplier(1)).await.id;
    open(&store, session(5, other), at(-9)).await;
    // Another account's session, and none.
    for n in [5, 6] {
        let new = ProposedAuthenticator {
            session: digest(n),
            ..proposed(user, secret(2))
        };
        let made = store.propose_authenticator(new).await.unwrap();
        assert_eq!(made, Proposal::Overtaken);
        let change = AuthenticatorChange {
            session: digest(n),
            ..change(user, RightCode::OfStep(STEP + 1))
        };
        assert!(!store.remove_authenticator(change.clone()).await.unwrap());
        let renewed = store.renew_recovery_codes(change, vec![digest(9)]).await;
        assert!(!renewed.unwrap());
    }
    let made = store
        .propose_authenticator(proposed(other, secret(2)))
        .await;
    assert_eq!(made.unwrap(), Proposal::Overtaken, "somebody else's");
    let frozen = Frozen {
        at: at(9),
        reason: "stolen".to_owned(),
    };
    store.freeze_account(user, frozen).await.unwrap();
    let right = change(user, RightCode::OfStep(STEP + 1));
    assert!(!store.remove_authenticator(right).await.unwrap());
    let now = of(&store, user).await.unwrap();
    assert_eq!((now.last_step, now.recovery_codes), (STEP, 2));
    assert_eq!(store.newest_messages(9).await.unwrap().len(), 1);
}

pub(crate) async fn with_an_authenticator_only_its_code_opens_a_session(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    let open = |by| store.open_session(session(9, user), by, at(-9));
    let by_password = OpenedBy::Password(HASH.to_owned());
    let opening = open(by_password.clone()).await.unwrap();
    assert_eq!(opening, SessionOpening::Void);
    prove(&store, 3, supplier(0), Purpose::LogIn).await;
    let opening = open(OpenedBy::Proof(digest(3))).await.unwrap();
    assert_eq!(opening, SessionOpening::Void);
    assert_eq!(store.session(&digest(9)).await.unwrap(), None);

    waiting(&store, 9).await;
    let code = RightCode::OfStep(STEP + 1);
    assert_eq!(enter(&store, user, 9, code).await, SessionOpening::Opened);
    let proof = store.proof(&digest(9)).await.unwrap().unwrap();
    assert_eq!(proof.state, ProofState::Used);
    // API tokens ask for no code.
    super::passwords::open_token(&store, 4, user).await;
    // Without one the others open again.
    let gone = change(user, RightCode::OfStep(STEP + 2));
    assert!(store.remove_authenticator(gone).await.unwrap());
    let opening = store.open_session(session(8, user), by_password, at(-9));
    assert_eq!(opening.await.unwrap(), SessionOpening::Opened);
    waiting(&store, 7).await;
    let code = RightCode::OfStep(STEP + 3);
    assert_eq!(enter(&store, user, 7, code).await, SessionOpening::Void);
}

pub(crate) async fn a_code_opens_only_in_a_login_of_its_account(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    account(&store, "other", supplier(1)).await;
    let code = RightCode::OfStep(STEP + 1);
    let other = started(2, supplier(1), Purpose::LogIn);
    let recovery = started(3, supplier(0), Purpose::Recover);
    for proof in [other, recovery] {
        store.start_proof(proof).await.unwrap();
    }
    prove(&store, 4, supplier(0), Purpose::LogIn).await;
    // Another's, for another purpose, proved otherwise, unknown.
    for n in [2, 3, 4, 5] {
        assert_eq!(enter(&store, user, n, code).await, SessionOpening::Void);
        assert_eq!(store.waiting_login(&digest(n)).await.unwrap(), None);
        let counted = count(&store, user, Some(n), 0).await;
        assert_eq!(counted, CountedCode::NotWaiting, "{n}");
    }
    waiting(&store, 6).await;
    let found = store.waiting_login(&digest(6)).await.unwrap().unwrap();
    assert_eq!((found.account, found.gstin), (user, supplier(0)));
    assert_eq!((found.started_at, found.tries), (at(0), 0));
    assert_eq!(Some(found.authenticator), of(&store, user).await);
    // Another secret than the one in force was judged.
    let wrong = OpenedBy::Authenticator {
        proof: digest(6),
        sealed: secret(2),
        code,
    };
    let opening = store.open_session(session(6, user), wrong, at(-9)).await;
    assert_eq!(opening.unwrap(), SessionOpening::Void);
    let frozen = Frozen {
        at: at(9),
        reason: "stolen".to_owned(),
    };
    store.freeze_account(user, frozen).await.unwrap();
    assert_eq!(enter(&store, user, 6, code).await, SessionOpening::Void);
    waiting(&store, 7).await;
    assert_eq!(enter(&store, user, 7, code).await, SessionOpening::Frozen);
    let now = of(&store, user).await.unwrap();
    assert_eq!(now.last_step, STEP, "the code was not used up");
}

pub(crate) async fn a_recovery_takes_the_authenticator_and_a_change_leaves_it(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    waiting(&store, 3).await;
    let changed = ChangedPassword {
        account: user,
        old_hash: HASH.to_owned(),
        password_hash: "new".to_owned(),
        session: digest(1),
        notices: Vec::new(),
    };
    let changed = store.change_password(changed).await.unwrap();
    assert!(matches!(changed, PasswordChange::Changed { .. }));
    assert_eq!(of(&store, user).await.unwrap().recovery_codes, 2);
    let code = RightCode::OfStep(STEP + 1);
    let opening = enter(&store, user, 3, code).await;
    assert_eq!(opening, SessionOpening::Void, "begun by the old password");

    let removed = |replaced| {
        let PasswordReplacement::Replaced {
            authenticator_removed,
            ..
        } = replaced
        else {
            panic!("{replaced:?}");
        };
        authenticator_removed
    };
    waiting(&store, 4).await;
    account(&store, "without", supplier(1)).await;
    for (n, proof, expected) in [(0, 21, true), (1, 22, false)] {
        prove(&store, proof, supplier(n), Purpose::Recover).await;
        let replaced = store.replace_password(new_password(n, proof)).await;
        assert_eq!(removed(replaced.unwrap()), expected);
    }
    assert_eq!(of(&store, user).await, None);
    assert!(!store.is_recovery_code(user, &digest(201)).await.unwrap());
    assert_eq!(enter(&store, user, 4, code).await, SessionOpening::Void);
    let queued = store.newest_messages(9).await.unwrap();
    let told: Vec<_> = queued
        .iter()
        .map(|one| one.message.sealed.clone())
        .collect();
    let expected: [&[u8]; 4] = [&[22], &[21, 1], &[21], &[1]];
    assert_eq!(told, expected);
}
