//! Browser sessions.

use store::accounts::AccountId;
use store::proofs::{ProofState, Purpose};
use store::sessions::{OpenedBy, Session, SessionOpening};

use super::Engine;
use super::sample::{HASH, account, at, digest, open, prove, supplier};

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
    open(&store, session(1, owner.id, 0), at(-9)).await;
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
    open(&store, session(1, first, 0), at(0)).await;
    open(&store, session(2, first, 10), at(0)).await;
    open(&store, session(3, second, 0), at(0)).await;
    open(&store, session(4, first, 20), at(10)).await;
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
        open(&store, session(n, first, 0), at(0)).await;
    }
    open(&store, session(4, second, 0), at(0)).await;
    assert_eq!(store.close_all_sessions(first).await.unwrap(), 3);
    assert_eq!(store.close_all_sessions(first).await.unwrap(), 0);
    assert_eq!(store.session(&digest(2)).await.unwrap(), None);
    assert!(store.session(&digest(4)).await.unwrap().is_some());
}

pub(crate) async fn the_others_close_and_one_stays(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = account(&store, "first", supplier(0)).await.id;
    let second = account(&store, "second", supplier(1)).await.id;
    for (n, whose) in [(1, first), (2, first), (3, first), (4, second)] {
        open(&store, session(n, whose, n.into()), at(0)).await;
    }
    store.touch_session(&digest(1), at(50)).await.unwrap();
    let digests = |sessions: Vec<Session>| -> Vec<_> {
        let digest = |session: Session| session.token_digest;
        sessions.into_iter().map(digest).collect()
    };
    let listed = store.sessions_of(first, 9).await.unwrap();
    assert_eq!((listed[0].created_at, listed[0].seen_at), (at(1), at(50)));
    assert_eq!(digests(listed), [digest(1), digest(3), digest(2)]);
    let newest = store.sessions_of(first, 2).await.unwrap();
    assert_eq!(digests(newest), [digest(1), digest(3)]);
    let closed = store.close_other_sessions(first, &digest(3)).await.unwrap();
    assert_eq!(closed, 2);
    let left = store.sessions_of(first, 9).await.unwrap();
    assert_eq!(digests(left), [digest(3)]);
    assert!(store.session(&digest(4)).await.unwrap().is_some());
    // Somebody else's session is kept for nobody.
    let closed = store.close_other_sessions(first, &digest(4)).await.unwrap();
    assert_eq!(closed, 1);
    assert!(store.session(&digest(4)).await.unwrap().is_some());
}

pub(crate) async fn a_session_rests_on_the_password_that_counts(engine: &dyn Engine) {
    let store = engine.open().await;
    let owner = account(&store, "name", supplier(0)).await.id;
    for (whose, hash) in [(owner, "another"), (AccountId(owner.0 + 1), HASH)] {
        let by = OpenedBy::Password(hash.to_owned());
        let refused = store
            .open_session(session(1, whose, 0), by, at(0))
            .await
            .unwrap();
        assert_eq!(refused, SessionOpening::Void);
    }
    assert_eq!(store.session(&digest(1)).await.unwrap(), None);
    assert_eq!(store.sessions_of(owner, 9).await.unwrap(), []);
}

pub(crate) async fn a_proof_opens_one_session_and_only_its_own(engine: &dyn Engine) {
    let store = engine.open().await;
    let owner = account(&store, "name", supplier(0)).await.id;
    account(&store, "other", supplier(1)).await;
    prove(&store, 1, supplier(0), Purpose::LogIn).await;
    prove(&store, 2, supplier(1), Purpose::LogIn).await;
    prove(&store, 3, supplier(2), Purpose::Recover).await;
    let started = super::sample::started(4, supplier(0), Purpose::LogIn);
    store.start_proof(started).await.unwrap();
    let opening = |n: u8, proof: u8| {
        let by = OpenedBy::Proof(digest(proof));
        store.open_session(session(n, owner, 5), by, at(0))
    };
    // Another's, for another purpose, unproved, unknown.
    for proof in [2, 3, 4, 9] {
        let refused = opening(1, proof).await.unwrap();
        assert_eq!(refused, SessionOpening::Void, "{proof}");
    }
    assert_eq!(opening(1, 1).await.unwrap(), SessionOpening::Opened);
    assert_eq!(opening(2, 1).await.unwrap(), SessionOpening::Void);
    assert!(store.session(&digest(1)).await.unwrap().is_some());
    assert_eq!(store.session(&digest(2)).await.unwrap(), None);
    let proof = store.proof(&digest(1)).await.unwrap().unwrap();
    assert_eq!(proof.state, ProofState::Used);
}
