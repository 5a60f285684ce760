//! Logging in with a one-time password.

use axum::http::StatusCode;
use jiff::SignedDuration;
use service::Settings;
use service::settings::SecondFactor;

use super::*;

const LOGIN: &str = "/en/login";
const DETAILS: &str = "/en/login/details";
const VERIFY: &str = "/en/login/verify";

async fn portal() -> TestPortal {
    let mut settings = Settings::sandbox();
    settings.login.second_factor = SecondFactor::OneTimePassword;
    let portal = TestPortal::with_settings(settings);
    let owner = taxpayer("29AAACM0000A1Z");
    let put = portal.irp.put_taxpayer(owner.clone(), portal.irp.now());
    put.await.expect("the store works");
    let order = AccountOrder {
        gstin: owner.gstin,
        user_name: Some("malnad01".to_owned()),
        password: Some(PASSWORD.to_owned()),
        turnover: None,
        enabled: Some(true),
    };
    portal.irp.make_account(order).await.expect("an account");
    portal
}

async fn type_code(visitor: &mut Visitor, page: &str, code: &str) -> Seen {
    visitor.post(page, page, &[("code", code)]).await
}

#[tokio::test]
async fn the_code_opens_what_the_password_did_not() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    let seen = log_in(&mut visitor, "malnad01").await;
    seen.leads_to(&format!("{VERIFY}?notice=code-sent"));
    let cookie = seen.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("mohar_log_in=") && cookie.contains("HttpOnly"));
    assert!(!visitor.cookies().contains("mohar_session"));
    let seen = visitor.get("/en/dashboard").await;
    assert!(seen.location().starts_with(LOGIN), "not in yet");
    let body = visitor.get(VERIFY).await.body;
    assert!(body.contains("99xxxxxx45") && !body.contains("9999912345"));
    let code = portal.newest_code().await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let seen = type_code(&mut visitor, VERIFY, wrong).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let seen = type_code(&mut visitor, VERIFY, &code).await;
    seen.leads_to("/en/dashboard");
    assert_eq!(visitor.get("/en/dashboard").await.status, StatusCode::OK);
    assert!(!visitor.cookies().contains("mohar_log_in"));
    // Going back does no harm.
    visitor
        .get(VERIFY)
        .await
        .leads_to("/en/login?notice=login-gone");
}

#[tokio::test]
async fn it_leads_to_the_page_that_was_asked_for_and_to_no_other_site() {
    let portal = portal().await;
    for (asked, led) in [
        ("/invoices?q=a", "/en/invoices?q=a"),
        ("//evil.example", "/en/dashboard"),
    ] {
        let mut visitor = portal.visitor();
        let fields = [
            ("user_id", "malnad01"),
            ("password", PASSWORD),
            ("next", asked),
        ];
        let seen = visitor.post(LOGIN, LOGIN, &fields).await;
        let page = seen.location().to_owned();
        assert!(page.starts_with(VERIFY), "{page}");
        let body = visitor.get(&page).await.body;
        let (_, action) = body
            .split_once("<form class=\"panel\" method=\"post\" action=\"")
            .unwrap();
        let action = action.split('"').next().unwrap().to_owned();
        // Another code keeps the way.
        portal.irp.clock().advance(SignedDuration::from_secs(30));
        let send = action.replace("/verify", "/details/send");
        let seen = visitor.post(&page, &send, &[]).await;
        assert!(seen.location().starts_with(VERIFY), "{}", seen.location());
        let code = portal.newest_code().await;
        let seen = visitor.post(&page, &action, &[("code", &code)]).await;
        seen.leads_to(led);
        portal.irp.clock().advance(SignedDuration::from_secs(30));
    }
    let mut visitor = portal.visitor();
    log_in(&mut visitor, "malnad01").await;
    let code = portal.newest_code().await;
    let planted = format!("{VERIFY}?next=https%3A%2F%2Fevil.example");
    let seen = visitor.post(VERIFY, &planted, &[("code", &code)]).await;
    seen.leads_to("/en/dashboard");
}

#[tokio::test]
async fn when_no_code_can_be_sent_the_page_says_why() {
    let portal = portal().await;
    log_in(&mut portal.visitor(), "malnad01").await;
    let mut second = portal.visitor();
    let seen = log_in(&mut second, "malnad01").await;
    seen.leads_to(&format!("{DETAILS}?notice=code-not-sent"));
    let body = second.get(DETAILS).await.body;
    assert!(
        body.contains("Send OTP") && !body.contains("Karnataka"),
        "brief"
    );
    let seen = second.post(DETAILS, &format!("{DETAILS}/send"), &[]).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("wait 30 seconds"), "{}", seen.body);
    portal.irp.clock().advance(SignedDuration::from_secs(30));
    let seen = second.post(DETAILS, &format!("{DETAILS}/send"), &[]).await;
    seen.leads_to(&format!("{VERIFY}?notice=code-sent"));
    let code = portal.newest_code().await;
    type_code(&mut second, VERIFY, &code)
        .await
        .leads_to("/en/dashboard");
}

#[tokio::test]
async fn a_login_cannot_be_taken_over_by_its_steps() {
    let portal = portal().await;
    for page in [VERIFY, DETAILS] {
        let seen = portal.visitor().get(page).await;
        seen.leads_to("/en/login?notice=login-gone");
    }
    let mut visitor = portal.visitor();
    let seen = log_in(&mut visitor, "malnad01").await;
    seen.leads_to(&format!("{VERIFY}?notice=code-sent"));
    // What waits for a code is no recovery, and lapses.
    let seen = visitor.get("/en/login/recover/verify").await;
    seen.leads_to("/en/login/recover?notice=gone");
    portal.irp.clock().advance(SignedDuration::from_secs(3_600));
    visitor
        .get(VERIFY)
        .await
        .leads_to("/en/login?notice=login-gone");
}

#[tokio::test]
async fn a_freeze_ends_a_login_that_waits() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    log_in(&mut visitor, "malnad01").await;
    let which = service::WhichAccount::OfUserName("malnad01".to_owned());
    let reason = service::FreezeReason::parse("stolen password").unwrap();
    portal.irp.freeze_account(&which, reason).await.unwrap();
    let code = portal.newest_code().await;
    let token = portal.visitor().token(LOGIN).await;
    let seen = visitor
        .send_form(VERIFY, format!("form_token={token}&code={code}"))
        .await;
    assert_ne!(seen.location(), "/en/dashboard");
    assert!(!visitor.cookies().contains("mohar_session"));
}
