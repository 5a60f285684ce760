//! Two-step login with an authenticator app: set up, new recovery codes, removed.

use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;

use super::app::{
    APP, App, CODES, CONFIRM, OVERVIEW, REMOVE, SET_UP, change, confirm, half_in, is_in, propose,
    recovery_codes, set_up, type_code,
};
use super::*;

const LAPSED: &str = "/en/account/two-step?notice=two-step-lapsed";

#[tokio::test]
async fn the_picture_stays_until_the_first_code_puts_it_in_force() {
    let portal = portal().await;
    let mut elsewhere = logged_in(&portal, "malnad01").await;
    let mut mine = logged_in(&portal, "malnad01").await;
    let body = mine.get(OVERVIEW).await.body;
    assert!(body.contains("the password alone opens these pages"));
    mine.get(SET_UP).await.leads_to(OVERVIEW);
    propose(&mut mine, PASSWORD).await.leads_to(SET_UP);
    let seen = mine.get(SET_UP).await;
    assert_eq!(seen.headers[CACHE_CONTROL], "no-store");
    assert!(seen.body.contains("<svg class=\"qr app-qr\"") && seen.body.contains("malnad01"));
    let app = App::of(&seen.body);
    assert_eq!(
        App::of(&mine.get(SET_UP).await.body).0.to_base32(),
        app.0.to_base32()
    );
    mine.get("/hi/account/two-step/confirm")
        .await
        .leads_to("/hi/account/two-step/set-up");
    // Nothing is in force, and what is wrong leaves the picture where it is.
    for (code, said) in [
        ("", "Enter the code"),
        (&app.wrong(&portal), "clock is right"),
    ] {
        let seen = confirm(&mut mine, code).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(said), "{}", seen.body);
        assert_eq!(App::of(&seen.body).0.to_base32(), app.0.to_base32());
    }
    assert!(is_in(&mut elsewhere).await);
    logged_in(&portal, "malnad01").await;

    let code = app.code(&portal);
    let (start, end) = code.split_at(3);
    let seen = confirm(&mut mine, &format!(" {start} {end}")).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    assert_eq!(seen.headers[CACHE_CONTROL], "no-store");
    let codes = recovery_codes(&seen.body);
    assert_eq!(codes.len(), service::RECOVERY_CODES);
    assert!(!is_in(&mut elsewhere).await && is_in(&mut mine).await);
    // Neither the key nor the codes come back.
    let seen = mine.get(OVERVIEW).await;
    assert!(seen.body.contains("id=\"codes-left\">10<"), "{}", seen.body);
    for secret in codes.iter().chain([&app.0.to_base32()]) {
        assert!(!seen.body.contains(secret));
    }
    mine.get(SET_UP).await.leads_to(OVERVIEW);
    let token = mine.token(REMOVE).await;
    let again = mine
        .send_form(CONFIRM, format!("form_token={token}&code={code}"))
        .await;
    again.leads_to(LAPSED);
    let again = mine
        .send_form(
            SET_UP,
            format!("form_token={token}&old_password=Rainy%25Monsoon7"),
        )
        .await;
    again.leads_to(LAPSED);
}

#[tokio::test]
async fn it_is_not_set_up_without_the_password() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    for (password, said) in [
        ("", "Enter your present password."),
        ("Wrong_42_kettle", "(3024)"),
    ] {
        let seen = propose(&mut visitor, password).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(said) && !seen.body.contains("Wrong_42"));
        visitor.get(SET_UP).await.leads_to(OVERVIEW);
    }
}

#[tokio::test]
async fn few_codes_left_are_pointed_out_and_new_ones_replace_them() {
    let portal = portal().await;
    let mut mine = logged_in(&portal, "malnad01").await;
    let (app, old) = set_up(&portal, &mut mine).await;
    assert!(!mine.get(OVERVIEW).await.body.contains("few recovery codes"));
    for code in &old[..7] {
        let mut visitor = half_in(&portal).await;
        type_code(&mut visitor, "recovery_code", code)
            .await
            .leads_to("/en/dashboard");
    }
    assert!(mine.get(OVERVIEW).await.body.contains("few recovery codes"));
    for (password, code, said) in [
        ("", "", "Enter your present password."),
        (PASSWORD, "", "or a recovery code."),
        ("Wrong_42_kettle", &*app.code(&portal), "(3024)"),
        (PASSWORD, &*app.wrong(&portal), "Tries left:"),
    ] {
        let seen = change(&mut mine, CODES, password, code).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(seen.body.contains(said), "{said}: {}", seen.body);
    }
    let seen = change(&mut mine, CODES, PASSWORD, &app.code(&portal)).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    let new = recovery_codes(&seen.body);
    assert_eq!(new.len(), service::RECOVERY_CODES);
    assert!(new.iter().all(|code| !old.contains(code)));
    assert!(
        seen.body
            .contains("All earlier recovery codes are worth nothing")
    );
    let mut visitor = half_in(&portal).await;
    let seen = type_code(&mut visitor, "recovery_code", &old[9]).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    type_code(&mut visitor, "recovery_code", &new[0])
        .await
        .leads_to("/en/dashboard");
}

#[tokio::test]
async fn after_its_removal_the_password_is_enough_again() {
    let portal = portal().await;
    let mut mine = logged_in(&portal, "malnad01").await;
    for page in [CODES, REMOVE] {
        mine.get(page).await.leads_to(OVERVIEW);
    }
    let (app, codes) = set_up(&portal, &mut mine).await;
    let seen = change(&mut mine, REMOVE, "Wrong_42_kettle", &app.code(&portal)).await;
    assert!(seen.body.contains("(3024)"), "{}", seen.body);
    half_in(&portal).await;
    let fields = [("old_password", PASSWORD), ("recovery_code", &*codes[3])];
    let token = mine.token(REMOVE).await;
    let seen = mine.post(REMOVE, REMOVE, &fields).await;
    seen.leads_to("/en/account/two-step?notice=two-step-removed");
    logged_in(&portal, "malnad01").await;
    let body = format!("form_token={token}&old_password=Rainy%25Monsoon7&code=123456");
    mine.send_form(REMOVE, body).await.leads_to(LAPSED);
}

#[tokio::test]
async fn the_pages_are_for_who_is_logged_in_and_no_form_works_without_its_token() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    for page in [OVERVIEW, SET_UP, CODES, REMOVE] {
        let seen = visitor.get(page).await;
        assert!(seen.location().starts_with("/en/login?"), "{page}");
    }
    let mut mine = logged_in(&portal, "malnad01").await;
    let (app, _) = set_up(&portal, &mut mine).await;
    let code = app.code(&portal);
    for address in [SET_UP, CONFIRM, CODES, REMOVE, APP] {
        let body = format!("old_password=Rainy%25Monsoon7&code={code}");
        let seen = mine.send_form(address, body).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{address}");
    }
    half_in(&portal).await;
}
