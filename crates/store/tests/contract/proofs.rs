//! Proofs of possession of a mobile.

use store::messages::{NewMessage, Route};
use store::proofs::{ProofState, Purpose, SendLimits, SendOutcome};

use super::Engine;
use super::sample::{LIMITS, at, code, digest, prove, started, supplier};

pub(crate) async fn a_proof_walks_through_its_states(engine: &dyn Engine) {
    let store = engine.open().await;
    assert_eq!(store.proof(&digest(1)).await.unwrap(), None);
    let proof = started(1, supplier(0), Purpose::Enable);
    store.start_proof(proof.clone()).await.unwrap();
    assert_eq!(store.proof(&digest(1)).await.unwrap(), Some(proof));
    assert_eq!(store.count_try(&digest(1), at(1), 5).await.unwrap(), None);

    store
        .send_code(&digest(1), code(7, at(10)), LIMITS)
        .await
        .unwrap();
    let counted = store
        .count_try(&digest(1), at(11), 5)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((counted.digest, counted.tries_left), (digest(7), 4));
    let state = store.proof(&digest(1)).await.unwrap().unwrap().state;
    let sent = ProofState::Sent {
        sent_at: at(10),
        expires_at: at(610),
        tries: 1,
    };
    assert_eq!(state, sent);

    assert!(store.proved(&digest(1), &digest(7), at(20)).await.unwrap());
    let state = store.proof(&digest(1)).await.unwrap().unwrap().state;
    assert_eq!(state, ProofState::Proved { at: at(20) });
    assert_eq!(store.count_try(&digest(1), at(21), 5).await.unwrap(), None);
}

pub(crate) async fn tries_end_at_the_limit(engine: &dyn Engine) {
    let store = engine.open().await;
    store
        .start_proof(started(1, supplier(0), Purpose::Register))
        .await
        .unwrap();
    store
        .send_code(&digest(1), code(7, at(0)), LIMITS)
        .await
        .unwrap();
    for left in (0..5).rev() {
        let counted = store
            .count_try(&digest(1), at(1), 5)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(counted.tries_left, left);
    }
    assert_eq!(store.count_try(&digest(1), at(1), 5).await.unwrap(), None);
    // A new code has tries of its own.
    store
        .send_code(&digest(1), code(8, at(30)), LIMITS)
        .await
        .unwrap();
    let counted = store
        .count_try(&digest(1), at(31), 5)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(counted.tries_left, 4);
}

pub(crate) async fn parallel_guesses_do_not_outrun_the_count(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    stores[0]
        .start_proof(started(1, supplier(0), Purpose::Register))
        .await
        .unwrap();
    stores[0]
        .send_code(&digest(1), code(7, at(0)), LIMITS)
        .await
        .unwrap();
    let tries: Vec<_> = (0..40)
        .map(|n| {
            let store = stores[n % 2].clone();
            tokio::spawn(async move { store.count_try(&digest(1), at(1), 5).await.unwrap() })
        })
        .collect();
    let mut left = Vec::new();
    for counted in tries {
        left.extend(counted.await.unwrap().map(|counted| counted.tries_left));
    }
    left.sort_unstable();
    assert_eq!(left, [0, 1, 2, 3, 4]);
}

pub(crate) async fn a_code_expires(engine: &dyn Engine) {
    let store = engine.open().await;
    store
        .start_proof(started(1, supplier(0), Purpose::Register))
        .await
        .unwrap();
    store
        .send_code(&digest(1), code(7, at(0)), LIMITS)
        .await
        .unwrap();
    assert!(
        store
            .count_try(&digest(1), at(599), 5)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.count_try(&digest(1), at(600), 5).await.unwrap(), None);
}

pub(crate) async fn a_new_code_voids_the_old_one(engine: &dyn Engine) {
    let store = engine.open().await;
    store
        .start_proof(started(1, supplier(0), Purpose::Register))
        .await
        .unwrap();
    store
        .send_code(&digest(1), code(7, at(0)), LIMITS)
        .await
        .unwrap();
    store
        .send_code(&digest(1), code(8, at(30)), LIMITS)
        .await
        .unwrap();
    let counted = store
        .count_try(&digest(1), at(31), 5)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(counted.digest, digest(8));
    assert!(!store.proved(&digest(1), &digest(7), at(32)).await.unwrap());
    assert!(store.proved(&digest(1), &digest(8), at(32)).await.unwrap());
}

pub(crate) async fn a_code_proves_once(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    stores[0]
        .start_proof(started(1, supplier(0), Purpose::Register))
        .await
        .unwrap();
    stores[0]
        .send_code(&digest(1), code(7, at(0)), LIMITS)
        .await
        .unwrap();
    let calls: Vec<_> = (0..16)
        .map(|n| {
            let store = stores[n % 2].clone();
            tokio::spawn(async move { store.proved(&digest(1), &digest(7), at(1)).await.unwrap() })
        })
        .collect();
    let mut proved = 0;
    for call in calls {
        proved += u32::from(call.await.unwrap());
    }
    assert_eq!(proved, 1);
}

pub(crate) async fn the_gap_is_kept(engine: &dyn Engine) {
    let store = engine.open().await;
    store
        .start_proof(started(1, supplier(0), Purpose::Register))
        .await
        .unwrap();
    let token = digest(1);
    let send = |n, seconds| store.send_code(&token, code(n, at(seconds)), LIMITS);
    assert_eq!(send(7, 0).await.unwrap(), SendOutcome::Sent);
    let too_soon = SendOutcome::TooSoon { retry_at: at(30) };
    assert_eq!(send(8, 29).await.unwrap(), too_soon);
    // The code that was sent is still the one.
    let counted = store
        .count_try(&digest(1), at(29), 5)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(counted.digest, digest(7));
    assert_eq!(send(8, 30).await.unwrap(), SendOutcome::Sent);
}

pub(crate) async fn the_window_is_kept_for_the_gstin(engine: &dyn Engine) {
    let store = engine.open().await;
    // Different browsers and purposes share the limit; other GSTINs do not.
    for n in 1..=6_u8 {
        let purpose = if n % 2 == 0 {
            Purpose::Register
        } else {
            Purpose::Enable
        };
        store
            .start_proof(started(n, supplier(0), purpose))
            .await
            .unwrap();
    }
    for n in 1..=5_u8 {
        let sent_at = at(i64::from(n) * 100);
        let outcome = store
            .send_code(&digest(n), code(n, sent_at), LIMITS)
            .await
            .unwrap();
        assert_eq!(outcome, SendOutcome::Sent, "{n}");
    }
    let day = 86_400;
    let too_many = SendOutcome::TooMany {
        retry_at: at(100 + day),
    };
    let sixth = digest(6);
    let again = |seconds| store.send_code(&sixth, code(6, at(seconds)), LIMITS);
    assert_eq!(again(510).await.unwrap(), too_many);
    assert_eq!(again(99 + day).await.unwrap(), too_many);
    store
        .start_proof(started(9, supplier(1), Purpose::Register))
        .await
        .unwrap();
    let other = store
        .send_code(&digest(9), code(9, at(510)), LIMITS)
        .await
        .unwrap();
    assert_eq!(other, SendOutcome::Sent);
    assert_eq!(again(100 + day).await.unwrap(), SendOutcome::Sent);
    let too_many = SendOutcome::TooMany {
        retry_at: at(200 + day),
    };
    assert_eq!(again(150 + day).await.unwrap(), too_many);
    let never = SendLimits {
        sends_max: 0,
        ..LIMITS
    };
    let outcome = store
        .send_code(&digest(9), code(9, at(900)), never)
        .await
        .unwrap();
    assert!(matches!(outcome, SendOutcome::TooMany { .. }));
}

pub(crate) async fn a_proved_proof_is_sent_nothing(engine: &dyn Engine) {
    let store = engine.open().await;
    let unknown = store
        .send_code(&digest(9), code(1, at(0)), LIMITS)
        .await
        .unwrap();
    assert_eq!(unknown, SendOutcome::NotOpen);
    prove(&store, 1, supplier(0), Purpose::Register).await;
    let proved = store
        .send_code(&digest(1), code(1, at(100)), LIMITS)
        .await
        .unwrap();
    assert_eq!(proved, SendOutcome::NotOpen);
}

pub(crate) async fn sending_queues_its_message(engine: &dyn Engine) {
    let store = engine.open().await;
    store
        .start_proof(started(1, supplier(0), Purpose::Register))
        .await
        .unwrap();
    let message = |n| NewMessage {
        route: Route::Sms,
        sealed: vec![n],
        created_at: at(0),
    };
    for (n, seconds) in [(1, 0), (2, 5)] {
        let mut code = code(n, at(seconds));
        code.messages.push(message(n));
        store.send_code(&digest(1), code, LIMITS).await.unwrap();
    }
    let queued = store.newest_messages(9).await.unwrap();
    assert_eq!(queued.len(), 1, "the refused send has queued nothing");
    assert_eq!(queued[0].message, message(1));
}

pub(crate) async fn codes_for_logins_are_counted_apart(engine: &dyn Engine) {
    let store = engine.open().await;
    let limits = SendLimits {
        sends_max: 1,
        ..LIMITS
    };
    let purposes = [
        Purpose::Recover,
        Purpose::LogIn,
        Purpose::Register,
        Purpose::LogIn,
    ];
    for (n, purpose) in (1..).zip(purposes) {
        let proof = started(n, supplier(0), purpose);
        store.start_proof(proof).await.unwrap();
    }
    let send = async |n: u8| {
        let sent = code(n, at(n.into()));
        store.send_code(&digest(n), sent, limits).await
    };
    assert_eq!(send(1).await.unwrap(), SendOutcome::Sent);
    assert_eq!(send(2).await.unwrap(), SendOutcome::Sent);
    for (n, first) in [(3, 1), (4, 2)] {
        let retry_at = at(first + 86_400);
        assert_eq!(send(n).await.unwrap(), SendOutcome::TooMany { retry_at });
    }
}
