//! API access.

use axum::http::StatusCode;

use super::*;

fn field(body: &str, id: &str) -> String {
    let (_, rest) = body
        .split_once(&format!("id=\"{id}\">"))
        .expect("the field");
    rest.split('<').next().unwrap_or_default().to_owned()
}

fn once(body: &str) -> String {
    let (_, rest) = body.split_once("name=\"once\" value=\"").expect("the form");
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_secret_is_shown_once_and_a_form_makes_one_client() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let page = visitor.get("/en/api-access").await;
    let once = once(&page.body);
    let made = visitor
        .post("/en/api-access", "/en/api-access", &[("once", &once)])
        .await;
    assert_eq!(made.status, StatusCode::OK);
    assert_eq!(made.headers["cache-control"], "no-store");
    let (id, secret) = (field(&made.body, "new-id"), field(&made.body, "new-secret"));
    assert_eq!(secret.len(), 32);
    // A reload of that answer.
    let again = visitor
        .post("/en/api-access", "/en/api-access", &[("once", &once)])
        .await;
    again.leads_to("/en/api-access?notice=form-used");
    let none = visitor.post("/en/api-access", "/en/api-access", &[]).await;
    none.leads_to("/en/api-access?notice=form-used");
    let list = visitor.get("/en/api-access").await;
    // One was made together with the account.
    assert_eq!(list.body.matches("name=\"client_id\"").count(), 2);
    assert!(list.body.contains(&id) && !list.body.contains(&secret));
}

#[tokio::test]
async fn clients_are_revoked_by_their_owner_only() {
    let portal = portal().await;
    let mut owner = logged_in(&portal, "malnad01").await;
    let once = once(&owner.get("/en/api-access").await.body);
    let made = owner
        .post("/en/api-access", "/en/api-access", &[("once", &once)])
        .await;
    let id = field(&made.body, "new-id");
    let mut other = logged_in(&portal, "other001").await;
    let fields = [("client_id", id.as_str())];
    let seen = other
        .post("/en/api-access", "/en/api-access/revoke", &fields)
        .await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(!other.get("/en/api-access").await.body.contains(&id));
    let seen = owner
        .post("/en/api-access", "/en/api-access/revoke", &fields)
        .await;
    seen.leads_to("/en/api-access?notice=client-revoked");
    let list = owner.get("/en/api-access").await;
    assert_eq!(list.body.matches("name=\"client_id\"").count(), 1);
    owner
        .get("/en/api-access/revoke")
        .await
        .leads_to("/en/api-access");
}

#[tokio::test]
async fn there_are_at_most_so_many_clients() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let max = portal.irp.settings().api.clients_max;
    for _ in 1..max {
        let once = once(&visitor.get("/en/api-access").await.body);
        let made = visitor
            .post("/en/api-access", "/en/api-access", &[("once", &once)])
            .await;
        assert_eq!(made.status, StatusCode::OK);
    }
    let once = once(&visitor.get("/en/api-access").await.body);
    let refused = visitor
        .post("/en/api-access", "/en/api-access", &[("once", &once)])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_public_keys_are_public() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    let key = visitor.get("/en/api-access/login-key.pem").await;
    assert!(key.body.starts_with("-----BEGIN PUBLIC KEY-----"));
    let certificate = visitor.get("/en/api-access/signing-certificate.pem").await;
    assert!(certificate.body.starts_with("-----BEGIN CERTIFICATE-----"));
}
