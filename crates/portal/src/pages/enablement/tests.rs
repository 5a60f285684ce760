//! An enablement as a browser without JavaScript meets it.

use axum::http::StatusCode;

use crate::testing::{TestPortal, taxpayer};

#[tokio::test]
async fn a_small_taxpayer_enables_itself_and_registers() {
    let mut small = taxpayer("29AAACM0001A1Z");
    small.turnover = None;
    let portal = TestPortal::new(vec![small.clone()]).await;
    let mut visitor = portal.visitor();
    let base = "/hi/registration/enablement";
    let at = |step: &str| format!("{base}/{step}");
    visitor
        .post(base, base, &[("gstin", small.gstin.as_str())])
        .await
        .leads_to(&at("details"));
    let seen = visitor.post(&at("details"), &at("details/send"), &[]).await;
    seen.leads_to(&at("verify?notice=code-sent"));
    let code = portal.newest_code().await;
    let seen = visitor
        .post(&at("verify"), &at("verify"), &[("code", &code)])
        .await;
    seen.leads_to(&at("turnover?notice=mobile-proved"));
    let last = at("turnover");
    for (year, crore, said) in [
        ("", "7.25", "वित्तीय वर्ष चुनें।"),
        ("2024-25", "much", "करोड़ रुपये में, अंकों में"),
        ("2024-25", "0.4", "(3093)"),
    ] {
        let fields = [("financial_year", year), ("turnover", crore)];
        let seen = visitor.post(&last, &last, &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(said), "{said}");
    }
    let fields = [("financial_year", "2024-25"), ("turnover", "7.25")];
    visitor
        .post(&last, &last, &fields)
        .await
        .leads_to(&at("done"));
    assert_eq!(visitor.get(&at("done")).await.status, StatusCode::OK);
    let seen = visitor
        .post(base, base, &[("gstin", small.gstin.as_str())])
        .await;
    assert!(seen.body.contains(">3063<") && seen.body.contains("/hi/registration/portal-login"));
    let register = "/en/registration/portal-login";
    let seen = visitor
        .post(register, register, &[("gstin", small.gstin.as_str())])
        .await;
    seen.leads_to(&format!("{register}/details"));
}
