//! Portal accounts.

use store::accounts::AccountCreation;
use store::messages::{NewMessage, Route};
use store::proofs::{ProofState, Purpose};

use super::Engine;
use super::sample::{account, at, digest, new_account, prove, started, supplier};

pub(crate) async fn an_account_is_found_whatever_the_letter_case(engine: &dyn Engine) {
    let store = engine.open().await;
    let made = account(&store, "MalnadTools", supplier(0)).await;
    assert_eq!(made.user_name, "MalnadTools");
    for name in ["MalnadTools", "malnadtools", "MALNADTOOLS"] {
        assert_eq!(
            store.account_by_user_name(name).await.unwrap().as_ref(),
            Some(&made)
        );
    }
    assert_eq!(
        store.account_by_gstin(&supplier(0)).await.unwrap(),
        Some(made)
    );
    assert_eq!(store.account_by_user_name("malnad").await.unwrap(), None);
    assert_eq!(store.account_by_gstin(&supplier(1)).await.unwrap(), None);
}

pub(crate) async fn of_two_people_who_save_one_user_id_one_wins(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let mut saves = Vec::new();
    for n in 0..8_u8 {
        let store = stores[usize::from(n % 2)].clone();
        prove(&store, n, supplier(n.into()), Purpose::Register).await;
        let name = if n % 2 == 0 {
            "MalnadTools"
        } else {
            "malnadTOOLS"
        };
        let mut new = new_account(name, supplier(n.into()));
        new.proof = Some(digest(n));
        saves.push(tokio::spawn(async move {
            store.create_account(new).await.unwrap()
        }));
    }
    let mut won = Vec::new();
    for save in saves {
        match save.await.unwrap() {
            AccountCreation::Created(account) => won.push(account),
            AccountCreation::UserNameTaken => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(won.len(), 1);
    let found = stores[0].account_by_user_name("malnadtools").await.unwrap();
    assert_eq!(found, won.pop());
}

pub(crate) async fn one_account_a_gstin(engine: &dyn Engine) {
    let store = engine.open().await;
    account(&store, "first", supplier(0)).await;
    let second = store
        .create_account(new_account("second", supplier(0)))
        .await
        .unwrap();
    assert_eq!(second, AccountCreation::GstinTaken);
    assert_eq!(store.account_by_user_name("second").await.unwrap(), None);
}

pub(crate) async fn a_proof_makes_one_account_and_only_its_own(engine: &dyn Engine) {
    let store = engine.open().await;
    let create = |name: &str, n: u16, proof: u8| {
        let mut new = new_account(name, supplier(n));
        new.proof = Some(digest(proof));
        store.create_account(new)
    };
    store
        .start_proof(started(1, supplier(1), Purpose::Register))
        .await
        .unwrap();
    let unproved = create("one", 1, 1).await.unwrap();
    assert_eq!(unproved, AccountCreation::ProofSpent);
    prove(&store, 2, supplier(2), Purpose::Enable).await;
    let other_purpose = create("two", 2, 2).await.unwrap();
    assert_eq!(other_purpose, AccountCreation::ProofSpent);
    prove(&store, 3, supplier(3), Purpose::Register).await;
    let other_gstin = create("three", 4, 3).await.unwrap();
    assert_eq!(other_gstin, AccountCreation::ProofSpent);
    let unknown = create("three", 4, 9).await.unwrap();
    assert_eq!(unknown, AccountCreation::ProofSpent);

    assert!(matches!(
        create("three", 3, 3).await.unwrap(),
        AccountCreation::Created(_)
    ));
    let proof = store.proof(&digest(3)).await.unwrap().unwrap();
    assert_eq!(proof.state, ProofState::Used);
    assert!(!store.proved(&digest(3), &digest(3), at(2)).await.unwrap());
}

pub(crate) async fn a_refusal_leaves_nothing(engine: &dyn Engine) {
    let store = engine.open().await;
    account(&store, "taken", supplier(0)).await;
    prove(&store, 1, supplier(1), Purpose::Register).await;
    let mut new = new_account("TAKEN", supplier(1));
    new.proof = Some(digest(1));
    new.notices.push(NewMessage {
        route: Route::Sms,
        sealed: vec![1],
        created_at: at(0),
    });
    let refused = store.create_account(new.clone()).await.unwrap();
    assert_eq!(refused, AccountCreation::UserNameTaken);
    assert_eq!(store.newest_messages(9).await.unwrap(), []);
    let proof = store.proof(&digest(1)).await.unwrap().unwrap();
    assert_eq!(proof.state, ProofState::Proved { at: at(1) });

    // So another name can be tried, and its notice goes out.
    "free".clone_into(&mut new.user_name);
    let notices = new.notices.clone();
    assert!(matches!(
        store.create_account(new).await.unwrap(),
        AccountCreation::Created(_)
    ));
    let queued = store.newest_messages(9).await.unwrap();
    assert_eq!(
        queued
            .into_iter()
            .map(|queued| queued.message)
            .collect::<Vec<_>>(),
        notices
    );
}

pub(crate) async fn wrong_passwords_block_at_the_limit(engine: &dyn Engine) {
    let store = engine.open().await;
    let id = account(&store, "name", supplier(0)).await.id;
    let now = || async { store.account_by_gstin(&supplier(0)).await.unwrap().unwrap() };
    assert_eq!(store.login_failed(id, 3, at(300)).await.unwrap(), None);
    assert_eq!(store.login_failed(id, 3, at(301)).await.unwrap(), None);
    assert_eq!(
        (now().await.failed_logins, now().await.blocked_until),
        (2, None)
    );
    assert_eq!(
        store.login_failed(id, 3, at(302)).await.unwrap(),
        Some(at(302))
    );
    assert_eq!(
        (now().await.failed_logins, now().await.blocked_until),
        (0, Some(at(302)))
    );
    assert_eq!(store.login_failed(id, 3, at(900)).await.unwrap(), None);
    store.login_succeeded(id, at(400)).await.unwrap();
    assert_eq!(
        (now().await.failed_logins, now().await.blocked_until),
        (0, None)
    );
}

pub(crate) async fn the_last_login_is_the_one_before(engine: &dyn Engine) {
    let store = engine.open().await;
    let id = account(&store, "name", supplier(0)).await.id;
    let mut seen = Vec::new();
    for seconds in [10, 20, 30] {
        store.login_succeeded(id, at(seconds)).await.unwrap();
        let account = store.account_by_gstin(&supplier(0)).await.unwrap().unwrap();
        seen.push(account.last_login_at);
    }
    assert_eq!(seen, [None, Some(at(10)), Some(at(20))]);
}

pub(crate) async fn taken_names_are_told_in_lower_case(engine: &dyn Engine) {
    let store = engine.open().await;
    account(&store, "MalnadTools", supplier(0)).await;
    let candidates = ["malnadTOOLS", "malnad1", "tools"].map(str::to_owned);
    let taken = store.taken_user_names(&candidates).await.unwrap();
    assert_eq!(taken, ["malnadtools"]);
    assert_eq!(store.taken_user_names(&[]).await.unwrap(), [""; 0]);
}
