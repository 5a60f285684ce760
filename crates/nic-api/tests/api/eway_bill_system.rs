//! Cancelling an e-way bill, in the envelope of the e-way bill system.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::eway_bills::with_bill;
use crate::harness::{Reply, Session, World, names, text};

const PATH: &str = "/ewaybillapi/v1.03/ewayapi";

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A document with a bill, and the bill's number.
async fn bill(session: &Session<'_>, number: &str) -> (String, u64) {
    let json = with_bill(number, |_| {});
    let reply = session.post("/eicore/v1.03/Invoice", &json).await;
    let answer = parsed(&session.open(&reply));
    let bill = answer["EwbNo"].to_string().parse().unwrap();
    (text(&answer, "Irn").to_owned(), bill)
}

fn order(number: u64) -> Value {
    json!({ "ewbNo": number, "cancelRsnCode": 2, "cancelRmrk": "Order cancelled" })
}

fn envelope(session: &Session<'_>, order: &Value) -> String {
    let data = session.key.encrypt(order.to_string().as_bytes());
    json!({ "action": "CANEWB", "data": data }).to_string()
}

async fn send(session: &Session<'_>, body: &str) -> Reply {
    session
        .world
        .call(Method::POST, PATH, &session.headers(), body.to_owned())
        .await
}

/// What a refusal's codes are, as they stand.
fn codes(reply: &Reply) -> String {
    let json = reply.json();
    assert_eq!(names(&json), ["status", "error", "info"], "{}", reply.text);
    assert_eq!(text(&json, "status"), "0");
    assert!(json["info"].is_null());
    assert_eq!(reply.status, 200);
    let error = STANDARD.decode(text(&json, "error")).unwrap();
    let error = parsed(std::str::from_utf8(&error).unwrap());
    assert_eq!(names(&error), ["errorCodes"]);
    text(&error, "errorCodes").to_owned()
}

fn open(session: &Session<'_>, reply: &Reply) -> Value {
    let json = reply.json();
    assert_eq!(names(&json), ["status", "data"], "{}", reply.text);
    assert_eq!(text(&json, "status"), "1");
    let data = session.key.decrypt(text(&json, "data")).unwrap();
    parsed(std::str::from_utf8(&data).unwrap())
}

#[tokio::test]
async fn a_bill_is_cancelled_once_and_shown_as_cancelled() {
    let world = World::start().await;
    let session = world.session().await;
    let (irn, number) = bill(&session, "A-1").await;
    world.irp.clock().advance(SignedDuration::from_mins(65));
    let reply = send(&session, &envelope(&session, &order(number))).await;
    assert_eq!(reply.headers["cache-control"], "no-store");
    let done = open(&session, &reply);
    assert_eq!(names(&done), ["ewayBillNo", "cancelDate"]);
    assert_eq!(text(&done, "ewayBillNo"), number.to_string());
    assert_eq!(text(&done, "cancelDate"), "02/04/2026 01:05:00 PM");
    let again = send(&session, &envelope(&session, &order(number))).await;
    assert_eq!(codes(&again), "312,");

    let got = session
        .get(&format!("/eiewb/v1.03/ewaybill/irn/{irn}"))
        .await;
    assert_eq!(text(&parsed(&session.open(&got)), "Status"), "CNL");
    let got = session
        .get(&format!("/eicore/v1.03/Invoice/irn/{irn}"))
        .await;
    assert!(parsed(&session.open(&got))["EwbNo"].is_null());
    let cancel = json!({ "Irn": irn, "CnlRsn": "1", "CnlRem": "x" }).to_string();
    let reply = session.post("/eicore/v1.03/Invoice/Cancel", &cancel).await;
    session.open(&reply);
}

#[tokio::test]
async fn every_address_and_every_spelling_of_clients_works() {
    let world = World::start().await;
    let session = world.session().await;
    let spellings: [&dyn Fn(u64) -> Value; 4] = [
        &|number| json!({ "ewbNo": number, "cancelRsnCode": 1, "cancelRmrk": "x" }),
        &|number| json!({ "EwbNo": number.to_string(), "CancelRsnCode": "3" }),
        &|number| json!({ "ewbNo": number, "cancelRsnCode": 4, "CnlRem": "Others" }),
        &|number| json!({ "ewbno": number, "cancelrsncode": 2, "cancelrmrk": null }),
    ];
    let addresses = [
        "/ewaybillapi/v1.03/ewayapi",
        "/v1.03/ewayapi",
        "//EwayBillApi/V1.03/EwayApi/",
        "/V1.03/EWAYAPI",
    ];
    for (index, (path, order)) in addresses.into_iter().zip(spellings).enumerate() {
        let (_, number) = bill(&session, &format!("B-{}", index + 1)).await;
        let data = session.key.encrypt(order(number).to_string().as_bytes());
        let body = json!({ "ACTION": "canewb", "Data": data }).to_string();
        // This call need not name the user.
        let headers: Vec<_> = session
            .headers()
            .into_iter()
            .filter(|(name, _)| *name != "user_name")
            .collect();
        let reply = world.call(Method::POST, path, &headers, body).await;
        let done = open(&session, &reply);
        assert_eq!(text(&done, "ewayBillNo"), number.to_string());
    }
}

#[tokio::test]
async fn refusals_have_the_codes_of_the_eway_bill_system() {
    let world = World::start().await;
    let session = world.session().await;
    let (_, number) = bill(&session, "C-1").await;
    let data = session.key.encrypt(order(number).to_string().as_bytes());
    for (body, expected) in [
        (String::new(), "115,"),
        ("no JSON".to_owned(), "100,"),
        ("[]".to_owned(), "100,"),
        ("{}".to_owned(), "239,"),
        (json!({ "data": data }).to_string(), "239,"),
        (
            json!({ "action": "GENEWAYBILL", "data": data }).to_string(),
            "239,",
        ),
        (json!({ "action": "CANEWB" }).to_string(), "115,"),
        (
            json!({ "action": "CANEWB", "data": "QUJD" }).to_string(),
            "109,",
        ),
        (
            json!({ "action": "CANEWB", "data": session.key.encrypt(b"[]") }).to_string(),
            "100,",
        ),
        (envelope(&session, &json!({})), "301,307,"),
        (
            envelope(
                &session,
                &json!({ "ewbNo": 1, "cancelRsnCode": 5, "cancelRmrk": "x".repeat(51) }),
            ),
            "301,307,308,",
        ),
        (envelope(&session, &order(number + 1)), "312,"),
    ] {
        assert_eq!(codes(&send(&session, &body).await), expected, "{body}");
    }
    world.irp.clock().advance(SignedDuration::from_hours(24));
    world.irp.clock().advance(SignedDuration::from_secs(1));
    let session = world.session().await;
    let late = send(&session, &envelope(&session, &order(number))).await;
    assert_eq!(codes(&late), "315,");
}

#[tokio::test]
async fn who_may_not_call_is_told_so_in_the_same_envelope() {
    let world = World::start().await;
    let session = world.session().await;
    let body = envelope(&session, &order(910_000_000_001));
    let none = world.call(Method::POST, PATH, &[], body.clone()).await;
    assert_eq!(codes(&none), "103,104,393,105,");
    for (changed, value, expected) in [
        ("client-secret", "wrong", "110,"),
        ("AuthToken", "wrong", "105,"),
        ("user_name", "wrong", "105,"),
        ("gstin", "07AAACC1206D1ZI", "358,"),
    ] {
        let headers = session
            .headers()
            .map(|(name, own)| (name, if name == changed { value } else { own }));
        let reply = world.call(Method::POST, PATH, &headers, body.clone()).await;
        assert_eq!(codes(&reply), expected, "{changed}");
    }
}
