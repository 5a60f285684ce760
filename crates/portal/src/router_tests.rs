//! What every response owes, seen through the whole router.

use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, SET_COOKIE, VARY};
use axum::http::{Request, StatusCode};

use crate::form::FORM_BYTES_MAX;
use crate::testing::TestPortal;

const R1: &str = "/en/registration/portal-login";

/// Every page that anybody may open, without the language.
const PAGES: [&str; 23] = [
    "",
    "/registration/portal-login",
    "/registration/enablement",
    "/login/recover",
    "/help/create-credentials",
    "/help/errors",
    "/help/errors/3027",
    "/masters",
    "/masters/codes",
    "/masters/uqc",
    "/search/taxpayer",
    "/search/e-invoice-status",
    "/search/hsn",
    "/search/pin",
    "/search/distance",
    "/check",
    "/feedback",
    "/feedback/thanks",
    "/about",
    "/contact",
    "/privacy",
    "/terms",
    "/accessibility",
];

#[tokio::test]
async fn every_page_is_there_in_both_languages_and_links_to_its_other_self() {
    let portal = TestPortal::new(Vec::new()).await;
    let mut visitor = portal.visitor();
    for page in PAGES {
        for (language, other) in [("en", "hi"), ("hi", "en")] {
            let seen = visitor.get(&format!("/{language}{page}")).await;
            assert_eq!(seen.status, StatusCode::OK, "{page}");
            assert_eq!(seen.headers[CONTENT_LANGUAGE], language);
            assert!(seen.body.contains(&format!("<html lang=\"{language}\">")));
            assert!(
                seen.body
                    .contains(&format!("href=\"/{other}{page}\" lang=\"{other}\""))
            );
            assert!(
                seen.body
                    .contains(&format!("/feedback?page=/{language}{page}"))
            );
        }
    }
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere() {
    let portal = TestPortal::new(Vec::new()).await;
    let mut visitor = portal.visitor();
    let mut links = std::collections::BTreeSet::new();
    for page in PAGES.iter().chain(&["/sitemap"]) {
        let seen = visitor.get(&format!("/hi{page}")).await;
        for rest in seen
            .body
            .split("href=\"/")
            .chain(seen.body.split("src=\"/"))
            .skip(1)
        {
            let link = rest.split(['"', '#']).next().unwrap_or_default();
            links.insert(format!("/{link}"));
        }
    }
    for link in links
        .into_iter()
        .filter(|link| link.starts_with("/hi") || link.contains("asset"))
    {
        let seen = visitor.get(&link).await;
        let fine = seen.status == StatusCode::OK || seen.status == StatusCode::SEE_OTHER;
        assert!(fine, "{link}: {}", seen.status);
    }
}

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let portal = TestPortal::new(Vec::new()).await;
    for address in [
        "/",
        "/en",
        "/en/nothing",
        "/.well-known/jwks.json",
        "/assets/none.css",
    ] {
        let seen = portal.visitor().get(address).await;
        let policy = seen.headers["content-security-policy"]
            .to_str()
            .expect("text");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
        for (name, value) in [
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(seen.headers[name], value, "{address}");
        }
        assert!(seen.headers.contains_key("permissions-policy"));
        assert!(seen.headers.contains_key("x-request-id"));
    }
    assert_eq!(
        portal.visitor().get("/en").await.headers[CACHE_CONTROL],
        "no-store"
    );
}

#[tokio::test]
async fn the_first_page_is_in_the_browser_s_language() {
    let portal = TestPortal::new(Vec::new()).await;
    for (wish, home) in [
        ("hi-IN,hi;q=0.9,en;q=0.8", "/hi"),
        ("en-GB", "/en"),
        ("ta", "/en"),
    ] {
        let request = Request::get("/").header("accept-language", wish);
        let seen = portal.visitor().send(request, String::new()).await;
        seen.leads_to(home);
        assert_eq!(seen.headers[VARY], "accept-language");
    }
    portal
        .visitor()
        .get("/hi/about/")
        .await
        .leads_to("/hi/about");
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_page_s_language() {
    let portal = TestPortal::new(Vec::new()).await;
    let mut visitor = portal.visitor();
    let seen = visitor.get("/hi/nothing").await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(seen.body.contains("ऐसा कोई पृष्ठ नहीं है"));
    let id = seen.headers["x-request-id"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(seen.body.contains(&id));
    let seen = visitor.get("/en/help/errors/0000").await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(seen.body.contains("There is no such page"));
    let seen = visitor
        .send(Request::delete("/en/about"), String::new())
        .await;
    assert_eq!(seen.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(seen.headers.contains_key(ALLOW) && seen.body.contains("cannot be used"));
}

#[tokio::test]
async fn forged_forms_are_refused() {
    let portal = TestPortal::new(Vec::new()).await;
    let mut visitor = portal.visitor();
    let good = visitor.token(R1).await;
    let stranger = portal.visitor().token(R1).await;
    assert_ne!(good, stranger);
    for token in ["", "00", &stranger] {
        let seen = visitor
            .send_form(R1, format!("form_token={token}&gstin=x"))
            .await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{token}");
        assert!(seen.body.contains("could not be checked"));
    }
    let body = format!("form_token={good}&gstin=x");
    let seen = portal.visitor().send_form(R1, body.clone()).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN, "the cookie is missing");
    let form = || Request::post(R1).header("content-type", "application/x-www-form-urlencoded");
    let elsewhere = form().header("sec-fetch-site", "cross-site");
    assert_eq!(
        visitor.send(elsewhere, body.clone()).await.status,
        StatusCode::FORBIDDEN
    );
    let plain = Request::post(R1).header("content-type", "text/plain");
    assert_eq!(
        visitor.send(plain, body.clone()).await.status,
        StatusCode::FORBIDDEN
    );
    let own = form().header("sec-fetch-site", "same-origin");
    assert_eq!(
        visitor.send(own, body).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_form_may_be_as_large_as_the_limit_and_no_larger() {
    let portal = TestPortal::new(Vec::new()).await;
    let mut visitor = portal.visitor();
    let token = visitor.token(R1).await;
    let start = format!("form_token={token}&gstin=");
    let fill = |size: usize| format!("{start}{}", "x".repeat(size - start.len()));
    let seen = visitor.send_form(R1, fill(FORM_BYTES_MAX)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let seen = visitor.send_form(R1, fill(FORM_BYTES_MAX + 1)).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(seen.body.contains("more than this page accepts"));
}

#[tokio::test]
async fn the_cookie_comes_with_the_first_form_and_not_before() {
    let portal = TestPortal::new(Vec::new()).await;
    let mut visitor = portal.visitor();
    assert!(
        !visitor
            .get("/en/about")
            .await
            .headers
            .contains_key(SET_COOKIE)
    );
    let seen = visitor.get(R1).await;
    let cookie = seen.headers[SET_COOKIE].to_str().expect("text").to_owned();
    assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    assert!(!visitor.get(R1).await.headers.contains_key(SET_COOKIE));
}

#[tokio::test]
async fn feedback_is_kept_with_its_page() {
    let portal = TestPortal::new(Vec::new()).await;
    let mut visitor = portal.visitor();
    let form = "/hi/feedback?page=/hi/about";
    assert!(visitor.get(form).await.body.contains("value=\"/hi/about\""));
    let fields = [
        ("page", "/hi/about"),
        ("text", "अच्छा है"),
        ("contact", "9999900001"),
    ];
    visitor
        .post(form, "/hi/feedback", &fields)
        .await
        .leads_to("/hi/feedback/thanks");
    let kept = portal.irp.feedback(5).await.expect("the store works");
    assert_eq!((kept.len(), kept[0].page.as_str()), (1, "/hi/about"));
    assert_eq!(kept[0].contact.as_deref(), Some("9999900001"));
    let seen = visitor
        .post(form, "/hi/feedback", &[("page", "//evil"), ("text", " ")])
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("value=\"/hi\""));
}

#[tokio::test]
async fn keys_and_security_contact_are_public() {
    let portal = TestPortal::new(Vec::new()).await;
    let seen = portal.visitor().get("/.well-known/jwks.json").await;
    assert!(seen.body.contains("\"keys\"") && seen.body.contains("RS256"));
    let seen = portal.visitor().get("/.well-known/security.txt").await;
    assert!(seen.body.contains("Contact: ") && seen.body.contains("Expires: 2026-12-07T"));
}
