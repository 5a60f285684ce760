//! What the tests of two-step login with an authenticator app do on the pages.

use axum::http::StatusCode;
use jiff::SignedDuration;
use seal::Totp;

use super::*;

pub(super) const OVERVIEW: &str = "/en/account/two-step";
pub(super) const SET_UP: &str = "/en/account/two-step/set-up";
pub(super) const CONFIRM: &str = "/en/account/two-step/confirm";
pub(super) const CODES: &str = "/en/account/two-step/recovery-codes";
pub(super) const REMOVE: &str = "/en/account/two-step/remove";
pub(super) const LOGIN: &str = "/en/login";
pub(super) const APP: &str = "/en/login/app";

/// An app on somebody's phone.
pub(super) struct App(pub(super) Totp);

impl App {
    /// Reads the key from the page, as somebody types it.
    pub(super) fn of(page: &str) -> Self {
        let (_, rest) = page.split_once("id=\"key\">").unwrap();
        let (groups, _) = rest.split_once("</dd>").unwrap();
        let groups = groups.split("<span>").skip(1);
        let key: String = groups
            .map(|group| group.split_once('<').unwrap().0)
            .collect();
        assert_eq!(key.len(), 32, "{key}");
        assert!(
            page.contains(&format!("secret={key}")),
            "for the app on this device"
        );
        Self(Totp::from_base32(&key).unwrap())
    }

    /// The code of a fresh time step.
    pub(super) fn code(&self, portal: &TestPortal) -> String {
        portal.irp.clock().advance(SignedDuration::from_secs(30));
        self.0.code(Totp::step(portal.irp.now()))
    }

    /// A code of no step that could be meant.
    pub(super) fn wrong(&self, portal: &TestPortal) -> String {
        let now = Totp::step(portal.irp.now());
        let near: Vec<String> = (now - 2..=now + 2).map(|step| self.0.code(step)).collect();
        let mut codes = (0..).map(|number| format!("{number:06}"));
        codes.find(|code| !near.contains(code)).unwrap()
    }
}

pub(super) async fn propose(visitor: &mut Visitor, password: &str) -> Seen {
    let fields = [("old_password", password)];
    visitor.post(OVERVIEW, SET_UP, &fields).await
}

pub(super) async fn confirm(visitor: &mut Visitor, code: &str) -> Seen {
    visitor.post(SET_UP, CONFIRM, &[("code", code)]).await
}

pub(super) fn recovery_codes(page: &str) -> Vec<String> {
    let codes = page.split("<li class=\"code\">").skip(1);
    codes
        .map(|rest| rest.split_once('<').unwrap().0.to_owned())
        .collect()
}

/// Sets an app up: the app, and the recovery codes.
pub(super) async fn set_up(portal: &TestPortal, visitor: &mut Visitor) -> (App, Vec<String>) {
    propose(visitor, PASSWORD).await.leads_to(SET_UP);
    let app = App::of(&visitor.get(SET_UP).await.body);
    let seen = confirm(visitor, &app.code(portal)).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    (app, recovery_codes(&seen.body))
}

/// Somebody whose password was right.
pub(super) async fn half_in(portal: &TestPortal) -> Visitor {
    let mut visitor = portal.visitor();
    log_in(&mut visitor, "malnad01").await.leads_to(APP);
    visitor
}

pub(super) async fn type_code(visitor: &mut Visitor, field: &str, code: &str) -> Seen {
    visitor.post(APP, APP, &[(field, code)]).await
}

pub(super) async fn change(visitor: &mut Visitor, page: &str, password: &str, code: &str) -> Seen {
    let fields = [("old_password", password), ("code", code)];
    visitor.post(page, page, &fields).await
}

pub(super) async fn is_in(visitor: &mut Visitor) -> bool {
    visitor.get("/en/dashboard").await.status == StatusCode::OK
}
