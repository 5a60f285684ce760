//! A login with a code, where one is logged in, another password.

use serde_json::json;

use crate::browser::{Manner, Screen};
use crate::support::SandboxProcess;
use crate::visit::Visit;

const SESSION: &str = "mohar_session";
const SESSIONS: &str = "/account/sessions";
const CHANGE: &str = "/account/password";
const NEW: &str = "Sharavathi#93falls";

async fn visit(language: &'static str, screen: Screen, scripts: bool) -> Visit {
    let sandbox = SandboxProcess::start(&["--second-factor"]);
    Visit::of(sandbox, language, Manner { screen, scripts }).await
}

/// Logs in with the password and the code that it leads to.
async fn enter(visit: &Visit, user_id: &str, password: &str) {
    visit.log_in(user_id, password).await;
    visit.at_with_notice("/login/verify", "code-sent").await;
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at("/dashboard").await;
}

/// With the code, past a login that was left open elsewhere, to another password.
async fn looks_after_the_account(language: &'static str, screen: Screen, scripts: bool) {
    let visit = visit(language, screen, scripts).await;
    let browser = &visit.browser;
    let account = visit.sandbox.managed("/integrator").await;
    let text = |name: &str| account[name].as_str().unwrap();
    let (user_id, old) = (text("user_name"), text("password"));
    enter(&visit, user_id, old).await;
    let elsewhere = browser.cookie(SESSION).await;
    browser.client().delete_cookie(SESSION).await.unwrap();
    visit.pass(60).await;
    enter(&visit, user_id, old).await;
    browser.follow(&format!("main a[href$='{SESSIONS}']")).await;
    visit.at(SESSIONS).await;
    assert!(browser.shows(".clients .tag.good").await);
    browser.follow("form[action$='/end'] button").await;
    visit.at_with_notice(SESSIONS, "session-ended").await;
    assert!(!browser.shows("form[action$='/end-others']").await);
    browser.follow(&format!("main a[href$='{CHANGE}']")).await;
    visit.at(CHANGE).await;
    let change = async |old: &str, new: &str| {
        browser.fill("#old_password", old).await;
        browser.fill("#password", new).await;
        browser.fill("#confirm", new).await;
        browser.follow("main form button.primary").await;
    };
    change("Wrong%Password1", "short").await;
    visit.at(CHANGE).await;
    assert!(browser.shows("#old_password-fault").await && browser.shows("#password-fault").await);
    assert_eq!(browser.value("#old_password").await, "");
    change(old, NEW).await;
    visit.at_with_notice(SESSIONS, "password-changed").await;

    let cookie = json!({ "name": SESSION, "value": elsewhere, "url": visit.sandbox.portal });
    let answer = browser.driver().devtools("Network.setCookie", cookie).await;
    assert_eq!(answer["success"], true);
    visit.go("/dashboard").await;
    visit.at("/login").await;
    visit.pass(60).await;
    enter(&visit, user_id, NEW).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_looks_after_the_account() {
    looks_after_the_account("en", Screen::Desk, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_looks_after_the_account_in_hindi_on_a_phone() {
    looks_after_the_account("hi", Screen::Phone, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_cannot_be_sent_yet_is_asked_for_again() {
    let visit = visit("en", Screen::Phone, false).await;
    let browser = &visit.browser;
    let account = visit.sandbox.managed("/integrator").await;
    let text = |name: &str| account[name].as_str().unwrap();
    for notice in [
        "/login/verify?notice=code-sent",
        "/login/details?notice=code-not-sent",
    ] {
        visit.log_in(text("user_name"), text("password")).await;
        let address = browser.address().await;
        assert!(address.ends_with(notice), "{address}");
    }
    visit.at("/login/details").await;
    browser.follow("form[action$='/send'] button").await;
    visit.at("/login/details/send").await;
    assert!(browser.shows(".faults").await);
    visit.pass(30).await;
    browser.follow("form[action$='/send'] button").await;
    visit.at_with_notice("/login/verify", "code-sent").await;
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at("/dashboard").await;
}
