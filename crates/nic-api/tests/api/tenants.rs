//! What one taxpayer learns about another's documents: exactly what an unknown number tells.
//!
//! The stranger is the very recipient of the document, because nobody knows more about it.

use axum::body::Body;
use axum::http::Method;
use seal::{AppKey, Credentials, LoginPublicKey, SessionKey};
use serde_json::Value;
use service::{AccountOrder, ReadyAccount};

use crate::eway_bills::with_bill;
use crate::harness::{Reply, World, invoice, recipient, text};
use crate::malformed::routes;

const NUMBER: &str = "CT/1";

/// Somebody else with an account of their own.
struct Stranger<'a> {
    world: &'a World,
    account: ReadyAccount,
    token: String,
    key: SessionKey,
}

impl<'a> Stranger<'a> {
    async fn enter(world: &'a World) -> Self {
        let account = world
            .irp
            .make_account(AccountOrder {
                gstin: recipient(),
                user_name: Some("malabar7".to_owned()),
                password: Some("Pepper#Coast51".to_owned()),
                turnover: Some("80000000".parse().unwrap()),
                enabled: Some(true),
            })
            .await
            .unwrap();
        let app_key = AppKey::random(&world.random);
        let credentials = Credentials {
            user_name: account.user_name.clone(),
            password: account.password.clone(),
            app_key: app_key.clone(),
            force_refresh: false,
        };
        let public = LoginPublicKey::from_pem(&world.irp.login_public_key_pem()).unwrap();
        let sealed = public.seal(credentials.to_plaintext().as_bytes()).unwrap();
        let body = format!(r#"{{"Data":"{sealed}"}}"#);
        let mut stranger = Self {
            world,
            account,
            token: String::new(),
            key: SessionKey::random(&world.random),
        };
        let reply = stranger
            .call(Method::POST, "/eivital/v1.04/auth", body)
            .await;
        let data: Value = reply.json()["Data"].clone();
        text(&data, "AuthToken").clone_into(&mut stranger.token);
        stranger.key = SessionKey::unwrap(text(&data, "Sek"), &app_key).unwrap();
        stranger
    }

    async fn call(&self, method: Method, uri: &str, body: impl Into<Body>) -> Reply {
        let headers = [
            ("client-id", self.account.client_id.as_str()),
            ("client-secret", &self.account.client_secret),
            ("gstin", self.account.gstin.as_str()),
            ("user_name", &self.account.user_name),
            ("AuthToken", &self.token),
        ];
        self.world.call(method, uri, &headers, body).await
    }

    async fn get(&self, uri: &str) -> Reply {
        self.call(Method::GET, uri, Body::empty()).await
    }

    /// Orders the cancellation of an e-way bill, which is refused.
    async fn cancel_bill(&self, uri: &str, number: &str) -> (u16, String) {
        let order = format!(r#"{{"ewbNo":{number},"cancelRsnCode":1,"cancelRmrk":"mine"}}"#);
        let data = self.key.encrypt(order.as_bytes());
        let body = format!(r#"{{"action":"CANEWB","data":"{data}"}}"#);
        let reply = self.call(Method::POST, uri, body).await;
        assert_eq!(reply.json()["status"], "0", "{}", reply.text);
        (reply.status, reply.text)
    }

    async fn post(&self, uri: &str, json: &str) -> Reply {
        let body = format!(r#"{{"Data":"{}"}}"#, self.key.encrypt(json.as_bytes()));
        self.call(Method::POST, uri, body).await
    }
}

/// A request for an e-way bill by an IRN.
fn by_road(irn: &str) -> String {
    format!(r#"{{"Irn":"{irn}","Distance":0,"TransMode":"1","VehNo":"KA01AB1234","VehType":"R"}}"#)
}

/// A refusal, with the number that was asked for taken out of it.
fn told(reply: &Reply, asked: &str) -> (u16, String) {
    assert_eq!(reply.json()["Status"], 0, "{asked}: {}", reply.text);
    (reply.status, reply.text.replace(asked, "…"))
}

#[tokio::test]
async fn another_s_number_is_answered_like_an_unknown_one() {
    let world = World::start().await;
    let owner = world.session().await;
    let json = with_bill(NUMBER, |_| {});
    let reply = owner.post("/eicore/v1.03/Invoice", &json).await;
    let answer: Value = serde_json::from_str(&owner.open(&reply)).unwrap();
    let irn = text(&answer, "Irn").to_owned();
    let bill = answer["EwbNo"].to_string();
    let unknown = "5a".repeat(32);
    let stranger = Stranger::enter(&world).await;

    let mut asked = 0;
    for route in routes(&world) {
        if route.contains("{irn}") {
            asked += 1;
            let [theirs, nobodys] = [&irn, &unknown].map(|irn| route.replace("{irn}", irn));
            let theirs = told(&stranger.get(&theirs).await, &irn);
            assert_eq!(
                theirs,
                told(&stranger.get(&nobodys).await, &unknown),
                "{route}"
            );
        } else if route.ends_with("/ewaybill/irn") {
            asked += 1;
            let uri = |irn: &str| format!("{route}?irn_no={irn}");
            let theirs = told(&stranger.get(&uri(&irn)).await, &irn);
            let nobodys = told(&stranger.get(&uri(&unknown)).await, &unknown);
            assert_eq!(theirs, nobodys, "{route}");
        } else if route.ends_with("/ewaybill") {
            asked += 1;
            let theirs = told(&stranger.post(&route, &by_road(&irn)).await, &irn);
            let nobodys = told(&stranger.post(&route, &by_road(&unknown)).await, &unknown);
            assert_eq!(theirs, nobodys, "{route}");
        } else if route.ends_with("/ewayapi") {
            asked += 1;
            let theirs = stranger.cancel_bill(&route, &bill).await;
            let nobodys = stranger.cancel_bill(&route, "910000099999").await;
            assert_eq!(theirs, nobodys, "{route}");
        } else if route.ends_with("/irnbydocdetails") {
            asked += 1;
            let uri =
                |number: &str| format!("{route}?doctype=INV&docnum={number}&docdate=01/04/2026");
            let theirs = told(&stranger.get(&uri(NUMBER)).await, NUMBER);
            assert_eq!(
                theirs,
                told(&stranger.get(&uri("CT/2")).await, "CT/2"),
                "{route}"
            );
        } else if route.ends_with("/cancel") {
            asked += 1;
            let json = |irn: &str| format!(r#"{{"Irn":"{irn}","CnlRsn":"1","CnlRem":"mine"}}"#);
            let theirs = told(&stranger.post(&route, &json(&irn)).await, &irn);
            let nobodys = told(&stranger.post(&route, &json(&unknown)).await, &unknown);
            assert_eq!(theirs, nobodys, "{route}");
        } else if route.ends_with("/invoice") || route.ends_with("/validate") {
            asked += 1;
            let theirs = told(&stranger.post(&route, &invoice(NUMBER)).await, NUMBER);
            let nobodys = told(&stranger.post(&route, &invoice("CT/2")).await, "CT/2");
            assert_eq!(theirs, nobodys, "{route}");
        } else {
            assert!(
                is_nobody_s(&route),
                "say here how {route} is asked for another's number"
            );
        }
    }
    // Two versions of each.
    assert!(asked >= 12, "{asked}");
    // And nothing was done to it.
    let path = format!("/eicore/v1.03/Invoice/irn/{irn}");
    let again: Value = serde_json::from_str(&owner.open(&owner.get(&path).await)).unwrap();
    assert_eq!(again["Status"], "ACT");
    assert_eq!(again["EwbNo"].to_string(), bill);
}

/// Addresses at which no number of a taxpayer's own is asked for: logins, the public register of
/// taxpayers, the caller's own lists, and what is no call.
fn is_nobody_s(route: &str) -> bool {
    [
        "/auth",
        "/ping",
        "/health",
        "{*rest}",
        "/rejectedirns",
        "/rejectedirn",
    ]
    .iter()
    .any(|end| route.ends_with(end))
        || route.contains("/master/")
        || route.matches('/').count() == 1
}

/// A token is worth nothing without the secrets of the client that it was given to.
#[tokio::test]
async fn a_token_of_another_client_is_an_unknown_token() {
    let world = World::start().await;
    let owner = world.session().await;
    let mut stranger = Stranger::enter(&world).await;
    let path = &format!("/eivital/v1.04/Master/gstin/{}", recipient());
    assert_eq!(stranger.get(path).await.json()["Status"], 1);
    let mut told = Vec::new();
    for token in [
        owner.token.clone(),
        world.random.alphanumeric(owner.token.len()),
    ] {
        stranger.token = token;
        told.push(stranger.get(path).await.text);
    }
    assert!(told[0].contains("\"1005\""), "{told:?}");
    assert_eq!(told[0], told[1]);
}
