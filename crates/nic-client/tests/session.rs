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
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nic_client::{Client, Error, EwayBillCancellationReason, Settings};
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

/// Makes a bill of what was asked for, and computes its distance.
async fn make_bill(State(portal): State<Arc<Portal>>, Json(body): Json<Value>) -> Json<Value> {
    let asked = portal.session.decrypt(body["Data"].as_str().unwrap());
    let asked: Value = serde_json::from_slice(&asked.unwrap()).unwrap();
    assert_eq!(asked["Irn"], "ab");
    let made = r#"{"EwbNo":191000000001,"EwbDt":"2025-04-01 12:30:00","EwbValidTill":null,
        "Remarks":null}"#;
    Json(json!({
        "Status": 1, "ErrorDetails": null, "Data": portal.session.encrypt(made.as_bytes()),
        "InfoDtls": [{ "InfCd": "EWBPPD", "Desc": "Pin-Pin calc distance: 24KM" }],
    }))
}

async fn get_bill(State(portal): State<Arc<Portal>>) -> Json<Value> {
    let bill = r#"{"EwbNo":191000000001,"Status":"ACT","GenGstin":"29AAACM0001A1ZX",
        "EwbDt":"2025-04-01 12:30:00","EwbValidTill":null}"#;
    Json(json!({
        "Status": 1, "ErrorDetails": null, "Data": portal.session.encrypt(bill.as_bytes()),
        "InfoDtls": null,
    }))
}

/// The e-way bill system: cancels a bill once, and knows no other.
async fn eway_bill_system(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Json<Value> {
    let refused = |codes: &str| {
        let error = STANDARD.encode(format!(r#"{{"errorCodes":"{codes}"}}"#));
        Json(json!({ "status": "0", "error": error, "info": null }))
    };
    let token = headers["authtoken"].to_str().unwrap();
    if !portal.tokens.lock().await.contains(token) {
        return refused("105,");
    }
    assert_eq!(body["action"], "CANEWB");
    let order = portal.session.decrypt(body["data"].as_str().unwrap());
    let order: Value = serde_json::from_slice(&order.unwrap()).unwrap();
    assert_eq!(order["cancelRsnCode"], 2);
    assert_eq!(order["cancelRmrk"], "No longer wanted");
    if portal.calls.fetch_add(1, Ordering::SeqCst) > 0 {
        return refused("312,");
    }
    let done = format!(
        r#"{{"ewayBillNo":"{}","cancelDate":"01/04/2025 12:30:00 PM"}}"#,
        order["ewbNo"]
    );
    Json(json!({ "status": "1", "data": portal.session.encrypt(done.as_bytes()) }))
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
        .route("/eiewb/v1.03/ewaybill", post(make_bill))
        .route("/eiewb/v1.03/ewaybill/irn/ab", get(get_bill))
        .route("/ewaybillapi/v1.03/ewayapi", post(eway_bill_system))
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

#[tokio::test]
async fn an_eway_bill_is_made_fetched_and_cancelled_once() {
    let (portal, client, _server) = start(false, "Correct#1").await;
    let made = client.eway_bill_by_irn(r#"{"Irn":"ab","Distance":0}"#);
    let made = made.await.unwrap();
    assert_eq!(made.number, 191_000_000_001);
    assert_eq!(made.valid_until, None);
    assert_eq!(made.info[0].code, "EWBPPD");
    let found = client.get_eway_bill("ab").await.unwrap();
    assert_eq!((found.number, found.status.as_str()), (made.number, "ACT"));

    // A token that the e-way bill system does not know is renewed, as everywhere.
    portal.tokens.lock().await.clear();
    let reason = EwayBillCancellationReason::OrderCancelled;
    let cancel = async || {
        client
            .cancel_eway_bill(made.number, reason, "No longer wanted")
            .await
    };
    let cancelled = cancel().await.unwrap();
    assert_eq!(cancelled.number, made.number);
    assert_eq!(cancelled.cancel_date, "01/04/2025 12:30:00 PM");
    assert_eq!(count(&portal.logins), 2);
    let again = cancel().await.unwrap_err();
    assert_eq!(again.api().unwrap().codes(), ["312"]);
}
