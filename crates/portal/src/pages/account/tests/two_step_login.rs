//! Logging in with the code of an authenticator app.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use jiff::SignedDuration;

use super::app::{APP, LOGIN, OVERVIEW, half_in, is_in, set_up, type_code};
use super::*;
use crate::Allowance;

const GONE: &str = "/en/login?notice=login-gone";

#[tokio::test]
async fn the_app_s_code_opens_what_the_password_did_not() {
    let portal = portal().await;
    let (app, _) = set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    let mut visitor = half_in(&portal).await;
    assert!(!visitor.cookies().contains("mohar_session") && !is_in(&mut visitor).await);
    let body = visitor.get(APP).await.body;
    assert!(
        body.contains("autocomplete=\"one-time-code\"") && body.contains("inputmode=\"numeric\"")
    );
    assert!(body.contains("Tries left: 3") && body.contains("href=\"/en/login/recover\""));
    let seen = type_code(&mut visitor, "code", " ").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("or a recovery code.") && seen.body.contains("Tries left: 3"));
    let seen = type_code(&mut visitor, "code", &app.wrong(&portal)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("clock is right") && seen.body.contains("Tries left: 2"));
    let code = app.code(&portal);
    type_code(&mut visitor, "code", &code)
        .await
        .leads_to("/en/dashboard");
    assert!(is_in(&mut visitor).await && !visitor.cookies().contains("mohar_log_in"));
    visitor.get(APP).await.leads_to(GONE);
    // Once.
    let mut second = half_in(&portal).await;
    let seen = type_code(&mut second, "code", &code).await;
    assert!(seen.body.contains("or was used before"), "{}", seen.body);
    assert!(!is_in(&mut second).await);
}

#[tokio::test]
async fn a_recovery_code_stands_in_once() {
    let portal = portal().await;
    let (_, codes) = set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    let mut visitor = half_in(&portal).await;
    let seen = type_code(
        &mut visitor,
        "recovery_code",
        "ABCD-2345-ABCD-2345-ABCD-2345",
    )
    .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("This recovery code is not right"));
    assert!(
        seen.body.contains("<details class=\"more\" open>"),
        "the field is in sight"
    );
    let spaced = codes[0].to_lowercase().replace('-', " ");
    type_code(&mut visitor, "recovery_code", &spaced)
        .await
        .leads_to("/en/dashboard");
    let body = visitor.get(OVERVIEW).await.body;
    assert!(body.contains("id=\"codes-left\">9<"), "{body}");
    let mut second = half_in(&portal).await;
    let seen = type_code(&mut second, "recovery_code", &codes[0]).await;
    assert!(seen.body.contains("This recovery code is not right"));
    assert!(!is_in(&mut second).await);
}

#[tokio::test]
async fn codes_are_not_guessed_by_logging_in_again_and_again() {
    let portal = portal().await;
    let (app, _) = set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    let mut visitor = half_in(&portal).await;
    let wrong = app.wrong(&portal);
    let tries = portal.irp.settings().login.tries_max;
    for left in (1..tries).rev() {
        let seen = type_code(&mut visitor, "code", &wrong).await;
        assert!(
            seen.body.contains(&format!("Tries left: {left}")),
            "{}",
            seen.body
        );
    }
    let seen = type_code(&mut visitor, "code", &wrong).await;
    seen.leads_to("/en/login?notice=tries-used-up");
    assert!(!visitor.cookies().contains("mohar_log_in"));
    // The right password gives no further tries, and the right code is worth nothing now.
    let mut again = half_in(&portal).await;
    let seen = type_code(&mut again, "code", &app.code(&portal)).await;
    assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS, "{}", seen.body);
    assert!(seen.headers.contains_key(RETRY_AFTER));
    assert!(seen.body.contains("Too many wrong codes") && !is_in(&mut again).await);
    portal.irp.clock().advance(SignedDuration::from_hours(25));
    let mut later = half_in(&portal).await;
    let seen = type_code(&mut later, "code", &app.code(&portal)).await;
    seen.leads_to("/en/dashboard");
}

#[tokio::test]
async fn an_address_has_so_many_tries_for_codes_too() {
    let options = PortalOptions {
        logins: Allowance::new(5, 600),
        ..PortalOptions::default()
    };
    let portal = portal_with(options).await;
    // Login, proposal and first code are three, the second login and a wrong code two more.
    let (app, _) = set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    let mut visitor = portal.visitor();
    log_in(&mut visitor, "malnad01").await.leads_to(APP);
    for status in [
        StatusCode::UNPROCESSABLE_ENTITY,
        StatusCode::TOO_MANY_REQUESTS,
    ] {
        let seen = type_code(&mut visitor, "code", &app.wrong(&portal)).await;
        assert_eq!(seen.status, status);
    }
}

#[tokio::test]
async fn it_leads_to_the_page_that_was_asked_for_and_to_no_other_site() {
    let portal = portal().await;
    let (app, _) = set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    for (asked, page, led) in [
        (
            "/invoices?q=a",
            "/en/login/app?next=%2Finvoices%3Fq%3Da",
            "/en/invoices?q=a",
        ),
        ("//evil.example", APP, "/en/dashboard"),
    ] {
        let mut visitor = portal.visitor();
        let fields = [
            ("user_id", "malnad01"),
            ("password", PASSWORD),
            ("next", asked),
        ];
        visitor.post(LOGIN, LOGIN, &fields).await.leads_to(page);
        let body = visitor.get(page).await.body;
        let (_, action) = body
            .split_once("<form class=\"panel\" method=\"post\" action=\"")
            .unwrap();
        let action = action.split('"').next().unwrap().to_owned();
        let code = app.code(&portal);
        let seen = visitor.post(page, &action, &[("code", &code)]).await;
        seen.leads_to(led);
    }
    let mut visitor = half_in(&portal).await;
    let planted = format!("{APP}?next=https%3A%2F%2Fevil.example");
    let code = app.code(&portal);
    let seen = visitor.post(APP, &planted, &[("code", &code)]).await;
    seen.leads_to("/en/dashboard");
}

#[tokio::test]
async fn what_waits_for_an_app_s_code_is_nothing_else_and_lapses() {
    let portal = portal().await;
    portal.visitor().get(APP).await.leads_to(GONE);
    set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    let mut visitor = half_in(&portal).await;
    let mut thief = visitor.clone();
    thief.get("/en/login/verify").await.leads_to(GONE);
    let mut frozen = half_in(&portal).await;
    portal.irp.clock().advance(SignedDuration::from_hours(1));
    visitor.get(APP).await.leads_to(GONE);
    let token = frozen.token(LOGIN).await;
    let seen = frozen
        .send_form(APP, format!("form_token={token}&code=123456"))
        .await;
    seen.leads_to(GONE);
}

#[tokio::test]
async fn a_freeze_ends_a_login_that_waits_for_the_app() {
    let portal = portal().await;
    let (app, _) = set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    let mut visitor = half_in(&portal).await;
    let token = visitor.token(APP).await;
    let which = service::WhichAccount::OfUserName("malnad01".to_owned());
    let reason = service::FreezeReason::parse("stolen password").unwrap();
    portal.irp.freeze_account(&which, reason).await.unwrap();
    let body = format!("form_token={token}&code={}", app.code(&portal));
    let seen = visitor.send_form(APP, body).await;
    assert!(
        seen.location().starts_with("/en/login?notice="),
        "{}",
        seen.location()
    );
    assert!(!visitor.cookies().contains("mohar_session"));
}

#[tokio::test]
async fn a_recovery_by_the_mobile_removes_it() {
    let portal = portal().await;
    set_up(&portal, &mut logged_in(&portal, "malnad01").await).await;
    let mut visitor = half_in(&portal).await;
    let base = "/en/login/recover";
    assert!(
        visitor
            .get(base)
            .await
            .body
            .contains("removes two-step login")
    );
    let gstin = taxpayer("29AAACM0000A1Z").gstin.to_string();
    visitor.post(base, base, &[("gstin", &gstin)]).await;
    let details = format!("{base}/details");
    visitor
        .post(&details, &format!("{details}/send"), &[])
        .await;
    let verify = format!("{base}/verify");
    let code = portal.newest_code().await;
    visitor.post(&verify, &verify, &[("code", &code)]).await;
    let last = format!("{base}/password");
    assert!(
        visitor
            .get(&last)
            .await
            .body
            .contains("Two-step login with an app is on.")
    );
    let new = "Sharavathi#93falls";
    let seen = visitor
        .post(&last, &last, &[("password", new), ("confirm", new)])
        .await;
    seen.leads_to(&format!("{base}/done?notice=two-step-removed"));
    // The login that waited is gone, and the next one asks for no app.
    visitor.get(APP).await.leads_to(GONE);
    let fields = [("user_id", "malnad01"), ("password", new)];
    visitor
        .post(LOGIN, LOGIN, &fields)
        .await
        .leads_to("/en/dashboard");
    assert!(
        visitor
            .get(OVERVIEW)
            .await
            .body
            .contains("action=\"/en/account/two-step/set-up\"")
    );
}
