//! Cancelling.

use axum::http::StatusCode;
use jiff::SignedDuration;

use super::*;

const FIELDS: [(&str, &str); 3] = [("reason", "2"), ("remark", "wrong rate"), ("sure", "yes")];

#[tokio::test]
async fn a_document_is_found_and_cancelled_once() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let page = format!("/en/invoices/{irn}/cancel");
    visitor
        .get(&format!("/en/cancel?document={}", irn.to_uppercase()))
        .await
        .leads_to(&page);
    let shown = visitor.get(&page).await.body;
    let (_, ack) = shown.split_once("<dd class=\"code\">").unwrap();
    let ack: String = ack.chars().take(15).collect();
    visitor
        .get(&format!("/en/cancel?document={ack}"))
        .await
        .leads_to(&page);
    let odd = visitor.get("/en/cancel?document=KA%2F1").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);

    let token = visitor.token(&page).await;
    let seen = visitor.post(&page, &page, &FIELDS).await;
    seen.leads_to(&format!("/en/invoices/{irn}?notice=cancelled"));
    let document = visitor.get(&format!("/en/invoices/{irn}")).await;
    assert!(document.body.contains("wrong rate"));
    assert!(document.body.contains("CANCELLED"));
    // A second form that was open in another window.
    let body = format!("form_token={token}&reason=1&remark=again&sure=yes");
    let again = visitor.send_form(&page, body).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("/en/help/errors/9999"));
    assert!(
        again.body.contains("2026-06-10 12:00:00"),
        "when it was cancelled"
    );
    let page = visitor.get(&page).await;
    assert!(
        !page.body.contains("name=\"remark\""),
        "there is nothing left to send"
    );
    let list = visitor.get("/en/invoices?status=cancelled").await;
    assert!(list.body.contains(&irn));
}

#[tokio::test]
async fn reason_remark_and_confirmation_are_asked_for() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let page = format!("/en/invoices/{irn}/cancel");
    let seen = visitor.post(&page, &page, &[("remark", " ")]).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for fault in ["reason-fault", "remark-fault", "sure-fault"] {
        assert!(seen.body.contains(fault), "{fault}");
    }
    let (longest, too_long) = ("अ".repeat(100), "अ".repeat(101));
    let fields = [
        ("reason", "5"),
        ("remark", too_long.as_str()),
        ("sure", "yes"),
    ];
    let seen = visitor.post(&page, &page, &fields).await;
    assert!(seen.body.contains("reason-fault") && seen.body.contains("remark-fault"));
    let fields = [
        ("reason", "4"),
        ("remark", longest.as_str()),
        ("sure", "yes"),
    ];
    let seen = visitor.post(&page, &page, &fields).await;
    seen.leads_to(&format!("/en/invoices/{irn}?notice=cancelled"));
}

#[tokio::test]
async fn the_window_closes_after_24_hours() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let (first, second) = (
        registered(&mut visitor).await,
        registered(&mut visitor).await,
    );
    portal.irp.clock().advance(SignedDuration::from_hours(24));
    let mut visitor = logged_in(&portal, "malnad01").await;
    let page = format!("/en/invoices/{first}/cancel");
    let seen = visitor.post(&page, &page, &FIELDS).await;
    assert_eq!(
        seen.status,
        StatusCode::SEE_OTHER,
        "at the limit it is possible"
    );
    let page = format!("/en/invoices/{second}/cancel");
    let token = visitor.token(&page).await;
    portal.irp.clock().advance(SignedDuration::from_secs(1));
    let shown = visitor.get(&page).await;
    assert!(shown.body.contains("/en/help/errors/2270"));
    assert!(!shown.body.contains("name=\"remark\""));
    let body = format!("form_token={token}&reason=1&remark=late&sure=yes");
    let seen = visitor.send_form(&page, body).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("/en/help/errors/2270"));
    let document = visitor.get(&format!("/en/invoices/{second}")).await;
    assert!(document.body.contains("/en/help/errors/2270"));
}
