//! What one taxpayer learns about another's numbers on the pages: exactly what an unknown number
//! tells. The addresses come from the router itself, so one that is added later is asked too.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::eway_bills::{BY_ROAD, make};
use super::*;

/// What belongs to somebody.
struct Owned {
    irn: String,
    ack_number: String,
    document_number: String,
    bill: String,
    upload: String,
    client_id: String,
}

/// Of the same shapes, and nobody's.
fn nobody_s() -> Owned {
    Owned {
        irn: "5a".repeat(32),
        ack_number: "912610000099999".to_owned(),
        document_number: "NOBODY/1".to_owned(),
        bill: "910000099999".to_owned(),
        upload: "A".repeat(24),
        client_id: "AAAAAAAAAAAAAAAAAAAA".to_owned(),
    }
}

async fn owned(supplier: &mut Visitor) -> Owned {
    let sample = supplier.get("/en/upload/sample").await.body;
    let json: serde_json::Value = serde_json::from_str(&sample).unwrap();
    let (upload, results) = upload(supplier, &sample).await;
    let irn = irn_in(&results.body);
    let page = supplier
        .get(&format!("/en/invoices/{irn}/cancel"))
        .await
        .body;
    let (_, rest) = page.split_once("<dd class=\"code\">").unwrap();
    let bill = make(supplier, &irn, &BY_ROAD).await;
    let clients = supplier.get("/en/api-access").await.body;
    let (_, client) = clients.split_once("name=\"client_id\" value=\"").unwrap();
    Owned {
        irn,
        ack_number: rest.chars().take(15).collect(),
        document_number: json["DocDtls"]["No"].as_str().unwrap().to_owned(),
        bill,
        upload: upload.rsplit('/').next().unwrap().to_owned(),
        client_id: client.split('"').next().unwrap().to_owned(),
    }
}

/// Which of somebody's numbers stands in a route; `None` where it is public what is asked for.
fn number_in<'o>(route: &str, owned: &'o Owned) -> Option<&'o str> {
    const PUBLIC: [&str; 3] = ["/help/errors/{code}", "/masters/{id}", "/search/"];
    let rest = &route[3..];
    if PUBLIC.iter().any(|public| rest.starts_with(public)) {
        None
    } else if rest.starts_with("/invoices/{irn}") {
        Some(&owned.irn)
    } else if rest.starts_with("/eway-bills/{number}") {
        Some(&owned.bill)
    } else if rest.starts_with("/uploads/{id}") {
        Some(&owned.upload)
    } else {
        panic!("say here whose number stands in {route}")
    }
}

/// The routes of the pages in which something is asked for by its number.
fn routes(portal: &TestPortal) -> BTreeSet<String> {
    let router = crate::router(portal.irp.clone(), PortalOptions::default());
    crate::testing::routes(&router)
        .into_iter()
        .filter(|route| route.contains('{'))
        .filter(|route| route.starts_with("/en/") || route.starts_with("/hi/"))
        .collect()
}

/// An answer without the number that was asked for, and without what differs every time.
fn told(seen: &Seen, asked: &str) -> (StatusCode, String, String) {
    let id = seen.headers["x-request-id"].to_str().unwrap();
    let plain = |text: &str| {
        let escaped = asked.replace('/', "%2F");
        text.replace(id, "…")
            .replace(asked, "…")
            .replace(&escaped, "…")
    };
    (seen.status, plain(seen.location()), plain(&seen.body))
}

#[tokio::test]
async fn another_s_number_in_an_address_is_answered_like_an_unknown_one() {
    let portal = portal().await;
    let owned = owned(&mut logged_in(&portal, "malnad01").await).await;
    let unknown = nobody_s();
    let mut stranger = logged_in(&portal, "other001").await;
    let token = stranger.token("/en/upload").await;
    let routes = routes(&portal);
    assert!(routes.len() >= 14, "{routes:?}");
    for route in &routes {
        let (Some(theirs), Some(nobodys)) = (number_in(route, &owned), number_in(route, &unknown))
        else {
            continue;
        };
        let mut answers = Vec::new();
        for number in [theirs, nobodys] {
            let (before, rest) = route.split_once('{').unwrap();
            let (_, after) = rest.split_once('}').unwrap();
            let address = format!("{before}{number}{after}");
            let read = stranger.get(&address).await;
            assert_eq!(read.status, StatusCode::NOT_FOUND, "{address}");
            let body = format!("form_token={token}&reason=1&remark=mine&sure=yes");
            let written = stranger.send_form(&address, body).await;
            assert!(
                written.status.is_client_error(),
                "{address}: {}",
                written.status
            );
            answers.push((told(&read, number), told(&written, number)));
        }
        assert_eq!(answers[0], answers[1], "{route}");
    }
}

#[tokio::test]
async fn another_s_number_in_a_search_is_answered_like_an_unknown_one() {
    let portal = portal().await;
    let mut supplier = logged_in(&portal, "malnad01").await;
    let owned = owned(&mut supplier).await;
    let unknown = nobody_s();
    let mut stranger = logged_in(&portal, "other001").await;
    for (address, theirs, nobodys) in [
        ("/en/cancel?document=", &owned.irn, &unknown.irn),
        (
            "/en/cancel?document=",
            &owned.ack_number,
            &unknown.ack_number,
        ),
        (
            "/en/eway-bills/generate?document=",
            &owned.irn,
            &unknown.irn,
        ),
        (
            "/en/eway-bills/generate?document=",
            &owned.ack_number,
            &unknown.ack_number,
        ),
        ("/en/invoices?q=", &owned.irn, &unknown.irn),
        ("/en/invoices?q=", &owned.ack_number, &unknown.ack_number),
        (
            "/en/invoices?q=",
            &owned.document_number,
            &unknown.document_number,
        ),
        (
            "/hi/invoices?before=",
            &owned.ack_number,
            &unknown.ack_number,
        ),
    ] {
        let asked = |number: &str| format!("{address}{}", number.replace('/', "%2F"));
        assert_ne!(
            told(&supplier.get(&asked(theirs)).await, theirs),
            told(&supplier.get(&asked(nobodys)).await, nobodys),
            "the owner finds it at {address}"
        );
        assert_eq!(
            told(&stranger.get(&asked(theirs)).await, theirs),
            told(&stranger.get(&asked(nobodys)).await, nobodys),
            "{address}"
        );
    }
}

#[tokio::test]
async fn another_s_client_and_sessions_are_out_of_reach() {
    let portal = portal().await;
    let mut supplier = logged_in(&portal, "malnad01").await;
    let owned = owned(&mut supplier).await;
    let mut stranger = logged_in(&portal, "other001").await;
    let mut answers = Vec::new();
    for id in [&owned.client_id, &nobody_s().client_id] {
        let fields = [("client_id", id.as_str())];
        let to = "/en/api-access/revoke";
        let seen = stranger.post("/en/api-access", to, &fields).await;
        answers.push(told(&seen, id));
    }
    assert_eq!(answers[0], answers[1]);
    let list = supplier.get("/en/api-access").await.body;
    assert!(list.contains(&owned.client_id));
    let seen = stranger
        .post("/en/api-access", "/en/logout/everywhere", &[])
        .await;
    seen.leads_to("/en/login?notice=logged-out-everywhere");
    assert_eq!(supplier.get("/en/dashboard").await.status, StatusCode::OK);
}
