//! Checking without registering.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use jiff::SignedDuration;
use service::Settings;

use super::*;
use crate::Allowance;

const PAGE: &str = "/en/check";

/// A sample that would be registered.
async fn sample(portal: &TestPortal) -> (Visitor, String) {
    let mut owner = logged_in(portal, "malnad01").await;
    let sample = owner.get("/en/upload/sample").await.body;
    (owner, sample)
}

/// The IRN that the page says a document would have.
fn future_irn(body: &str) -> String {
    let (_, rest) = body
        .split_once("<dd class=\"code break\">")
        .unwrap_or_else(|| panic!("an IRN in {body}"));
    rest.chars().take(64).collect()
}

#[tokio::test]
async fn anybody_checks_in_a_sandbox_and_nothing_is_registered() {
    let portal = portal().await;
    let (mut owner, sample) = sample(&portal).await;
    let mut visitor = portal.visitor();
    let seen = send_file(&mut visitor, PAGE, &sample).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.body.contains("class=\"tag good\""), "{}", seen.body);
    assert!(!seen.body.contains("href=\"/en/upload\""));
    let irn = future_irn(&seen.body);
    let seen = owner.get(&format!("/en/invoices/{irn}")).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);

    let seen = send_file(&mut owner, PAGE, &sample).await;
    assert_eq!(future_irn(&seen.body), irn);
    assert!(
        seen.body
            .contains("class=\"button primary\" href=\"/en/upload\"")
    );
    let (_, results) = upload(&mut owner, &sample).await;
    assert_eq!(irn_in(&results.body), irn);
    let seen = send_file(&mut owner, PAGE, &sample).await;
    assert!(seen.body.contains("/en/help/errors/2150"), "{}", seen.body);
    assert_eq!(irn_in(&seen.body), irn);
    // Whether it is registered is told to nobody else.
    let seen = send_file(&mut visitor, PAGE, &sample).await;
    assert!(!seen.body.contains("/en/help/errors/2150"));
    assert!(seen.body.contains("class=\"tag good\""));
    let mut other = logged_in(&portal, "other001").await;
    let seen = send_file(&mut other, PAGE, &sample).await;
    assert!(seen.body.contains("/en/help/errors/2169"), "{}", seen.body);
    assert!(!seen.body.contains(&irn));
}

#[tokio::test]
async fn each_document_is_checked_on_its_own_with_all_that_is_wrong() {
    let portal = portal().await;
    let (_, sample) = sample(&portal).await;
    let wrong = sample.replace("\"Version\": \"1.1\",", "");
    let list = format!("[{sample}, {wrong}, 7, {sample}]");
    let mut visitor = portal.visitor();
    for language in ["en", "hi"] {
        let page = format!("/{language}/check");
        let seen = send_file(&mut visitor, &page, &list).await;
        assert_eq!(seen.body.matches("class=\"tag good\"").count(), 2);
        assert_eq!(seen.body.matches("class=\"tag bad\"").count(), 2);
        assert!(seen.body.contains("/Version"));
        let code = format!("href=\"/{language}/help/errors/5002\"");
        assert!(seen.body.contains(&code), "{}", seen.body);
    }
    // Pasted, it stands there again to be mended.
    let token = visitor.token(PAGE).await;
    let parts = [("form_token", token.as_str()), ("file", ""), ("text", "{}")];
    let seen = send_parts(&mut visitor, PAGE, &parts).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.body.contains("\n{}</textarea>"), "{}", seen.body);
}

#[tokio::test]
async fn the_number_of_documents_and_the_size_are_limited() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    let list = |count: usize| format!("[{}]", vec!["{}"; count].join(","));
    let seen = send_file(&mut visitor, PAGE, &list(20)).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.body.contains("<h2>20. "));
    let seen = send_file(&mut visitor, PAGE, &list(21)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("file-fault"));

    let largest = format!("{{}}{}", " ".repeat(4 * 1024 * 1024 - 2));
    let seen = send_file(&mut visitor, PAGE, &largest).await;
    assert_eq!(seen.status, StatusCode::OK);
    let seen = send_file(&mut visitor, PAGE, &format!("{largest} ")).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    for odd in ["", "[]", "no", "{\"a\":"] {
        let seen = send_file(&mut visitor, PAGE, odd).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
        assert!(seen.body.contains("file-fault"));
    }
}

#[tokio::test]
async fn a_stranger_s_checks_are_counted_by_address() {
    let options = PortalOptions {
        checks: Allowance::new(2, 600),
        ..PortalOptions::default()
    };
    let portal = portal_with(options).await;
    let mut visitor = portal.visitor();
    let seen = send_file(&mut visitor, PAGE, "[{}, {}]").await;
    assert!(!seen.body.contains("class=\"tag\""), "both are checked");
    let seen = send_file(&mut visitor, PAGE, "{}").await;
    assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(seen.headers.contains_key(RETRY_AFTER));

    portal.irp.clock().advance(SignedDuration::from_secs(600));
    let seen = send_file(&mut visitor, PAGE, "[{}, {}, {}, {}]").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.body.matches("class=\"tag bad\"").count(), 2);
    assert_eq!(seen.body.matches("class=\"tag\"").count(), 2, "the rest");

    let mut owner = logged_in(&portal, "malnad01").await;
    let seen = send_file(&mut owner, PAGE, "[{}, {}, {}]").await;
    assert_eq!(seen.body.matches("class=\"tag bad\"").count(), 3);
}

#[tokio::test]
async fn outside_a_sandbox_it_takes_a_login() {
    let settings = Settings {
        sandbox: false,
        ..Settings::sandbox()
    };
    let portal = TestPortal::with_settings(settings);
    let mut visitor = portal.visitor();
    let login = "/en/login?notice=login-needed&next=%2Fcheck";
    visitor.get(PAGE).await.leads_to(login);
    let parts = [("form_token", "00"), ("file", "{}")];
    let seen = send_parts(&mut visitor, PAGE, &parts).await;
    seen.leads_to(login);
    let home = visitor.get("/en").await.body;
    assert!(home.contains("/en/search/verify") && !home.contains("href=\"/en/check\""));
}
