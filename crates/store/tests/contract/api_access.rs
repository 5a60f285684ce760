//! API clients and tokens.

use store::accounts::AccountId;
use store::api_access::{ApiClient, ApiToken};

use super::Engine;
use super::sample::{account, at, digest, issue, supplier};

fn client(id: &str, created: i64) -> ApiClient {
    ApiClient {
        client_id: id.to_owned(),
        secret_digest: digest(1),
        owner: supplier(0),
        created_at: at(created),
        revoked_at: None,
    }
}

fn token(n: u8, account: AccountId, issued: i64) -> ApiToken {
    ApiToken {
        token_digest: digest(n),
        sealed: vec![n; 90],
        client_id: "A".to_owned(),
        account,
        gstin: supplier(0),
        issued_at: at(issued),
        expires_at: at(issued + 3_600),
    }
}

pub(crate) async fn clients_are_counted_and_unique(engine: &dyn Engine) {
    let store = engine.open().await;
    assert!(store.create_client(client("A", 0), 2).await.unwrap());
    let mut other = client("A", 5);
    other.owner = supplier(1);
    assert!(!store.create_client(other, 2).await.unwrap());
    assert!(store.create_client(client("B", 1), 2).await.unwrap());
    assert!(!store.create_client(client("C", 2), 2).await.unwrap());
    assert_eq!(store.client("A").await.unwrap(), Some(client("A", 0)));
    assert_eq!(store.client("C").await.unwrap(), None);
    assert!(store.revoke_client(&supplier(0), "A", at(9)).await.unwrap());
    assert!(store.create_client(client("C", 2), 2).await.unwrap());
    let all = store.clients_of(&supplier(0)).await.unwrap();
    let all: Vec<_> = all.iter().map(|client| client.client_id.as_str()).collect();
    assert_eq!(all, ["C", "B", "A"]);
    assert_eq!(store.clients_of(&supplier(1)).await.unwrap(), []);
}

pub(crate) async fn a_revoked_client_stays_and_loses_its_tokens(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    store.create_client(client("A", 0), 9).await.unwrap();
    issue(&store, token(1, user, 0), at(600)).await;
    assert!(!store.revoke_client(&supplier(1), "A", at(5)).await.unwrap());
    assert!(store.token(&digest(1)).await.unwrap().is_some());
    assert!(store.revoke_client(&supplier(0), "A", at(5)).await.unwrap());
    assert_eq!(store.token(&digest(1)).await.unwrap(), None);
    assert!(store.revoke_client(&supplier(0), "A", at(9)).await.unwrap());
    let revoked = store.client("A").await.unwrap().unwrap();
    assert_eq!(revoked.revoked_at, Some(at(5)));
    // A login that was under way gets a token that is worth nothing.
    issue(&store, token(2, user, 6), at(606)).await;
    assert_eq!(store.token(&digest(2)).await.unwrap(), None);
}

pub(crate) async fn parallel_logins_get_one_token(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let user = account(&stores[0], "name", supplier(0)).await.id;
    stores[0].create_client(client("A", 0), 9).await.unwrap();
    let logins: Vec<_> = (0..32_u8)
        .map(|n| {
            let store = stores[usize::from(n % 2)].clone();
            tokio::spawn(async move { issue(&store, token(n, user, 0), at(600)).await })
        })
        .collect();
    let mut tokens = Vec::new();
    for login in logins {
        tokens.push(login.await.unwrap());
    }
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    let (found, _) = stores[0]
        .token(&tokens[0].token_digest)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found, tokens[0]);
}

pub(crate) async fn a_token_near_its_end_is_replaced(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await.id;
    let other = account(&store, "other", supplier(1)).await.id;
    store.create_client(client("A", 0), 9).await.unwrap();
    issue(&store, token(1, user, 0), at(600)).await;
    let same = issue(&store, token(2, user, 2_999), at(3_599)).await;
    assert_eq!(same, token(1, user, 0));
    assert_eq!(store.token(&digest(2)).await.unwrap(), None);
    let another = issue(&store, token(3, other, 2_999), at(3_599)).await;
    assert_eq!(another, token(3, other, 2_999));
    let fresh = issue(&store, token(4, user, 3_000), at(3_600)).await;
    assert_eq!(fresh, token(4, user, 3_000));
    // The one before is good until its own end.
    assert!(store.token(&digest(1)).await.unwrap().is_some());
}

pub(crate) async fn a_token_is_found_with_its_user(engine: &dyn Engine) {
    let store = engine.open().await;
    let user = account(&store, "name", supplier(0)).await;
    store.create_client(client("A", 0), 9).await.unwrap();
    issue(&store, token(1, user.id, 0), at(600)).await;
    drop(store);
    let store = engine.open().await;
    let found = store.token(&digest(1)).await.unwrap();
    assert_eq!(found, Some((token(1, user.id, 0), user)));
    assert_eq!(store.token(&digest(2)).await.unwrap(), None);
}
