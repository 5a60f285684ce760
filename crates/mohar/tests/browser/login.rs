//! Login: three tries, one neutral sentence, and its end.

use serde_json::json;

use crate::visit::Visit;

/// Seconds for which an account is blocked.
const BLOCK_S: u32 = 300;

const SESSION: &str = "mohar_session";

#[tokio::test(flavor = "multi_thread")]
async fn three_wrong_tries_block_the_account_for_a_while() {
    let visit = Visit::usual().await;
    let account = visit.sandbox.managed("/integrator").await;
    let user_id = account["user_name"].as_str().unwrap();
    let password = account["password"].as_str().unwrap();
    let refused = async |user_id: &str, password: &str| {
        visit.log_in(user_id, password).await;
        visit.at("/login").await;
        assert_eq!(visit.browser.value("#user_id").await, user_id);
        assert_eq!(visit.browser.value("#password").await, "");
        visit.browser.text("#user_id-fault").await
    };
    let unknown = refused("nobodyatall", "Wrong%Password1").await;
    for _ in 0..3 {
        assert_eq!(refused(user_id, "Wrong%Password1").await, unknown);
    }
    assert_eq!(refused(user_id, password).await, unknown);
    visit.pass(BLOCK_S).await;
    visit.log_in(user_id, password).await;
    visit.at("/dashboard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_leads_back_to_the_page_that_asked_for_it() {
    let visit = Visit::without_scripts().await;
    for path in [
        "/dashboard",
        "/upload",
        "/invoices",
        "/cancel",
        "/api-access",
    ] {
        visit.go(path).await;
        visit.at("/login").await;
        assert!(!visit.browser.text("main > .notice").await.is_empty());
    }
    let account = visit.sandbox.managed("/integrator").await;
    visit
        .browser
        .fill("#user_id", account["user_name"].as_str().unwrap())
        .await;
    visit
        .browser
        .fill("#password", account["password"].as_str().unwrap())
        .await;
    visit.browser.follow("main form button[type=submit]").await;
    visit.at("/api-access").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_everywhere_ends_every_login() {
    let visit = Visit::usual().await;
    let client = visit.browser.client();
    visit.log_in_ready().await;
    let elsewhere = visit.browser.cookie(SESSION).await;
    client.delete_cookie(SESSION).await.unwrap();
    visit.log_in_ready().await;
    assert_ne!(visit.browser.cookie(SESSION).await, elsewhere);
    visit
        .browser
        .follow("form[action$='/logout/everywhere'] button")
        .await;
    visit
        .at_with_notice("/login", "logged-out-everywhere")
        .await;

    let url = &visit.sandbox.portal;
    let cookie = json!({ "name": SESSION, "value": elsewhere, "url": url });
    let answer = visit
        .browser
        .driver()
        .devtools("Network.setCookie", cookie)
        .await;
    assert_eq!(answer["success"], true);
    visit.go("/dashboard").await;
    visit.at("/login").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_ends_without_use() {
    let visit = Visit::usual().await;
    visit.log_in_ready().await;
    visit.pass(24 * 3_600).await;
    visit.go("/invoices").await;
    visit.at("/login").await;
}
