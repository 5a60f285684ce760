//! Verifying.

use axum::http::StatusCode;
use serde_json::Value;

use super::*;

const PAGE: &str = "/en/search/verify";

async fn signed(portal: &TestPortal) -> (Visitor, String, String) {
    let mut owner = logged_in(portal, "malnad01").await;
    let irn = registered(&mut owner).await;
    let signed = owner
        .get(&format!("/en/invoices/{irn}/signed.json"))
        .await
        .body;
    (owner, irn, signed)
}

#[tokio::test]
async fn anybody_verifies_what_was_signed_here() {
    let portal = portal().await;
    let (mut owner, irn, signed) = signed(&portal).await;
    let mut visitor = portal.visitor();
    let seen = send_file(&mut visitor, PAGE, &signed).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.body.matches("class=\"token\"").count(), 2);
    assert!(
        seen.body.contains("class=\"success\" id=\"live\""),
        "{}",
        seen.body
    );
    assert!(seen.body.contains("Banashankari Traders LLP") && seen.body.contains(&irn));

    let answer: Value = serde_json::from_str(&signed).unwrap();
    let code = answer["SignedQRCode"].as_str().unwrap();
    let seen = send_file(&mut visitor, PAGE, code).await;
    assert_eq!(seen.body.matches("class=\"token\"").count(), 1);
    assert!(seen.body.contains("₹ 15,635.00"));

    let cancel = format!("/en/invoices/{irn}/cancel");
    let fields = [("reason", "1"), ("remark", "twice"), ("sure", "yes")];
    owner.post(&cancel, &cancel, &fields).await;
    let seen = send_file(&mut visitor, PAGE, code).await;
    assert!(seen.body.contains("class=\"outcome\" id=\"live\""));
}

#[tokio::test]
async fn what_was_changed_does_not_pass() {
    let portal = portal().await;
    let (_, _, signed) = signed(&portal).await;
    let answer: Value = serde_json::from_str(&signed).unwrap();
    let code = answer["SignedQRCode"].as_str().unwrap();
    let (head, signature) = code.rsplit_once('.').unwrap();
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    let changed = format!("{head}.{first}{}", &signature[1..]);
    let mut visitor = portal.visitor();
    let seen = send_file(&mut visitor, PAGE, &changed).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.body.contains("class=\"outcome\"") && !seen.body.contains("id=\"live\""));
    for nothing in ["", "hello", "{\"a\": 1}"] {
        let seen = send_file(&mut visitor, PAGE, nothing).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
    }
}

#[tokio::test]
async fn the_text_s_size_is_limited() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    let largest = "x".repeat(4 * 1024 * 1024);
    let seen = send_file(&mut visitor, PAGE, &largest).await;
    assert_eq!(
        seen.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "read, and no token in it"
    );
    let seen = send_file(&mut visitor, PAGE, &format!("{largest}x")).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    visitor.get("/en/verify").await.leads_to(PAGE);
}
