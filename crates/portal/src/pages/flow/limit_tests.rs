//! The first step when an address asks a lot, and when the registry does not answer.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use jiff::SignedDuration;

use super::tests::{DETAILS, R1, go, may};
use crate::testing::TestPortal;
use crate::{Allowance, PortalOptions};

#[tokio::test]
async fn past_its_allowance_an_address_waits_or_calculates() {
    let options = PortalOptions {
        look_ups: Allowance::new(2, 600),
        ..PortalOptions::default()
    };
    let portal = TestPortal::with(vec![may()], "http://127.0.0.1:9", options).await;
    for _ in 0..2 {
        go(&mut portal.visitor(), &may()).await.leads_to(DETAILS);
    }
    let mut visitor = portal.visitor();
    let seen = go(&mut visitor, &may()).await;
    assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(seen.headers.contains_key(RETRY_AFTER));
    let challenge = seen
        .body
        .split_once("data-challenge=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .expect("a challenge")
        .replace("&#34;", "\"");
    let answer = crate::work::solve_for_tests(&challenge);
    let fields = [("gstin", may().gstin.to_string()), ("altcha", answer)];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    visitor.post(R1, R1, &fields).await.leads_to(DETAILS);
    let seen = visitor.post(R1, R1, &fields).await;
    assert_eq!(
        seen.status,
        StatusCode::TOO_MANY_REQUESTS,
        "a solution is good once"
    );
    portal.irp.clock().advance(SignedDuration::from_secs(300));
    go(&mut visitor, &may()).await.leads_to(DETAILS);
}

#[tokio::test]
async fn a_registry_that_is_down_is_named_with_a_reference() {
    let portal = TestPortal::new(Vec::new()).await;
    let seen = go(&mut portal.visitor(), &may()).await;
    assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(seen.headers.contains_key(RETRY_AFTER));
    let id = seen.headers["x-request-id"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(seen.body.contains(">3020<") && seen.body.contains(&id));
}
