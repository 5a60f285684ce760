//! Two processes on one database behave as one. (The contract's own races run over two stores
//! as well; these are the promises that an operator of several processes asks for.)

use std::collections::BTreeSet;

use store::accounts::AccountId;
use store::api_access::{ApiClient, ApiToken};
use store::invoices::Registration;
use store::line::AckBlock;
use store::proofs::{Purpose, SendOutcome};

use crate::Postgres;
use crate::contract::Engine as _;
use crate::contract::sample::{
    DATED, LIMITS, SERIES, account, at, code, digest, invoice, issue, number, seal, started,
    supplier,
};

fn token(n: u8, account: AccountId) -> ApiToken {
    ApiToken {
        token_digest: digest(n),
        sealed: vec![n; 90],
        client_id: "A".to_owned(),
        account,
        gstin: supplier(0),
        issued_at: at(0),
        expires_at: at(3_600),
    }
}

#[tokio::test]
async fn what_one_has_done_the_other_sees() {
    let engine = Postgres::fresh().await;
    let (one, two) = (engine.open().await, engine.open().await);
    let user = account(&one, "name", supplier(0)).await;
    let client = ApiClient {
        client_id: "A".to_owned(),
        secret_digest: digest(1),
        owner: supplier(0),
        created_at: at(0),
        revoked_at: None,
    };
    assert!(one.create_client(client.clone(), 1).await.unwrap());
    assert!(!two.create_client(client, 9).await.unwrap());
    let issued = issue(&one, token(1, user.id), at(600)).await;
    let found = two.token(&digest(1)).await.unwrap();
    assert_eq!(found, Some((issued.clone(), user)));
    let second = token(2, found.unwrap().1.id);
    assert_eq!(issue(&two, second, at(600)).await, issued);
    assert!(two.revoke_client(&supplier(0), "A", at(9)).await.unwrap());
    assert_eq!(one.token(&digest(1)).await.unwrap(), None);
}

#[tokio::test]
async fn limits_hold_across_both() {
    let engine = Postgres::fresh().await;
    let (one, two) = (engine.open().await, engine.open().await);
    for n in [1, 2] {
        one.start_proof(started(n, supplier(0), Purpose::Register))
            .await
            .unwrap();
    }
    // At once, from two browsers at two processes: one code goes out.
    let (first, second) = tokio::join!(
        async { one.send_code(&digest(1), code(1, at(0)), LIMITS).await },
        async { two.send_code(&digest(2), code(2, at(0)), LIMITS).await },
    );
    let outcomes = [first.unwrap(), second.unwrap()];
    assert!(outcomes.contains(&SendOutcome::Sent), "{outcomes:?}");
    let too_soon = SendOutcome::TooSoon { retry_at: at(30) };
    assert!(outcomes.contains(&too_soon), "{outcomes:?}");

    let user = account(&one, "name", supplier(0)).await.id;
    for store in [&one, &two] {
        assert_eq!(store.login_failed(user, 3, at(300)).await.unwrap(), None);
    }
    let blocked = two.login_failed(user, 3, at(300)).await.unwrap();
    assert_eq!(blocked, Some(at(300)));
    let seen = one.account_by_gstin(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(seen.blocked_until, Some(at(300)));
}

/// Both register the same documents at the same time, in different orders: each document has one
/// winner, nobody deadlocks, and the loser gets the winner's bytes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_that_register_the_same_one_wins_each_time() {
    const DOCUMENTS: u16 = 60;
    let engine = Postgres::fresh().await;
    let stores = [engine.open().await, engine.open().await];
    let mut calls = Vec::new();
    for n in 0..DOCUMENTS * 2 {
        let (process, document) = (usize::from(n % 2), n / 2);
        let document = if process == 0 {
            document
        } else {
            DOCUMENTS - 1 - document
        };
        let store = stores[process].clone();
        let sealed = seal(
            invoice(supplier(document), "A/1", DATED),
            number(&*store).await,
            at(0),
        );
        calls.push(tokio::spawn(async move {
            store.register(sealed).await.unwrap()
        }));
    }
    let (mut new, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for call in calls {
        match call.await.unwrap() {
            Registration::New(document) => {
                assert!(new.insert(document.signed_invoice().to_owned()));
            }
            Registration::Duplicate(document) => {
                assert!(seen.insert(document.signed_invoice().to_owned()));
            }
        }
    }
    assert_eq!(new.len(), usize::from(DOCUMENTS));
    assert_eq!(new, seen);
}

#[tokio::test]
async fn blocks_of_numbers_are_apart_also_at_the_first_one() {
    let engine = Postgres::fresh().await;
    let (one, two) = (engine.open().await, engine.open().await);
    let (first, second) = tokio::join!(
        one.reserve_ack_numbers(SERIES, 100),
        two.reserve_ack_numbers(SERIES, 100),
    );
    let all = |mut block: AckBlock| -> BTreeSet<u64> {
        std::iter::from_fn(|| block.take().map(|number| number.get())).collect()
    };
    let (first, second) = (all(first.unwrap()), all(second.unwrap()));
    assert_eq!((first.len(), second.len()), (100, 100));
    assert!(first.is_disjoint(&second));
}
