//! Where somebody is logged in, another password, a frozen account.

use axum::http::StatusCode;
use service::{FreezeReason, WhichAccount};

use super::*;

const SESSIONS: &str = "/en/account/sessions";
const CHANGE: &str = "/en/account/password";
const NEW: &str = "Sharavathi#93falls";

/// The names of the other sessions on the page.
async fn others(visitor: &mut Visitor) -> Vec<String> {
    let body = visitor.get(SESSIONS).await.body;
    let parts = body.split("name=\"session\" value=\"").skip(1);
    let names = parts.map(|rest| rest.split('"').next().unwrap().to_owned());
    names.collect()
}

async fn is_in(visitor: &mut Visitor) -> bool {
    visitor.get("/en/dashboard").await.status == StatusCode::OK
}

async fn change(visitor: &mut Visitor, old: &str, new: &str, confirm: &str) -> Seen {
    let fields = [
        ("old_password", old),
        ("password", new),
        ("confirm", confirm),
    ];
    visitor.post(CHANGE, CHANGE, &fields).await
}

fn malnad() -> WhichAccount {
    WhichAccount::OfUserName("malnad01".to_owned())
}

async fn freeze(portal: &TestPortal) {
    let reason = FreezeReason::parse("only for operators").unwrap();
    portal.irp.freeze_account(&malnad(), reason).await.unwrap();
}

#[tokio::test]
async fn one_login_is_ended_and_then_all_others() {
    let portal = portal().await;
    let mut mine = logged_in(&portal, "malnad01").await;
    assert!(others(&mut mine).await.is_empty());
    let body = mine.get(SESSIONS).await.body;
    assert!(body.contains("This browser") && !body.contains("end-others"));
    let mut elsewhere = logged_in(&portal, "malnad01").await;
    let mut third = logged_in(&portal, "malnad01").await;
    let names = others(&mut mine).await;
    assert_eq!(names.len(), 2);
    let end = format!("{SESSIONS}/end");
    let seen = mine.post(SESSIONS, &end, &[("session", &names[0])]).await;
    seen.leads_to(&format!("{SESSIONS}?notice=session-ended"));
    let in_still = [is_in(&mut elsewhere).await, is_in(&mut third).await];
    assert_eq!(in_still.iter().filter(|still| **still).count(), 1);
    let again = mine.post(SESSIONS, &end, &[("session", &names[0])]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let seen = mine
        .post(SESSIONS, &format!("{SESSIONS}/end-others"), &[])
        .await;
    seen.leads_to(&format!("{SESSIONS}?notice=other-sessions-ended"));
    assert!(!is_in(&mut elsewhere).await && !is_in(&mut third).await);
    assert!(is_in(&mut mine).await);
}

#[tokio::test]
async fn nobody_ends_a_strangers_login_and_no_form_works_without_its_token() {
    let portal = portal().await;
    let mut theirs = logged_in(&portal, "other001").await;
    let mut theirs_too = logged_in(&portal, "other001").await;
    let names = others(&mut theirs).await;
    let mut mine = logged_in(&portal, "malnad01").await;
    let end = format!("{SESSIONS}/end");
    let seen = mine.post(SESSIONS, &end, &[("session", &names[0])]).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(is_in(&mut theirs_too).await);
    for (address, body) in [
        (end, format!("session={}", names[0])),
        (format!("{SESSIONS}/end-others"), String::new()),
        (
            CHANGE.to_owned(),
            "old_password=a&password=b&confirm=b".to_owned(),
        ),
    ] {
        let seen = theirs.send_form(&address, body).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{address}");
    }
    assert!(is_in(&mut theirs_too).await);
}

#[tokio::test]
async fn the_pages_are_for_who_is_logged_in() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    for page in [SESSIONS, CHANGE] {
        let seen = visitor.get(page).await;
        assert!(seen.location().starts_with("/en/login?"), "{page}");
    }
}

#[tokio::test]
async fn a_password_is_changed_by_the_old_one() {
    let portal = portal().await;
    let mut elsewhere = logged_in(&portal, "malnad01").await;
    let mut mine = logged_in(&portal, "malnad01").await;
    let seen = change(&mut mine, "", NEW, NEW).await;
    assert!(seen.body.contains("Enter your present password."));
    let seen = change(&mut mine, "Wrong_42_kettle", "short", "other").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "(3024)",
        "at least 8 characters",
        "The two passwords differ",
    ] {
        assert!(seen.body.contains(said), "{said}");
    }
    assert!(!seen.body.contains("Wrong_42") && !seen.body.contains("short\""));
    let seen = change(&mut mine, PASSWORD, PASSWORD, PASSWORD).await;
    assert!(seen.body.contains("(3023)"));
    let seen = change(&mut mine, PASSWORD, NEW, NEW).await;
    seen.leads_to(&format!("{SESSIONS}?notice=password-changed"));
    assert!(is_in(&mut mine).await && !is_in(&mut elsewhere).await);
    let refused = log_in(&mut elsewhere, "malnad01").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_frozen_account_says_so_to_its_owner_alone() {
    let portal = portal().await;
    let mut inside = logged_in(&portal, "malnad01").await;
    freeze(&portal).await;
    let seen = inside.get("/en/dashboard").await;
    assert!(seen.location().starts_with("/en/login?"));
    for (language, words) in [("en", "was frozen by the operator"), ("hi", "रोक दिया है")]
    {
        let login = format!("/{language}/login");
        let mut visitor = portal.visitor();
        let fields = [("user_id", "malnad01"), ("password", PASSWORD)];
        let seen = visitor.post(&login, &login, &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(words), "{}", seen.body);
        assert!(!seen.body.contains("only for operators"));
        let fields = [("user_id", "malnad01"), ("password", "Wrong_42_kettle")];
        let seen = visitor.post(&login, &login, &fields).await;
        assert!(!seen.body.contains(words));
    }
    portal.irp.unfreeze_account(&malnad()).await.unwrap();
    logged_in(&portal, "malnad01").await;
}

#[tokio::test]
async fn a_recovery_of_a_frozen_account_says_that_it_stays_frozen() {
    let portal = portal().await;
    freeze(&portal).await;
    let mut visitor = portal.visitor();
    let base = "/en/login/recover";
    let gstin = taxpayer("29AAACM0000A1Z").gstin.to_string();
    visitor.post(base, base, &[("gstin", &gstin)]).await;
    let details = format!("{base}/details");
    assert!(!visitor.get(&details).await.body.contains("frozen"));
    visitor
        .post(&details, &format!("{details}/send"), &[])
        .await;
    let code = portal.newest_code().await;
    let verify = format!("{base}/verify");
    visitor.post(&verify, &verify, &[("code", &code)]).await;
    let last = format!("{base}/password");
    assert!(
        visitor
            .get(&last)
            .await
            .body
            .contains("This account is frozen")
    );
    let fields = [("password", NEW), ("confirm", NEW)];
    let seen = visitor.post(&last, &last, &fields).await;
    seen.leads_to(&format!("{base}/done?notice=still-frozen"));
    let done = visitor.get(seen.location()).await.body;
    assert!(done.contains("only the operator of this portal can open it"));
}
