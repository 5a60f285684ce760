//! The two flows as a browser without JavaScript meets them.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use gst::{Decimal, RegistrationStatus, Taxpayer, TaxpayerType};
use jiff::SignedDuration;

use crate::PortalOptions;
use crate::testing::{Seen, TestPortal, Visitor, registry_of, taxpayer};

pub(super) const R1: &str = "/en/registration/portal-login";
pub(super) const DETAILS: &str = "/en/registration/portal-login/details";
const VERIFY: &str = "/en/registration/portal-login/verify";
const LAST: &str = "/en/registration/portal-login/credentials";
const DONE: &str = "/en/registration/portal-login/done";
const PASSWORD: &str = "Tungabhadra#47ghat";

pub(super) fn may() -> Taxpayer {
    taxpayer("29AAACM0001A1Z")
}

pub(super) async fn go(visitor: &mut Visitor, taxpayer: &Taxpayer) -> Seen {
    visitor
        .post(R1, R1, &[("gstin", taxpayer.gstin.as_str())])
        .await
}

async fn send(visitor: &mut Visitor, page: &str) -> Seen {
    visitor.post(page, &format!("{DETAILS}/send"), &[]).await
}

async fn to_credentials(portal: &TestPortal, visitor: &mut Visitor, taxpayer: &Taxpayer) {
    go(visitor, taxpayer).await.leads_to(DETAILS);
    send(visitor, DETAILS)
        .await
        .leads_to(&format!("{VERIFY}?notice=code-sent"));
    let code = portal.newest_code().await;
    let seen = visitor.post(VERIFY, VERIFY, &[("code", &code)]).await;
    seen.leads_to(&format!("{LAST}?notice=mobile-proved"));
}

#[tokio::test]
async fn a_taxpayer_registers_without_javascript() {
    let portal = TestPortal::new(vec![may()]).await;
    let mut visitor = portal.visitor();
    let seen = visitor
        .post(R1, R1, &[("gstin", &may().gstin.as_str().to_lowercase())])
        .await;
    seen.leads_to(DETAILS);
    let seen = visitor.get(DETAILS).await;
    for text in [
        "Malnad Tools Private Limited",
        "99xxxxxx45",
        "Private Limited Company",
        "01/07/2017",
        "Karnataka 560001",
        "10/06/2026, 12:00 IST",
    ] {
        assert!(seen.body.contains(text), "{text} is shown");
    }
    assert!(!seen.body.contains("9999912345") && !seen.body.contains("accounts@"));
    send(&mut visitor, DETAILS)
        .await
        .leads_to(&format!("{VERIFY}?notice=code-sent"));
    let seen = visitor.get(VERIFY).await;
    assert!(seen.body.contains("autocomplete=\"one-time-code\""));
    let code = portal.newest_code().await;
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let seen = visitor.post(VERIFY, VERIFY, &[("code", &spaced)]).await;
    seen.leads_to(&format!("{LAST}?notice=mobile-proved"));
    let filled = [
        ("user_id", "Vandana01"),
        ("password", PASSWORD),
        ("confirm", PASSWORD),
    ];
    visitor.post(LAST, LAST, &filled).await.leads_to(DONE);
    let seen = visitor.get(DONE).await;
    assert!(seen.body.contains("Vandana01"));
    assert!(
        visitor.get(DONE).await.body.contains("Vandana01"),
        "reloading is harmless"
    );
    visitor
        .get(LAST)
        .await
        .leads_to(&format!("{DONE}?notice=step-done"));
    let seen = go(&mut portal.visitor(), &may()).await;
    assert!(seen.body.contains(">3027<") && seen.body.contains("/en/login"));
}

/// Each outcome of the first step with a taxpayer that meets it.
fn stopped() -> Vec<(&'static str, Taxpayer)> {
    let with_status = |first14: &str, status| Taxpayer {
        status,
        ..taxpayer(first14)
    };
    let small = Taxpayer {
        turnover: Some(Decimal::from(50_000_000)),
        ..taxpayer("29AAACM0009A1Z")
    };
    let composition = Taxpayer {
        kind: TaxpayerType::Composition,
        ..taxpayer("29AAACM0008A1Z")
    };
    let without_mobile = Taxpayer {
        mobile: None,
        ..taxpayer("29AAACM0007A1Z")
    };
    vec![
        ("3046", small),
        ("3014", composition),
        ("3012", without_mobile),
        (
            "3013",
            with_status("29AAACM0002A1Z", RegistrationStatus::Cancelled),
        ),
        (
            "3015",
            with_status("29AAACM0003A1Z", RegistrationStatus::Deregistered),
        ),
        (
            "3016",
            with_status("29AAACM0004A1Z", RegistrationStatus::Inactive),
        ),
        (
            "3035",
            with_status("29AAACM0005A1Z", RegistrationStatus::Suspended),
        ),
        (
            "3017",
            with_status("29AAACM0006A1Z", RegistrationStatus::Provisional),
        ),
    ]
}

#[tokio::test]
async fn every_outcome_has_its_code_and_its_way_on() {
    let rows = stopped();
    let portal = TestPortal::new(rows.iter().map(|row| row.1.clone()).collect()).await;
    for (code, taxpayer) in &rows {
        for language in ["en", "hi"] {
            let mut visitor = portal.visitor();
            let page = format!("/{language}/registration/portal-login");
            let seen = visitor
                .post(&page, &page, &[("gstin", taxpayer.gstin.as_str())])
                .await;
            assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
            assert!(
                seen.body.contains(&format!(">{code}<")),
                "{code} in {language}"
            );
            assert!(
                seen.body
                    .contains(&format!("/{language}/help/errors/{code}"))
            );
            assert!(
                seen.body.contains("name=\"refresh\""),
                "{code} may be out of date"
            );
        }
        portal.irp.clock().advance(SignedDuration::from_mins(2));
    }
    let seen = go(&mut portal.visitor(), &rows[0].1).await;
    assert!(seen.body.contains("/en/registration/enablement"));
    assert!(seen.body.contains("more than ₹5 crore"));
}

#[tokio::test]
async fn what_is_wrong_with_a_gstin_is_said_exactly() {
    let registry = registry_of(may()).await;
    let portal = TestPortal::with(Vec::new(), &registry, PortalOptions::default()).await;
    let mut visitor = portal.visitor();
    let gstin = may().gstin.to_string();
    let wrong_digit = if gstin.ends_with('A') { 'B' } else { 'A' };
    let wrong = format!("{}{wrong_digit}", &gstin[..14]);
    let right = gstin.chars().last().expect("15 characters");
    let unknown = taxpayer("29AAACM0099A1Z").gstin.to_string();
    for (typed, said) in [
        ("29AAACM0001A1Z", "this one has 14".to_owned()),
        ("X9AAACM0001A1ZX", "Character 1 cannot be".to_owned()),
        (&wrong, format!("would be {right}, not {wrong_digit}")),
        (&unknown, "does not know this GSTIN".to_owned()),
        ("", "Enter your GSTIN.".to_owned()),
        ("<b>", "&#60;B&#62;".to_owned()),
    ] {
        let seen = visitor.post(R1, R1, &[("gstin", typed)]).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(&said), "{typed}: {said} {}", seen.body);
        assert!(seen.body.contains("aria-invalid=\"true\""));
    }
}

#[tokio::test]
async fn updating_from_the_common_portal_lets_a_changed_taxpayer_through() {
    let mut old = may();
    old.mobile = None;
    let registry = registry_of(may()).await;
    let portal = TestPortal::with(vec![old], &registry, PortalOptions::default()).await;
    let mut visitor = portal.visitor();
    let seen = go(&mut visitor, &may()).await;
    assert!(seen.body.contains(">3012<"));
    let again = [
        ("gstin", may().gstin.to_string()),
        ("refresh", "1".to_owned()),
    ];
    let again: Vec<(&str, &str)> = again.iter().map(|(n, v)| (*n, v.as_str())).collect();
    visitor.post(R1, R1, &again).await.leads_to(DETAILS);
    portal.irp.clock().advance(SignedDuration::from_mins(5));
    let seen = visitor
        .post(DETAILS, &format!("{DETAILS}/refresh"), &[])
        .await;
    seen.leads_to(&format!("{DETAILS}?notice=refreshed"));
    assert!(
        visitor
            .get(DETAILS)
            .await
            .body
            .contains("10/06/2026, 12:05 IST")
    );
}

#[tokio::test]
async fn each_step_leads_to_where_the_registration_is() {
    let portal = TestPortal::new(vec![may()]).await;
    let mut visitor = portal.visitor();
    for page in [DETAILS, VERIFY, LAST, DONE] {
        visitor
            .get(page)
            .await
            .leads_to(&format!("{R1}?notice=gone"));
    }
    go(&mut visitor, &may()).await;
    for page in [VERIFY, LAST, DONE] {
        visitor
            .get(page)
            .await
            .leads_to(&format!("{DETAILS}?notice=step-not-reached"));
    }
    let seen = visitor.get(R1).await;
    assert!(
        seen.body.contains(DETAILS),
        "an unfinished registration is offered"
    );
    send(&mut visitor, DETAILS).await;
    visitor
        .get(DETAILS)
        .await
        .leads_to(&format!("{VERIFY}?notice=step-done"));
    visitor
        .get(LAST)
        .await
        .leads_to(&format!("{VERIFY}?notice=step-not-reached"));
    portal.irp.clock().advance(SignedDuration::from_hours(2));
    visitor
        .get(VERIFY)
        .await
        .leads_to(&format!("{R1}?notice=gone"));
    assert!(
        visitor
            .get(&format!("{R1}?notice=gone"))
            .await
            .body
            .contains("start again")
    );
}

#[tokio::test]
async fn wrong_and_expired_codes_look_the_same() {
    let portal = TestPortal::new(vec![may()]).await;
    let mut visitor = portal.visitor();
    go(&mut visitor, &may()).await;
    send(&mut visitor, DETAILS).await;
    let code = portal.newest_code().await;
    let other = if code == "000000" { "000001" } else { "000000" };
    let wrong = visitor.post(VERIFY, VERIFY, &[("code", other)]).await;
    portal.irp.clock().advance(SignedDuration::from_secs(601));
    let expired = visitor.post(VERIFY, VERIFY, &[("code", &code)]).await;
    let again = visitor.post(VERIFY, VERIFY, &[("code", other)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((expired.status, &expired.body), (again.status, &again.body));
    assert!(wrong.body.contains("not right or is no longer good"));
}

#[tokio::test]
async fn another_code_is_sent_after_half_a_minute() {
    let portal = TestPortal::new(vec![may()]).await;
    let mut visitor = portal.visitor();
    go(&mut visitor, &may()).await;
    send(&mut visitor, DETAILS).await;
    let seen = send(&mut visitor, VERIFY).await;
    assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(seen.headers[RETRY_AFTER], "30");
    assert!(seen.body.contains("wait 30 seconds"));
    let switch = VERIFY.replacen("/en", "/hi", 1);
    assert!(
        seen.body.contains(&format!("href=\"{switch}\"")),
        "the page can be got in Hindi"
    );
    visitor
        .get(&format!("{DETAILS}/send"))
        .await
        .leads_to(DETAILS);
    portal.irp.clock().advance(SignedDuration::from_secs(30));
    send(&mut visitor, VERIFY)
        .await
        .leads_to(&format!("{VERIFY}?notice=code-sent"));
}

#[tokio::test]
async fn all_faults_of_the_credentials_are_said_at_once_and_no_password_comes_back() {
    let portal = TestPortal::new(vec![may()]).await;
    let mut visitor = portal.visitor();
    to_credentials(&portal, &mut visitor, &may()).await;
    let filled = [
        ("user_id", "ab!"),
        ("password", "geheim"),
        ("confirm", "geheimer"),
    ];
    let seen = visitor.post(LAST, LAST, &filled).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "at least 8 characters",
        "The password lacks",
        "The two passwords differ",
    ] {
        assert!(seen.body.contains(said), "{said}");
    }
    assert!(seen.body.contains("href=\"#user_id\"") && seen.body.contains("value=\"ab!\""));
    assert!(!seen.body.contains("geheim"));
}

#[tokio::test]
async fn a_taken_user_id_is_found_out_with_and_without_javascript() {
    let second = taxpayer("29AAACM0002A1Z");
    let portal = TestPortal::new(vec![may(), second.clone()]).await;
    let mut first = portal.visitor();
    to_credentials(&portal, &mut first, &may()).await;
    let filled = [
        ("user_id", "Vandana01"),
        ("password", PASSWORD),
        ("confirm", PASSWORD),
    ];
    first.post(LAST, LAST, &filled).await.leads_to(DONE);

    let mut visitor = portal.visitor();
    let address = format!("{LAST}/availability?user_id=VANDANA01");
    assert_eq!(visitor.get(&address).await.status, StatusCode::FORBIDDEN);
    to_credentials(&portal, &mut visitor, &second).await;
    let seen = visitor.get(&address).await;
    assert!(seen.body.contains("\"free\":false"), "{}", seen.body);
    let seen = visitor
        .post(LAST, LAST, &[("user_id", "vandana01"), ("check", "1")])
        .await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.body.contains("Somebody has this User Id") && seen.body.contains("name=\"pick\""));
    let seen = visitor
        .post(LAST, LAST, &[("user_id", "vandana77"), ("check", "1")])
        .await;
    assert!(seen.body.contains("This User Id is free"));
    let seen = visitor.post(LAST, LAST, &filled).await;
    assert!(seen.body.contains("Somebody has this User Id"));
}
