//! The life of a document: registered, found, refused a second time, cancelled.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use serde_json::Value;

use crate::harness::{Reply, Session, World, invoice, names, request, send, supplier, text};

const GENERATE: &str = "/eicore/v1.03/Invoice";
const MEMBERS: [&str; 10] = [
    "AckNo",
    "AckDt",
    "Irn",
    "SignedInvoice",
    "SignedQRCode",
    "Status",
    "EwbNo",
    "EwbDt",
    "EwbValidTill",
    "Remarks",
];

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn cancel_request(irn: &str) -> String {
    format!(r#"{{"Irn":"{irn}","Cnlrsn":"1","Cnlrem":"Wrong entry"}}"#)
}

async fn cancel(session: &Session<'_>, irn: &str) -> Reply {
    session
        .post("/eicore/v1.03/Invoice/Cancel", &cancel_request(irn))
        .await
}

#[tokio::test]
async fn a_registered_document_is_answered_in_nics_order() {
    let world = World::start().await;
    let session = world.session().await;
    let answer = session.registered("Inv/1").await;
    let json = parsed(&answer);
    assert_eq!(names(&json), MEMBERS);
    assert_eq!(json["AckNo"].to_string().len(), 15);
    assert_eq!(text(&json, "AckDt"), "2026-04-02 12:00:00");
    assert_eq!(text(&json, "Status"), "ACT");
    for name in ["EwbNo", "EwbDt", "EwbValidTill", "Remarks"] {
        assert!(json[name].is_null(), "{name}");
    }
    let irn = text(&json, "Irn");
    for (name, starts) in [
        ("SignedInvoice", r#"{"AckNo":"#),
        ("SignedQRCode", r#"{"SellerGstin":"#),
    ] {
        let verified = world.irp.keyring().verify(text(&json, name)).unwrap();
        assert_eq!(verified.issuer, world.irp.settings().issuer);
        assert!(verified.data.starts_with(starts), "{}", verified.data);
        assert!(verified.data.contains(irn), "{}", verified.data);
        // Amounts keep the decimals with which they were sent.
        assert!(verified.data.contains(":1050.00"), "{}", verified.data);
    }
}

#[tokio::test]
async fn every_address_of_generating_and_every_wrapping_works() {
    let world = World::start().await;
    let session = world.session().await;
    for (number, path) in [
        ("B-1", "/eicore/v1.04/Invoice"),
        ("B-2", "//EiCore//v1.03/invoice/"),
    ] {
        session.open(&session.post(path, &invoice(number)).await);
    }
    let inner = STANDARD.encode(invoice("B-3"));
    session.open(&session.post(GENERATE, &inner).await);
    let data = session
        .key
        .encrypt(invoice("B-4").as_bytes())
        .replace('/', "\\/");
    let body = format!(r#"{{"other_parameters":{{}},"data":"{data}"}}"#);
    session.open(
        &world
            .call(Method::POST, GENERATE, &session.headers(), body)
            .await,
    );
}

#[tokio::test]
async fn a_duplicate_names_the_registered_document() {
    let world = World::start().await;
    let session = world.session().await;
    let first = parsed(&session.registered("C-1").await);
    world.irp.clock().advance(SignedDuration::from_mins(5));
    let reply = session.post(GENERATE, &invoice("C-1")).await;
    assert_eq!(reply.codes(), ["2150"]);
    let info = format!(
        concat!(
            r#""InfoDtls":[{{"InfCd":"DUPIRN","Desc":{{"AckNo":{},"#,
            r#""AckDt":"2026-04-02 12:00:00","Irn":"{}"}}}},{{"InfCd":"ADDNLNFO","#,
            r#""Desc":"The registered document equals the one sent."}}]}}"#,
        ),
        first["AckNo"],
        text(&first, "Irn"),
    );
    assert!(reply.text.ends_with(&info), "{}", reply.text);

    let other = invoice("C-1").replace("Cloth", "Silk");
    let info = session.post(GENERATE, &other).await.json()["InfoDtls"].take();
    assert_eq!(text(&info[0], "InfCd"), "DUPIRN");
    assert_eq!(text(&info[1], "InfCd"), "ADDNLNFO");
    assert_eq!(
        text(&info[1], "Desc"),
        "The registered document differs from the one sent in /ItemList/0/PrdDesc."
    );
}

#[tokio::test]
async fn getting_equals_generating_byte_for_byte() {
    let world = World::start().await;
    let session = world.session().await;
    let answer = session.registered("D/1").await;
    let irn = parsed(&answer)["Irn"].as_str().unwrap().to_owned();
    world.irp.clock().advance(SignedDuration::from_hours(100));
    let session = world.session().await;
    for path in [
        format!("/eicore/v1.03/Invoice/irn/{irn}"),
        format!("//eicore/v1.03//INVOICE/Irn/{}/", irn.to_uppercase()),
        "/eicore/v1.03/Invoice/irnbydocdetails?doctype=INV&docnum=D/1&docdate=01/04/2026".into(),
        "/eicore/v1.03/invoice/IrnByDocDetails?DocType=inv&docno=D%2F1&DOCDATE=01%2F04%2F2026"
            .into(),
    ] {
        assert_eq!(session.open(&session.get(&path).await), answer, "{path}");
    }
    // A body on a GET is passed over.
    let path = format!("/eicore/v1.03/Invoice/irn/{irn}");
    let reply = world
        .call(Method::GET, &path, &session.headers(), "[]")
        .await;
    assert_eq!(session.open(&reply), answer);
}

#[tokio::test]
async fn a_document_is_cancelled_once() {
    let world = World::start().await;
    let session = world.session().await;
    let irn = parsed(&session.registered("E-1").await)["Irn"]
        .as_str()
        .unwrap()
        .to_owned();
    world.irp.clock().advance(SignedDuration::from_mins(1));
    let reply = cancel(&session, &irn).await;
    let expected = format!(r#"{{"Irn":"{irn}","CancelDate":"2026-04-02 12:01:00"}}"#);
    assert_eq!(session.open(&reply), expected);

    assert_eq!(cancel(&session, &irn).await.codes(), ["9999"]);

    let path = format!("/eicore/v1.03/Invoice/irn/{irn}");
    let got = parsed(&session.open(&session.get(&path).await));
    let mut members = MEMBERS.to_vec();
    members.push("CancelDate");
    assert_eq!(names(&got), members);
    assert_eq!(text(&got, "Status"), "CNL");
    assert_eq!(text(&got, "CancelDate"), "2026-04-02 12:01:00");

    let reply = session.post(GENERATE, &invoice("E-1")).await;
    assert_eq!(reply.codes(), ["2278"]);
    assert!(reply.json()["InfoDtls"].is_null());
}

#[tokio::test]
async fn cancelling_has_a_second_address_and_a_last_moment() {
    let world = World::start().await;
    let session = world.session().await;
    let first = parsed(&session.registered("F-1").await)["Irn"]
        .as_str()
        .unwrap()
        .to_owned();
    let second = parsed(&session.registered("F-2").await)["Irn"]
        .as_str()
        .unwrap()
        .to_owned();
    world.irp.clock().advance(SignedDuration::from_hours(24));
    let session = world.session().await;
    let reply = session
        .post("/eicore/v1.03/Cancel", &cancel_request(&first))
        .await;
    session.open(&reply);
    world.irp.clock().advance(SignedDuration::from_secs(1));
    assert_eq!(cancel(&session, &second).await.codes(), ["2270"]);
}

#[tokio::test]
async fn somebody_elses_document_is_not_shown() {
    let world = World::start().await;
    let session = world.session().await;
    let unknown = "0".repeat(64);
    let path = format!("/eicore/v1.03/Invoice/irn/{unknown}");
    let codes = session.get(&path).await.codes();
    assert!(["2148", "2154"].contains(&codes[0].as_str()), "{codes:?}");
    assert_eq!(codes.len(), 1);
    assert!(!cancel(&session, &unknown).await.codes().is_empty());
}

#[tokio::test]
async fn all_findings_come_in_one_answer() {
    let world = World::start().await;
    let session = world.session().await;
    let wrong = invoice("G-1")
        .replace(r#""IgstAmt":50.00"#, r#""IgstAmt":75.00"#)
        .replace(r#""TotInvVal":1050.00"#, r#""TotInvVal":9050.00"#);
    let codes = session.post(GENERATE, &wrong).await.codes();
    assert!(
        codes.contains(&"2235".to_owned()) && codes.contains(&"2189".to_owned()),
        "{codes:?}"
    );

    let missing = invoice("G-2")
        .replace(r#""Loc":"Mumbai","#, "")
        .replace(r#""HsnCd":"520811","#, "");
    let reply = session.post(GENERATE, &missing).await;
    let codes = reply.codes();
    assert!(
        codes.len() >= 2 && codes.iter().all(|code| code == "5002"),
        "{codes:?}"
    );
    for pointer in ["[/BuyerDtls/Loc]", "[/ItemList/0/HsnCd]"] {
        assert!(reply.text.contains(pointer), "{pointer} in {}", reply.text);
    }

    let foreign = invoice("G-3").replace(supplier().as_str(), "07AAACC1206D1ZI");
    let codes = session.post(GENERATE, &foreign).await.codes();
    assert!(codes.contains(&"2169".to_owned()), "{codes:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_many_simultaneous_registrations_wins() {
    let world = World::start().await;
    let session = world.session().await;
    let body = session.sealed(&invoice("H-1"));
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let request = request(Method::POST, GENERATE, &session.headers(), body.clone());
        attempts.spawn(send(world.irp.clone(), request));
    }
    let replies = attempts.join_all().await;
    let won = replies.iter().filter(|reply| reply.json()["Status"] == 1);
    assert_eq!(won.count(), 1);
    for reply in replies.iter().filter(|reply| reply.json()["Status"] == 0) {
        assert_eq!(reply.codes(), ["2150"]);
    }
}
