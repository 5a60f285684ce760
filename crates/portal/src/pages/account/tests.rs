//! The pages after login as a browser without scripts sees them.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod api_access;
mod app;
mod cancelling;
mod checking;
mod eway_bills;
mod eway_bills_uploaded;
mod guessing;
mod invoices;
mod logging_in;
mod own_account;
mod second_factor;
mod tenants;
mod two_step;
mod two_step_login;
mod uploads;
mod verifying;

use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use service::AccountOrder;

use crate::PortalOptions;
use crate::testing::{NO_REGISTRY, Seen, TestPortal, Visitor, taxpayer};

const PASSWORD: &str = "Rainy%Monsoon7";
const BOUNDARY: &str = "a1b2c3d4e5f6";

/// A portal with two taxpayers, who also buy from each other, and the sample's recipient.
async fn portal() -> TestPortal {
    portal_with(PortalOptions::default()).await
}

async fn portal_with(options: PortalOptions) -> TestPortal {
    let taxpayers = ["29AAACM0000A1Z", "27AAACE0000C1Z", "29AAACB0000B1Z"];
    let taxpayers = taxpayers.into_iter().map(taxpayer).collect();
    let portal = TestPortal::with(taxpayers, NO_REGISTRY, options).await;
    for (first14, user_name) in [
        ("29AAACM0000A1Z", "malnad01"),
        ("27AAACE0000C1Z", "other001"),
    ] {
        let order = AccountOrder {
            gstin: taxpayer(first14).gstin,
            user_name: Some(user_name.to_owned()),
            password: Some(PASSWORD.to_owned()),
            turnover: None,
            enabled: Some(true),
        };
        portal.irp.make_account(order).await.expect("an account");
    }
    portal
}

async fn logged_in(portal: &TestPortal, user_name: &str) -> Visitor {
    let mut visitor = portal.visitor();
    log_in(&mut visitor, user_name)
        .await
        .leads_to("/en/dashboard");
    visitor
}

async fn log_in(visitor: &mut Visitor, user_name: &str) -> Seen {
    let fields = [("user_id", user_name), ("password", PASSWORD)];
    visitor.post("/en/login", "/en/login", &fields).await
}

/// Sends a form with a file, as the page at the same address would.
async fn send_file(visitor: &mut Visitor, address: &str, content: &str) -> Seen {
    let token = visitor.token(address).await;
    send_parts(
        visitor,
        address,
        &[("form_token", &token), ("text", ""), ("file", content)],
    )
    .await
}

async fn send_parts(visitor: &mut Visitor, address: &str, parts: &[(&str, &str)]) -> Seen {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data");
    let mut body: String = parts
        .iter()
        .map(|(name, content)| [&head, "; name=\"", name, "\"\r\n\r\n", content, "\r\n"].concat())
        .collect();
    body.push_str(&["--", BOUNDARY, "--\r\n"].concat());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    visitor
        .send(Request::post(address).header(CONTENT_TYPE, kind), body)
        .await
}

/// Uploads and waits for the results.
async fn upload(visitor: &mut Visitor, content: &str) -> (String, Seen) {
    let sent = send_file(visitor, "/en/upload", content).await;
    let address = finished(visitor, sent).await;
    let seen = visitor.get(&address).await;
    (address, seen)
}

/// The address of an upload's results, when they are there.
async fn finished(visitor: &mut Visitor, sent: Seen) -> String {
    let address = sent.location().to_owned();
    assert!(
        address.starts_with("/en/uploads/"),
        "{} {}",
        sent.status,
        sent.body
    );
    for _ in 0..100 {
        let seen = visitor.get(&address).await;
        if !seen.body.contains("http-equiv=\"refresh\"") {
            return address;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the upload does not end");
}

/// Uploads the sample and gives the IRN.
async fn registered(visitor: &mut Visitor) -> String {
    let sample = visitor.get("/en/upload/sample").await;
    let (_, results) = upload(visitor, &sample.body).await;
    irn_in(&results.body)
}

fn irn_in(body: &str) -> String {
    let (_, rest) = body
        .split_once("/en/invoices/")
        .expect("a link to a document");
    rest.chars().take(64).collect()
}

/// A fresh sample that asks for an e-way bill by road, with this vehicle.
async fn with_bill(visitor: &mut Visitor, vehicle: &str) -> String {
    let sample = visitor.get("/en/upload/sample").await.body;
    let mut document: serde_json::Value = serde_json::from_str(&sample).unwrap();
    let mut transport = serde_json::json!({ "TransMode": "1", "Distance": 0, "VehType": "R" });
    if !vehicle.is_empty() {
        transport["VehNo"] = vehicle.into();
    }
    document["EwbDtls"] = transport;
    document.to_string()
}
