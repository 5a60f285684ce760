//! E-way bills: with a document, by its IRN, and in the answers about the document.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::{Reply, Session, World, invoice, names, text};

const GENERATE: &str = "/eicore/v1.03/Invoice";
const BILL: &str = "/eiewb/v1.03/ewaybill";

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A document that asks for an e-way bill, with something changed in how its goods travel.
pub(crate) fn with_bill(number: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut document = parsed(&invoice(number));
    document["EwbDtls"] = by_road();
    change(&mut document["EwbDtls"]);
    document.to_string()
}

fn by_road() -> Value {
    json!({ "Distance": 0, "TransMode": "1", "VehNo": "KA01AB1234", "VehType": "R" })
}

fn by_irn(irn: &str) -> String {
    let mut asked = by_road();
    asked["Irn"] = irn.into();
    asked.to_string()
}

/// The kilometres in the one entry of `InfoDtls`.
fn distance_km(reply: &Reply) -> u32 {
    let info = reply.json()["InfoDtls"].take();
    assert_eq!(info.as_array().unwrap().len(), 1, "{info}");
    assert_eq!(names(&info[0]), ["InfCd", "Desc"]);
    assert_eq!(text(&info[0], "InfCd"), "EWBPPD");
    let words = text(&info[0], "Desc");
    let number = words
        .strip_prefix("Pin-Pin calc distance: ")
        .and_then(|rest| rest.strip_suffix("KM"));
    number.unwrap().parse().unwrap()
}

async fn irn_of(session: &Session<'_>, number: &str) -> String {
    text(&parsed(&session.registered(number).await), "Irn").to_owned()
}

#[tokio::test]
async fn a_document_carries_the_bill_that_was_made_with_it_also_when_it_is_got() {
    let world = World::start().await;
    let session = world.session().await;
    let reply = session.post(GENERATE, &with_bill("A-1", |_| {})).await;
    let answer = session.open(&reply);
    let json = parsed(&answer);
    assert_eq!(json["EwbNo"].to_string(), "910000000001", "a number");
    assert_eq!(text(&json, "EwbDt"), "2026-04-02 12:00:00");
    // Bengaluru to Mumbai: some 840 kilometres as the crow flies, a day for every 200 by road.
    let distance_km = distance_km(&reply);
    assert!((1_001..=1_200).contains(&distance_km), "{distance_km}");
    assert_eq!(text(&json, "EwbValidTill"), "2026-04-08 23:59:00");
    assert!(json["Remarks"].is_null());
    let irn = text(&json, "Irn");
    for path in [
        format!("/eicore/v1.03/Invoice/irn/{irn}"),
        "/eicore/v1.03/Invoice/irnbydocdetails?doctype=INV&docnum=A-1&docdate=01/04/2026".into(),
    ] {
        let got = session.get(&path).await;
        assert_eq!(session.open(&got), answer, "{path}");
        assert!(got.json()["InfoDtls"].is_null());
    }
}

#[tokio::test]
async fn a_bill_that_is_refused_leaves_the_irn_standing_and_says_why() {
    let world = World::start().await;
    let session = world.session().await;
    let wrong = with_bill("B-1", |transport| {
        transport["VehType"] = Value::Null;
        transport["TransDocNo"] = "LR/7".into();
        transport["TransDocDt"] = "31/03/2026".into();
    });
    let reply = session.post(GENERATE, &wrong).await;
    let json = parsed(&session.open(&reply));
    assert_eq!(text(&json, "Status"), "ACT");
    for name in ["EwbNo", "EwbDt", "EwbValidTill", "Remarks"] {
        assert!(json[name].is_null(), "{name}");
    }
    let info = reply.json()["InfoDtls"].take();
    assert_eq!(text(&info[0], "InfCd"), "EWBERR");
    let faults = info[0]["Desc"].as_array().unwrap();
    let mut codes: Vec<_> = faults
        .iter()
        .map(|fault| text(fault, "ErrorCode"))
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, ["4021", "4022"]);
    for fault in faults {
        assert_eq!(names(fault), ["ErrorCode", "ErrorMessage"]);
        assert!(
            text(fault, "ErrorMessage").contains("[/EwbDtls/"),
            "{fault}"
        );
    }
    // By the IRN it can be had after all.
    let made = session.post(BILL, &by_irn(text(&json, "Irn"))).await;
    session.open(&made);
}

#[tokio::test]
async fn a_bill_by_irn_is_made_at_every_address_and_got_in_every_way() {
    let world = World::start().await;
    let session = world.session().await;
    for (number, path) in [
        ("C-1", "/eiewb/v1.03/ewaybill"),
        ("C-2", "/einvewb/v1.03/ewaybill"),
        ("C-3", "//EIEWB/V1.03/EwayBill/"),
    ] {
        let irn = irn_of(&session, number).await;
        let reply = session.post(path, &by_irn(&irn)).await;
        let made = parsed(&session.open(&reply));
        assert_eq!(names(&made), ["EwbNo", "EwbDt", "EwbValidTill", "Remarks"]);
        assert!(distance_km(&reply) > 0);
        for path in [
            format!("/eiewb/v1.03/ewaybill/irn/{irn}"),
            format!("/einvewb/v1.03/EwayBill/Irn/{}", irn.to_uppercase()),
            format!("/eiewb/v1.03/ewaybill/irn?irn_no={irn}"),
            format!("/eiewb/v1.03/ewaybill?irn_no={irn}"),
        ] {
            let got = parsed(&session.open(&session.get(&path).await));
            assert_eq!(
                names(&got),
                ["EwbNo", "Status", "GenGstin", "EwbDt", "EwbValidTill"]
            );
            assert_eq!(got["EwbNo"], made["EwbNo"], "{path}");
            assert_eq!(got["EwbValidTill"], made["EwbValidTill"]);
            assert_eq!(text(&got, "Status"), "ACT");
            assert_eq!(text(&got, "GenGstin"), world.account.gstin.as_str());
        }
        let path = format!("/eicore/v1.03/Invoice/irn/{irn}");
        let document = parsed(&session.open(&session.get(&path).await));
        for name in ["EwbNo", "EwbDt", "EwbValidTill"] {
            assert_eq!(document[name], made[name], "{name}");
        }
    }
}

#[tokio::test]
async fn a_given_distance_is_not_told_again_and_part_a_alone_has_no_end() {
    let world = World::start().await;
    let session = world.session().await;
    let irn = irn_of(&session, "D-1").await;
    let first = session.post(GENERATE, &with_bill("D-2", |_| {})).await;
    let km = distance_km(&first);
    let asked = json!({ "irn": irn, "DISTANCE": km, "transId": "29AAACR0000R1ZE" });
    let reply = session.post(BILL, &asked.to_string()).await;
    let made = parsed(&session.open(&reply));
    assert!(made["EwbValidTill"].is_null());
    assert!(reply.json()["InfoDtls"].is_null());
}

#[tokio::test]
async fn refusals_have_their_codes() {
    let world = World::start().await;
    let session = world.session().await;
    let irn = irn_of(&session, "E-1").await;
    let get = |irn: &str| format!("/eiewb/v1.03/ewaybill/irn/{irn}");
    assert_eq!(session.get(&get(&irn)).await.codes(), ["4005"]);
    let unknown = "0".repeat(64);
    assert_eq!(session.get(&get(&unknown)).await.codes(), ["4003"]);
    assert_eq!(session.get(&get("x")).await.codes(), ["5002"]);
    let nothing_asked = "/eiewb/v1.03/ewaybill?irn_no=";
    assert_eq!(session.get(nothing_asked).await.codes(), ["5002"]);
    assert_eq!(
        session.post(BILL, &by_irn(&unknown)).await.codes(),
        ["4003"]
    );
    let shapeless = session.post(BILL, r#"{"Irn":"x","Distance":"far"}"#).await;
    assert_eq!(shapeless.codes(), ["5002", "5002"]);
    session.open(&session.post(BILL, &by_irn(&irn)).await);
    let twice = session.post(BILL, &by_irn(&irn)).await;
    assert_eq!(twice.codes(), ["4002"]);
    assert!(twice.text.contains("910000000001"), "{}", twice.text);
    let cancel = json!({ "Irn": irn, "CnlRsn": "1", "CnlRem": "x" }).to_string();
    let blocked = session.post("/eicore/v1.03/Invoice/Cancel", &cancel).await;
    assert_eq!(blocked.codes(), ["2230"]);
    assert!(blocked.text.contains("910000000001"), "{}", blocked.text);
    let nobody = world.call(Method::POST, BILL, &[], "{}").await;
    assert!(nobody.codes().contains(&"1011".to_owned()));
}
