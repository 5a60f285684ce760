//! A recovery as a browser without JavaScript meets it.

use axum::http::StatusCode;
use gst::{RegistrationStatus, Taxpayer};
use jiff::SignedDuration;
use service::AccountOrder;

use crate::testing::{Seen, TestPortal, Visitor, taxpayer};

const USER_ID: &str = "Vandana01";
const OLD: &str = "Tungabhadra#47ghat";
const NEW: &str = "Sharavathi#93falls";
const LOGIN: &str = "/en/login";
const BASE: &str = "/en/login/recover";
const DETAILS: &str = "/en/login/recover/details";
const VERIFY: &str = "/en/login/recover/verify";
const LAST: &str = "/en/login/recover/password";
const DONE: &str = "/en/login/recover/done";

fn owner() -> Taxpayer {
    taxpayer("29AAACM0001A1Z")
}

/// A portal where the owner has an account.
async fn portal() -> TestPortal {
    let portal = TestPortal::new(vec![owner()]).await;
    let order = AccountOrder {
        gstin: owner().gstin,
        user_name: Some(USER_ID.to_owned()),
        password: Some(OLD.to_owned()),
        turnover: None,
        enabled: None,
    };
    portal.irp.make_account(order).await.expect("an account");
    portal
}

async fn go(visitor: &mut Visitor, taxpayer: &Taxpayer) -> Seen {
    let fields = [("gstin", taxpayer.gstin.as_str())];
    visitor.post(BASE, BASE, &fields).await
}

async fn to_password(portal: &TestPortal, visitor: &mut Visitor) {
    go(visitor, &owner()).await.leads_to(DETAILS);
    let seen = visitor.post(DETAILS, &format!("{DETAILS}/send"), &[]).await;
    seen.leads_to(&format!("{VERIFY}?notice=code-sent"));
    let code = portal.newest_code().await;
    let seen = visitor.post(VERIFY, VERIFY, &[("code", &code)]).await;
    seen.leads_to(&format!("{LAST}?notice=mobile-proved"));
}

async fn log_in(visitor: &mut Visitor, password: &str) -> Seen {
    let fields = [("user_id", USER_ID), ("password", password)];
    visitor.post(LOGIN, LOGIN, &fields).await
}

async fn save(visitor: &mut Visitor, password: &str, confirm: &str) -> Seen {
    let fields = [("password", password), ("confirm", confirm)];
    visitor.post(LAST, LAST, &fields).await
}

#[tokio::test]
async fn who_forgot_the_password_gets_in_again() {
    let portal = portal().await;
    let mut elsewhere = portal.visitor();
    log_in(&mut elsewhere, OLD).await.leads_to("/en/dashboard");
    let mut visitor = portal.visitor();
    let login = visitor.get(LOGIN).await.body;
    assert!(login.contains(&format!("href=\"{BASE}\"")));
    to_password(&portal, &mut visitor).await;
    let seen = visitor.get(LAST).await;
    assert!(seen.body.contains(USER_ID) && seen.body.contains("Malnad Tools Private Limited"));
    save(&mut visitor, NEW, NEW).await.leads_to(DONE);
    let seen = visitor.get(DONE).await;
    assert!(seen.body.contains(USER_ID) && seen.body.contains(&format!("href=\"{LOGIN}\"")));
    // Going back does no harm.
    visitor
        .get(LAST)
        .await
        .leads_to(&format!("{DONE}?notice=step-done"));
    let login = visitor.get(LOGIN).await.body;
    assert!(login.contains(&format!("value=\"{USER_ID}\"")), "filled in");
    let seen = elsewhere.get("/en/dashboard").await;
    assert!(seen.location().starts_with(LOGIN), "that login has ended");
    let refused = log_in(&mut visitor, OLD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    log_in(&mut visitor, NEW).await.leads_to("/en/dashboard");
}

#[tokio::test]
async fn no_user_id_is_shown_before_the_mobile_is_proved() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    let seen = go(&mut visitor, &owner()).await;
    let mut pages = vec![seen, visitor.get(BASE).await, visitor.get(DETAILS).await];
    let details = &pages[2].body;
    assert!(details.contains("99xxxxxx45") && details.contains("Malnad Tools"));
    assert!(!details.contains("9999912345") && !details.contains("Karnataka"));
    pages.push(visitor.post(DETAILS, &format!("{DETAILS}/send"), &[]).await);
    pages.push(visitor.get(VERIFY).await);
    let code = portal.newest_code().await;
    let other = if code == "000000" { "000001" } else { "000000" };
    pages.push(visitor.post(VERIFY, VERIFY, &[("code", other)]).await);
    for page in &pages {
        assert!(!page.body.contains(USER_ID), "{}", page.body);
    }
    for page in [LAST, DONE] {
        visitor
            .get(page)
            .await
            .leads_to(&format!("{VERIFY}?notice=step-not-reached"));
    }
    let seen = visitor.get(VERIFY).await;
    assert!(!seen.body.contains(USER_ID));
}

#[tokio::test]
async fn who_only_forgot_the_user_id_logs_in_as_before() {
    let portal = portal().await;
    let mut elsewhere = portal.visitor();
    log_in(&mut elsewhere, OLD).await.leads_to("/en/dashboard");
    let mut visitor = portal.visitor();
    to_password(&portal, &mut visitor).await;
    assert!(visitor.get(LAST).await.body.contains(USER_ID));
    let login = visitor.get(LOGIN).await.body;
    assert!(login.contains(&format!("value=\"{USER_ID}\"")));
    log_in(&mut visitor, OLD).await.leads_to("/en/dashboard");
    let seen = elsewhere.get("/en/dashboard").await;
    assert_eq!(seen.status, StatusCode::OK);
}

#[tokio::test]
async fn faults_are_said_and_no_password_comes_back() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    to_password(&portal, &mut visitor).await;
    let seen = save(&mut visitor, "geheim", "geheimer").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["at least 8 characters", "The two passwords differ", USER_ID] {
        assert!(seen.body.contains(said), "{said}");
    }
    assert!(!seen.body.contains("geheim"));
    let seen = save(&mut visitor, OLD, OLD).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("(3023)") && !seen.body.contains(OLD));
    save(&mut visitor, NEW, NEW).await.leads_to(DONE);
}

#[tokio::test]
async fn who_has_no_account_is_led_to_registration_and_back() {
    let other = taxpayer("29AAACM0002A1Z");
    let portal = TestPortal::new(vec![other.clone()]).await;
    for language in ["en", "hi"] {
        let mut visitor = portal.visitor();
        let base = format!("/{language}/login/recover");
        let fields = [("gstin", other.gstin.as_str())];
        let seen = visitor.post(&base, &base, &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(">3045<"));
        let way = format!("href=\"/{language}/registration/portal-login\"");
        assert!(seen.body.matches(&way).count() > 1, "not only in the menu");
        assert!(!seen.body.contains("name=\"refresh\""));
    }
    let portal = self::portal().await;
    let register = "/en/registration/portal-login";
    let fields = [("gstin", owner().gstin.to_string())];
    let fields = [("gstin", fields[0].1.as_str())];
    let seen = portal.visitor().post(register, register, &fields).await;
    assert!(seen.body.contains(">3027<") && seen.body.contains(&format!("href=\"{BASE}\"")));
}

#[tokio::test]
async fn a_cancelled_taxpayer_recovers_nothing() {
    let portal = portal().await;
    let cancelled = Taxpayer {
        status: RegistrationStatus::Cancelled,
        ..owner()
    };
    let now = portal.irp.now();
    let put = portal.irp.put_taxpayer(cancelled, now).await;
    put.expect("the store works");
    let seen = go(&mut portal.visitor(), &owner()).await;
    assert!(seen.body.contains(">3013<") && seen.body.contains("name=\"refresh\""));
}

#[tokio::test]
async fn of_two_recoveries_the_slower_one_begins_again() {
    let portal = portal().await;
    let (mut first, mut second) = (portal.visitor(), portal.visitor());
    to_password(&portal, &mut first).await;
    portal.irp.clock().advance(SignedDuration::from_secs(30));
    to_password(&portal, &mut second).await;
    let token = first.token(LAST).await;
    save(&mut second, NEW, NEW).await.leads_to(DONE);
    let body = format!("form_token={token}&password=Hemavathi%2388weir&confirm=Hemavathi%2388weir");
    let seen = first.send_form(LAST, body).await;
    seen.leads_to(&format!("{BASE}?notice=gone"));
    log_in(&mut first, NEW).await.leads_to("/en/dashboard");
}

#[tokio::test]
async fn the_flows_do_not_open_each_other() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    to_password(&portal, &mut visitor).await;
    for page in [
        "/en/registration/portal-login",
        "/en/registration/enablement",
    ] {
        visitor
            .get(&format!("{page}/done"))
            .await
            .leads_to(&format!("{page}?notice=gone"));
    }
}
