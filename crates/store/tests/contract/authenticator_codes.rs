//! Codes of authenticator apps, and recovery codes: each is good once, and tries are counted.

use store::authenticators::{CountedCode, RightCode};
use store::sessions::SessionOpening;

use super::Engine;
use super::authenticators::{
    STEP, TRIES, by, change, count, enter, of, secret, waiting, with_authenticator,
};
use super::passwords::session;
use super::sample::{account, at, digest, supplier};

/// The tries that a counted one leaves.
fn left(counted: &CountedCode) -> u32 {
    let CountedCode::Counted { tries_left, .. } = *counted else {
        panic!("{counted:?}");
    };
    tries_left
}

pub(crate) async fn a_step_is_used_once_and_never_an_earlier_one(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    for n in 2..=6 {
        waiting(&store, n).await;
    }
    for (n, step, opened) in [
        (2, STEP - 1, false),
        (2, STEP, false),
        (2, STEP + 2, true),
        (3, STEP + 2, false),
        (3, STEP + 1, false),
        (3, STEP + 3, true),
    ] {
        let opening = enter(&store, user, n, RightCode::OfStep(step)).await;
        assert_eq!(opening == SessionOpening::Opened, opened, "{step}");
    }
    // The codes of changes are counted with those of logins.
    let again = change(user, RightCode::OfStep(STEP + 3));
    assert!(!store.remove_authenticator(again).await.unwrap());
    let next = change(user, RightCode::OfStep(STEP + 4));
    let renewed = store.renew_recovery_codes(next, vec![digest(203)]).await;
    assert!(renewed.unwrap());
    let again = RightCode::OfStep(STEP + 4);
    assert_eq!(enter(&store, user, 4, again).await, SessionOpening::Void);
}

pub(crate) async fn a_recovery_code_is_used_once_and_renewed(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    let other = account(&store, "other", supplier(1)).await.id;
    for n in 2..=6 {
        waiting(&store, n).await;
    }
    let is_one = |account, n| {
        let store = store.clone();
        async move { store.is_recovery_code(account, &digest(n)).await.unwrap() }
    };
    assert!(is_one(user, 201).await);
    assert!(!is_one(other, 201).await && !is_one(user, 203).await);
    let code = |n| RightCode::Recovery(digest(n));
    assert_eq!(
        enter(&store, user, 2, code(203)).await,
        SessionOpening::Void
    );
    let opened = enter(&store, user, 2, code(201)).await;
    assert_eq!(opened, SessionOpening::Opened);
    assert_eq!(
        enter(&store, user, 3, code(201)).await,
        SessionOpening::Void
    );
    assert!(!is_one(user, 201).await);
    let now = of(&store, user).await.unwrap();
    assert_eq!((now.recovery_codes, now.last_step), (1, STEP));
    // A recovery code may make new ones; those before it are void, the rest of them too.
    let by = change(user, code(202));
    let fresh = vec![digest(211), digest(212), digest(213)];
    assert!(store.renew_recovery_codes(by, fresh).await.unwrap());
    assert_eq!(of(&store, user).await.unwrap().recovery_codes, 3);
    assert_eq!(
        enter(&store, user, 3, code(202)).await,
        SessionOpening::Void
    );
    let opened = enter(&store, user, 3, code(213)).await;
    assert_eq!(opened, SessionOpening::Opened);
    assert!(
        store
            .remove_authenticator(change(user, code(211)))
            .await
            .unwrap()
    );
    assert_eq!(of(&store, user).await, None);
    assert!(!is_one(user, 212).await);
    let queued = store.newest_messages(9).await.unwrap();
    let told: Vec<_> = queued
        .iter()
        .map(|one| one.message.sealed.clone())
        .collect();
    assert_eq!(told, [[9], [9], [1]]);
}

/// Of callers with the same code, app's or recovery, in two processes one gets in.
pub(crate) async fn of_16_who_use_one_code_one_gets_in(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let user = with_authenticator(&stores[0]).await;
    let codes = [
        RightCode::OfStep(STEP + 1),
        RightCode::Recovery(digest(201)),
    ];
    for (round, code) in (0_u8..).zip(codes) {
        let logins: Vec<u8> = (0..16).map(|n| 20 + round * 20 + n).collect();
        for n in &logins {
            waiting(&stores[0], *n).await;
        }
        let entering: Vec<_> = logins
            .into_iter()
            .map(|n| {
                let store = stores[usize::from(n % 2)].clone();
                tokio::spawn(async move { enter(&store, user, n, code).await })
            })
            .collect();
        let mut opened = 0;
        for one in entering {
            match one.await.unwrap() {
                SessionOpening::Opened => opened += 1,
                SessionOpening::Void => {}
                SessionOpening::Frozen => panic!("nobody froze it"),
            }
        }
        assert_eq!(opened, 1, "{code:?}");
    }
    // And of those who use several codes in one login.
    waiting(&stores[0], 99).await;
    let entering: Vec<_> = (0..8_u8)
        .map(|n| {
            let store = stores[usize::from(n % 2)].clone();
            let by = by(99, RightCode::OfStep(STEP + 10 + i64::from(n)));
            tokio::spawn(async move {
                let opening = store.open_session(session(100 + n, user), by, at(-9));
                opening.await.unwrap()
            })
        })
        .collect();
    let mut opened = 0;
    for one in entering {
        opened += u32::from(one.await.unwrap() == SessionOpening::Opened);
    }
    assert_eq!(opened, 1);
}

pub(crate) async fn tries_are_counted_for_login_and_account(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = with_authenticator(&store).await;
    for n in 2..=4 {
        waiting(&store, n).await;
    }
    for expected in [2, 1, 0] {
        assert_eq!(left(&count(&store, user, Some(2), 0).await), expected);
    }
    let over = count(&store, user, Some(2), 0).await;
    assert_eq!(
        over,
        CountedCode::NotWaiting,
        "one past the limit of a login"
    );
    assert_eq!(left(&count(&store, user, Some(3), 0).await), 1);
    // The fifth in a row is still compared; the sixth is not, in whatever login.
    let fifth = count(&store, user, None, 0).await;
    let CountedCode::Counted {
        authenticator,
        tries_left: 0,
    } = fifth
    else {
        panic!("{fifth:?}");
    };
    assert_eq!(authenticator.blocked_until, Some(at(900)));
    assert_eq!(authenticator.sealed, secret(1));
    let blocked = CountedCode::Blocked { until: at(900) };
    for login in [Some(3), Some(4), None] {
        assert_eq!(count(&store, user, login, 899).await, blocked);
    }
    let found = store.waiting_login(&digest(3)).await.unwrap().unwrap();
    assert_eq!(found.tries, 1, "what is refused is not counted");
    // The next row of wrong ones blocks for twice as long.
    for expected in [4, 3, 2, 1, 0] {
        assert_eq!(left(&count(&store, user, None, 900).await), expected);
    }
    let blocked = CountedCode::Blocked { until: at(2_700) };
    assert_eq!(count(&store, user, None, 2_699).await, blocked);
    // A right code ends the block and forgives.
    let code = RightCode::OfStep(STEP + 1);
    assert_eq!(enter(&store, user, 4, code).await, SessionOpening::Opened);
    let now = of(&store, user).await.unwrap();
    assert_eq!((now.tries, now.blocked_until), (0, None));
    let nobody = account(&store, "other", supplier(1)).await.id;
    let none = count(&store, nobody, None, 0).await;
    assert_eq!(none, CountedCode::NotWaiting);
}

pub(crate) async fn parallel_guesses_do_not_outrun_the_counts(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let user = with_authenticator(&stores[0]).await;
    for n in 2..=4 {
        waiting(&stores[0], n).await;
    }
    let guesses: Vec<_> = (0..24_u8)
        .map(|n| {
            let store = stores[usize::from(n % 2)].clone();
            tokio::spawn(async move { count(&store, user, Some(2 + n % 3), 0).await })
        })
        .collect();
    let mut counted = 0;
    for guess in guesses {
        let guess = guess.await.unwrap();
        counted += u32::from(matches!(guess, CountedCode::Counted { .. }));
    }
    assert_eq!(counted, TRIES.in_a_row);
}
