//! How the client keeps its session, against a portal that holds tokens in memory and counts what
//! it is asked.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use nic_client::{Client, Error, Settings};
use seal::{LoginKey, Randomness, SessionKey, Verdict, token};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

struct Portal {
    login: LoginKey,
    session: SessionKey,
    random: Randomness,
    tokens: Mutex<HashSet<String>>,
    logins: AtomicUsize,
    calls: AtomicUsize,
    refuses_every_token: bool,
}

async fn auth(State(portal): State<Arc<Portal>>, Json(body): Json<Value>) -> Json<Value> {
    portal.logins.fetch_add(1, Ordering::SeqCst);
    let opened = portal.login.open(body["Data"].as_str().unwrap());
    let right = opened.credentials().password == "Correct#1";
    let Verdict::Accepted(credentials) = opened.settle(right) else {
        return refusal("1008");
    };
    let token = token::new_auth(&portal.random);
    portal.tokens.lock().await.insert(token.clone());
    Json(
        json!({ "Status": 1, "ErrorDetails": null, "InfoDtls": null, "Data": {
            "ClientId": "id", "UserName": credentials.user_name, "AuthToken": token,
            "Sek": portal.session.wrap_for(&credentials.app_key),
            "TokenExpiry": "2025-04-01 18:30:00",
        }}),
    )
}

/// Answers with what was sent.
async fn echo(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    body: Option<Json<Value>>,
) -> Json<Value> {
    portal.calls.fetch_add(1, Ordering::SeqCst);
    for (name, value) in [
        ("client_id", "id"),
        ("client_secret", "secret"),
        ("user_name", "mohar"),
    ] {
        assert_eq!(headers[name], value);
    }
    let token = headers["authtoken"].to_str().unwrap();
    if portal.refuses_every_token || !portal.tokens.lock().await.contains(token) {
        return refusal("1005");
    }
    let sent = body.map(|Json(body)| portal.session.decrypt(body["Data"].as_str().unwrap()));
    let plaintext = sent.transpose().unwrap().unwrap_or_else(|| b"[ ]".to_vec());
    Json(json!({
        "Status": 1, "ErrorDetails": null, "Data": portal.session.encrypt(&plaintext),
        "InfoDtls": null,
    }))
}

fn refusal(code: &str) -> Json<Value> {
    Json(json!({
        "Status": 0, "ErrorDetails": [{ "ErrorCode": code, "ErrorMessage": "" }], "Data": null,
        "InfoDtls": null,
    }))
}

async fn broken_gateway() -> Response {
    (StatusCode::BAD_GATEWAY, "<html>no portal</html>").into_response()
}

async fn start(refuses_every_token: bool, password: &str) -> (Arc<Portal>, Client, JoinSet<()>) {
    let portal = Arc::new(Portal {
        login: LoginKey::generate(),
        session: SessionKey::random(&Randomness::system()),
        random: Randomness::system(),
        tokens: Mutex::default(),
        logins: AtomicUsize::new(0),
        calls: AtomicUsize::new(0),
        refuses_every_token,
    });
    let routes = Router::new()
        .route("/eivital/v1.04/auth", post(auth))
        .route("/eivital/v1.04/heartbeat/ping", get(broken_gateway))
        .route("/eicore/v1.03/Invoice", post(echo))
        .route("/eicore/v1.03/Invoice/rejectedirns", get(echo))
        .with_state(Arc::clone(&portal));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut server = JoinSet::new();
    server.spawn(async move { axum::serve(listener, routes).await.unwrap() });
    let settings = Settings {
        client_id: "id".to_owned(),
        client_secret: "secret".to_owned(),
        gstin: "29AAACM0001A1ZX".to_owned(),
        user_name: "mohar".to_owned(),
        password: password.to_owned(),
        login_public_key_pem: portal.login.public_pem(),
    };
    let client = Client::new(&format!("http://{address}/"), settings).unwrap();
    (portal, client, server)
}

fn count(counter: &AtomicUsize) -> usize {
    counter.load(Ordering::SeqCst)
}

#[tokio::test]
async fn bodies_arrive_byte_for_byte_and_one_login_serves_many_calls() {
    let (portal, client, _server) = start(false, "Correct#1").await;
    let document = "{\"TotInvVal\": 2019.00,\n \"LglNm\":\"शर्मा\"}";
    for _ in 0..3 {
        let reply = client.generate_raw(document).await.unwrap();
        assert_eq!(reply.data, document.as_bytes());
    }
    let date = jiff::civil::date(2025, 4, 1);
    assert_eq!(client.rejected(date).await.unwrap(), []);
    assert_eq!((count(&portal.logins), count(&portal.calls)), (1, 4));
}

#[tokio::test]
async fn a_lapsed_token_is_renewed_once_for_all_callers() {
    let (portal, client, _server) = start(false, "Correct#1").await;
    client.authenticate().await.unwrap();
    portal.tokens.lock().await.clear();
    let mut callers = JoinSet::new();
    for _ in 0..8 {
        let client = client.clone();
        callers.spawn(async move { client.generate_raw("{}").await });
    }
    for outcome in callers.join_all().await {
        assert_eq!(outcome.unwrap().data, b"{}");
    }
    assert_eq!(count(&portal.logins), 2);
}

#[tokio::test]
async fn a_portal_that_refuses_every_token_is_asked_twice() {
    let (portal, client, _server) = start(true, "Correct#1").await;
    let error = client.generate_raw("{}").await.unwrap_err();
    assert!(error.has_code("1005"), "{error}");
    assert_eq!((count(&portal.logins), count(&portal.calls)), (2, 2));
}

#[tokio::test]
async fn wrong_credentials_are_not_tried_again() {
    let (portal, client, _server) = start(false, "Wrong#1").await;
    let error = client.generate_raw("{}").await.unwrap_err();
    assert!(error.has_code("1008"), "{error}");
    assert_eq!((count(&portal.logins), count(&portal.calls)), (1, 0));
}

#[tokio::test]
async fn an_answer_outside_the_protocol_is_quoted() {
    let (_portal, client, _server) = start(false, "Correct#1").await;
    let error = client.ping().await.unwrap_err();
    let Error::Status { status, body } = error else {
        panic!("{error}");
    };
    assert_eq!((status, body.as_str()), (502, "<html>no portal</html>"));
}
