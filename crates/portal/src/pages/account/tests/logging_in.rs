//! Logging in and out.

use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn a_signed_out_visitor_logs_in_and_comes_back() {
    let portal = portal().await;
    let mut visitor = portal.visitor();
    for path in [
        "/dashboard",
        "/upload",
        "/invoices",
        "/cancel",
        "/api-access",
    ] {
        let seen = visitor.get(&format!("/hi{path}")).await;
        let next = path.replace('/', "%2F").replace('-', "%2D");
        seen.leads_to(&format!("/hi/login?notice=login-needed&next={next}"));
    }
    let page = "/hi/login?notice=login-needed&next=%2Fapi%2Daccess";
    let fields = [
        ("user_id", "MALNAD01"),
        ("password", PASSWORD),
        ("next", "/api-access"),
    ];
    let seen = visitor.post(page, "/hi/login", &fields).await;
    seen.leads_to("/hi/api-access");
    let cookie = seen.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert_eq!(visitor.get("/hi/api-access").await.status, StatusCode::OK);
    visitor
        .get("/hi/login?next=%2Finvoices")
        .await
        .leads_to("/hi/invoices");
}

#[tokio::test]
async fn no_login_leads_to_another_site() {
    let portal = portal().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "evil",
    ] {
        let mut visitor = portal.visitor();
        let fields = [
            ("user_id", "malnad01"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let seen = visitor.post("/en/login", "/en/login", &fields).await;
        seen.leads_to("/en/dashboard");
        let page = format!("/en/login?next={}", next.replace('/', "%2F"));
        visitor.get(&page).await.leads_to("/en/dashboard");
    }
}

#[tokio::test]
async fn every_refusal_is_the_same() {
    let portal = portal().await;
    let mut bodies = Vec::new();
    for (user_id, password) in [("malnad01", "Wrong%Monsoon7"), ("nobody99", PASSWORD)] {
        let mut visitor = portal.visitor();
        let fields = [("user_id", user_id), ("password", password)];
        let seen = visitor.post("/en/login", "/en/login", &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!seen.body.contains(password));
        let (_, fault) = seen.body.split_once("id=\"user_id-fault\">").unwrap();
        bodies.push(fault.split('<').next().unwrap().to_owned());
    }
    assert_eq!(bodies[0], bodies[1]);
    let mut visitor = portal.visitor();
    let seen = visitor
        .post("/en/login", "/en/login", &[("user_id", " ")])
        .await;
    assert!(seen.body.contains("user_id-fault") && seen.body.contains("password-fault"));
}

#[tokio::test]
async fn a_login_has_a_new_token_and_ends_the_one_before() {
    let portal = portal().await;
    let first = logged_in(&portal, "malnad01").await;
    let mut second = first.clone();
    // The page of the login form is not shown to who is logged in, so take the token elsewhere.
    let token = second.token("/en/upload").await;
    let body = format!("form_token={token}&user_id=other001&password=Rainy%25Monsoon7");
    second
        .send_form("/en/login", body)
        .await
        .leads_to("/en/dashboard");
    assert!(second.get("/en/dashboard").await.body.contains("other001"));
    let mut first = first;
    let seen = first.get("/en/dashboard").await;
    assert_eq!(
        seen.status,
        StatusCode::SEE_OTHER,
        "the earlier token is void"
    );
}

#[tokio::test]
async fn logging_out_here_and_everywhere() {
    let portal = portal().await;
    let mut here = logged_in(&portal, "malnad01").await;
    let stolen = here.clone();
    let seen = here.post("/en/upload", "/en/logout", &[]).await;
    seen.leads_to("/en/login?notice=logged-out");
    let mut stolen = stolen;
    assert_eq!(
        stolen.get("/en/dashboard").await.status,
        StatusCode::SEE_OTHER
    );

    let mut one = logged_in(&portal, "malnad01").await;
    let mut two = logged_in(&portal, "malnad01").await;
    let seen = one
        .post("/en/dashboard", "/en/logout/everywhere", &[])
        .await;
    seen.leads_to("/en/login?notice=logged-out-everywhere");
    assert_eq!(two.get("/en/dashboard").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_login_that_is_not_used_ends() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let idle_s = i64::from(portal.irp.settings().session.idle_s);
    portal
        .irp
        .clock()
        .advance(jiff::SignedDuration::from_secs(idle_s));
    assert_eq!(
        visitor.get("/en/dashboard").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn no_post_works_without_its_token() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let cancel = format!("/en/invoices/{irn}/cancel");
    for address in [
        "/en/login",
        "/en/logout",
        "/en/logout/everywhere",
        "/en/api-access",
        "/en/api-access/revoke",
        cancel.as_str(),
    ] {
        let body = "form_token=00&reason=1&remark=x&sure=yes&once=1".to_owned();
        let seen = visitor.send_form(address, body).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{address}");
    }
    for address in ["/en/upload", "/en/check", "/en/search/verify"] {
        for parts in [
            [("form_token", "00"), ("file", "{}")],
            [("file", "{}"), ("text", "")],
        ] {
            let seen = send_parts(&mut visitor, address, &parts).await;
            assert_eq!(seen.status, StatusCode::FORBIDDEN, "{address}");
        }
        let seen = visitor.send_form(address, "file=%7B%7D".to_owned()).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{address}");
    }
    assert_eq!(visitor.get("/en/dashboard").await.status, StatusCode::OK);
}
