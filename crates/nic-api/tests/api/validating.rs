//! Checking a document without registering it.

use jiff::SignedDuration;
use serde_json::Value;

use crate::harness::{World, invoice, names, supplier, text};

const GENERATE: &str = "/eicore/v1.03/Invoice";
const VALIDATE: &str = "/eicore/v1.03/Invoice/Validate";

#[tokio::test]
async fn a_right_document_gets_the_irn_that_it_would_have_and_is_not_registered() {
    let world = World::start().await;
    let session = world.session().await;
    for path in [VALIDATE, VALIDATE, "/eicore/v1.04/invoice/validate/"] {
        let answer = session.open(&session.post(path, &invoice("V-1")).await);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(names(&answer), ["Irn", "Findings"]);
        assert_eq!(answer["Findings"], Value::Array(Vec::new()));
        let irn = text(&answer, "Irn");
        let got = session
            .get(&format!("/eicore/v1.03/Invoice/irn/{irn}"))
            .await;
        assert_eq!(got.codes(), ["2148"]);
    }
    let registered: Value = serde_json::from_str(&session.registered("V-1").await).unwrap();
    let number = registered["AckNo"].to_string();
    assert!(
        number.ends_with("0000000000"),
        "a number was taken before {number}"
    );
}

#[tokio::test]
async fn findings_are_those_of_generating() {
    let world = World::start().await;
    let session = world.session().await;
    for wrong in [
        invoice("W-1").replace(r#""IgstAmt":50.00"#, r#""IgstAmt":75.00"#),
        invoice("W-1").replace(r#""Loc":"Mumbai","#, ""),
        invoice("W-1").replace(supplier().as_str(), "07AAACC1206D1ZI"),
        "no JSON".to_owned(),
    ] {
        let generated = session.post(GENERATE, &wrong).await;
        let validated = session.post(VALIDATE, &wrong).await;
        assert!(!generated.codes().is_empty());
        assert_eq!(validated.text, generated.text);
    }
    let body = world
        .call(axum::http::Method::POST, VALIDATE, &[], "{}")
        .await;
    assert!(body.codes().contains(&"1011".to_owned()), "{}", body.text);
}

#[tokio::test]
async fn what_keeps_a_document_from_its_eway_bill_is_told_as_when_generating() {
    let world = World::start().await;
    let session = world.session().await;
    let by_road_without_vehicle = r#""EwbDtls":{"TransMode":"1","Distance":0},"DocDtls""#;
    let asking = invoice("E-1").replace(r#""DocDtls""#, by_road_without_vehicle);
    let validated = session.post(VALIDATE, &asking).await;
    let told: Value = serde_json::from_str(&validated.text).unwrap();
    assert_eq!(told["InfoDtls"][0]["InfCd"], "EWBERR");
    let generated = session.post(GENERATE, &asking).await;
    let done: Value = serde_json::from_str(&generated.text).unwrap();
    assert_eq!(told["InfoDtls"], done["InfoDtls"]);
    assert_eq!(done["Status"], 1);
}

#[tokio::test]
async fn a_registered_document_is_named_beside_what_is_wrong() {
    let world = World::start().await;
    let session = world.session().await;
    let registered: Value = serde_json::from_str(&session.registered("X-1").await).unwrap();
    let irn = text(&registered, "Irn");
    let wrong = invoice("X-1").replace(r#""IgstAmt":50.00"#, r#""IgstAmt":75.00"#);
    let reply = session.post(VALIDATE, &wrong).await;
    let codes = reply.codes();
    assert_eq!(codes[0], "2150");
    assert!(codes.contains(&"2235".to_owned()), "{codes:?}");
    let info = reply.json()["InfoDtls"].take();
    assert_eq!(text(&info[0], "InfCd"), "DUPIRN");
    assert_eq!(text(&info[0]["Desc"], "Irn"), irn);

    world.irp.clock().advance(SignedDuration::from_mins(1));
    let cancel = format!(r#"{{"Irn":"{irn}","CnlRsn":"1","CnlRem":"Wrong entry"}}"#);
    session.open(&session.post("/eicore/v1.03/Invoice/Cancel", &cancel).await);
    let reply = session.post(VALIDATE, &invoice("X-1")).await;
    assert_eq!(reply.codes(), ["2278"]);
    assert!(reply.json()["InfoDtls"].is_null());
}
