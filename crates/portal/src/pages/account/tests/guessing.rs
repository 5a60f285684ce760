//! Guessing User Ids and passwords: how many tries there are, and what the answers tell.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use jiff::SignedDuration;

use super::*;
use crate::Allowance;

async fn try_login(visitor: &mut Visitor, user_id: &str, password: &str) -> Seen {
    let fields = [("user_id", user_id), ("password", password)];
    visitor.post("/en/login", "/en/login", &fields).await
}

/// What a page says, without what differs from answer to answer and what was typed.
fn told(seen: &Seen, typed: &str) -> (StatusCode, Vec<String>, String) {
    let id = seen.headers["x-request-id"].to_str().unwrap();
    let mut names: Vec<_> = seen.headers.keys().map(ToString::to_string).collect();
    names.sort_unstable();
    let body = seen.body.replace(id, "…").replace(typed, "…");
    (seen.status, names, body)
}

#[tokio::test]
async fn an_address_has_so_many_tries_whatever_the_accounts() {
    const TRIES: u32 = 4;
    let options = PortalOptions {
        logins: Allowance::new(TRIES, 600),
        ..PortalOptions::default()
    };
    let portal = portal_with(options).await;
    let mut visitor = portal.visitor();
    for number in 0..TRIES {
        let seen = try_login(&mut visitor, &format!("nobody{number}"), PASSWORD).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // A form in which something is missing is no try.
    let seen = try_login(&mut visitor, "nobody9", "").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Now the right password is worth as little as a wrong one.
    for password in [PASSWORD, "Wrong%Monsoon7"] {
        let seen = try_login(&mut portal.visitor(), "malnad01", password).await;
        assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(seen.headers.contains_key(RETRY_AFTER));
    }
    portal.irp.clock().advance(SignedDuration::from_secs(150));
    log_in(&mut visitor, "malnad01")
        .await
        .leads_to("/en/dashboard");
}

#[tokio::test]
async fn wrong_passwords_unknown_names_and_blocked_accounts_are_told_in_the_same_bytes() {
    let portal = portal().await;
    let mut answers = Vec::new();
    let mut visitor = portal.visitor();
    // The fourth try meets the block.
    for user_id in ["malnad01", "malnad01", "malnad01", "malnad01", "nobody01"] {
        let seen = try_login(&mut visitor, user_id, "Wrong%Monsoon7").await;
        answers.push(told(&seen, user_id));
    }
    let blocked = try_login(&mut visitor, "malnad01", PASSWORD).await;
    answers.push(told(&blocked, "malnad01"));
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
}

/// A stranger's cookie is never taken over at a login, and one that was is worth nothing after it.
#[tokio::test]
async fn a_session_that_was_planted_is_not_the_one_that_logs_in() {
    let portal = portal().await;
    let planted = "A".repeat(43);
    let mut visitor = portal.visitor();
    let token = visitor.token("/en/login").await;
    let body = format!("form_token={token}&user_id=malnad01&password=Rainy%25Monsoon7");
    let request = Request::post("/en/login")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("cookie", format!("mohar_session={planted}"));
    visitor.send(request, body).await.leads_to("/en/dashboard");
    let mut thief = portal.visitor();
    let asked = Request::get("/en/dashboard").header("cookie", format!("mohar_session={planted}"));
    let seen = thief.send(asked, String::new()).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.get("/en/dashboard").await.status, StatusCode::OK);
}
