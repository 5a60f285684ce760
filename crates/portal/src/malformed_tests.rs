//! Thousands of requests that no browser sends, over every address that the router has, by a
//! stranger and by somebody who is logged in and has the tokens of the forms.
//!
//! What they are depends on a seed alone, so a failure is repeated by running the test again.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[path = "../../nic-api/tests/api/malformed/log.rs"]
mod log;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use seal::Randomness;
use service::AccountOrder;
use tower::ServiceExt as _;

use crate::form::FORM_BYTES_MAX;
use crate::testing::{TestPortal, registry_of, routes, taxpayer};
use crate::{Allowance, PortalOptions, router};
use log::Captured;

/// Requests of one run.
const REQUESTS: u32 = 6_000;

/// Stands in paths, headers and bodies; must not stand in any log, nor unescaped in any page.
const MARK: &str = "zq7unmistakable3x";

/// What would be markup if it came back as it was sent.
const MARKUP: &str = "\"'><img src=zq7unmistakable3x onerror=1>";

const METHODS: [&str; 11] = [
    "GET", "GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE",
];

const PATH_TRICKS: [&str; 15] = [
    "/..",
    "/../../etc/passwd",
    "/%2e%2e%2f",
    "//",
    "//evil.example",
    "/%00",
    "%00",
    "/%0d%0aSet-Cookie:x=1",
    "/%c0%ae%c0%ae/",
    "/%ff%fe",
    "/%",
    "/%zz",
    "/\\evil.example",
    "/{irn}",
    "/",
];

const ODD_VALUES: [&str; 18] = [
    "",
    " ",
    "\0",
    "-1",
    "0",
    "18446744073709551616",
    "1e999",
    "\u{202e}\u{feff}",
    "\u{1f4a5}",
    "' OR '1'='1",
    "=cmd|' /C calc'!A0",
    "a\r\nSet-Cookie: x=1",
    "//evil.example",
    "../../../../etc/passwd",
    "29AAACM0000A1Z0",
    "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
    MARK,
    MARKUP,
];

/// Every field that a form of ours has, and some that none has.
const FIELDS: [&str; 31] = [
    "session",
    "old_password",
    "gstin",
    "refresh",
    "altcha",
    "code",
    "recovery_code",
    "user_id",
    "password",
    "confirm",
    "check",
    "pick",
    "save",
    "financial_year",
    "turnover",
    "next",
    "reason",
    "remark",
    "sure",
    "client_id",
    "once",
    "text",
    "page",
    "contact",
    "document",
    "file",
    "form_token",
    "q",
    "description",
    "",
    "__proto__",
];

const QUERIES: [&str; 16] = [
    "q", "from", "to", "type", "status", "before", "page", "show", "document", "user_id", "next",
    "notice", "%", "&&", "gstin", "[]",
];

/// A portal whose limits do not stop what is tried here.
async fn portal() -> (TestPortal, PortalOptions) {
    let many = Allowance::new(1_000_000, 1);
    let options = PortalOptions {
        look_ups: many,
        logins: many,
        name_checks: many,
        checks: many,
        feedback: many,
        ..PortalOptions::default()
    };
    let known = taxpayer("29AAACM0000A1Z");
    let registry = registry_of(known.clone()).await;
    let portal = TestPortal::with(vec![known.clone()], &registry, options.clone()).await;
    let order = AccountOrder {
        gstin: known.gstin,
        user_name: Some("malnad01".to_owned()),
        password: Some("Rainy%Monsoon7".to_owned()),
        turnover: None,
        enabled: Some(true),
    };
    portal.irp.make_account(order).await.unwrap();
    (portal, options)
}

#[tokio::test]
async fn every_address_withstands_what_is_malformed() {
    let logged = Captured::start();
    let (portal, options) = portal().await;
    let mut visitor = portal.visitor();
    let nobody = [("user_id", "nobody99"), ("password", MARK)];
    visitor.post("/en/login", "/en/login", &nobody).await;
    let fields = [("user_id", "malnad01"), ("password", "Rainy%Monsoon7")];
    let seen = visitor.post("/en/login", "/en/login", &fields).await;
    seen.leads_to("/en/dashboard");
    let attacker = Attacker {
        random: Randomness::seeded(20_261_123),
        token: visitor.token("/en/upload").await,
        cookies: visitor.cookies(),
        uploads: portal.irp.settings().upload.file_bytes_max,
    };
    let router = router(portal.irp.clone(), options);
    let addresses = routes(&router);
    let (mut sent, mut tried) = (0, 0_u32);
    while sent < REQUESTS {
        let route = &addresses[tried as usize % addresses.len()];
        tried += 1;
        assert!(tried < 4 * REQUESTS, "most of what is made up can be sent");
        if let Some(request) = attacker.request(route) {
            sent += 1;
            judge(&router, request).await;
        }
    }
    let text = logged.text();
    assert!(text.contains("login refused"), "the log was captured");
    let place = text.find(MARK).unwrap_or(0);
    assert!(
        !text.contains(MARK),
        "{}",
        &text[place.saturating_sub(300)..place + 40]
    );
    let seen = portal.visitor().get("/en").await;
    assert_eq!(seen.status, StatusCode::OK);
}

/// Sends a request and looks at all that every answer owes.
async fn judge(router: &Router, request: Request) {
    let method = request.method().clone();
    let words = format!("{method} {} {:?}", request.uri(), request.headers());
    let response: Response = router.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8_lossy(&body);
    assert!(
        !head.status.is_server_error(),
        "{words}: {} {body}",
        head.status
    );
    assert!(
        method != Method::TRACE || head.status.is_client_error(),
        "{words}"
    );
    assert!(
        head.headers.contains_key("content-security-policy"),
        "{words}"
    );
    assert!(head.headers.contains_key("x-request-id"), "{words}");
    if let Some(location) = head.headers.get(LOCATION) {
        let location = location.to_str().unwrap();
        let own = location.starts_with('/') && !location[1..].starts_with(['/', '\\']);
        assert!(own, "{words} leads to {location}");
    }
    let kind = head.headers.get(CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        assert!(!body.contains("<img src=zq7"), "{words}: {body}");
    }
}

/// Makes requests up.
struct Attacker {
    random: Randomness,
    token: String,
    cookies: String,
    uploads: usize,
}

impl Attacker {
    fn one_in(&self, count: u32) -> bool {
        self.random.below(count) == 0
    }

    fn below(&self, bound: usize) -> usize {
        self.random.below(u32::try_from(bound).unwrap()) as usize
    }

    fn one_of<'t>(&self, choices: &[&'t str]) -> &'t str {
        choices[self.below(choices.len())]
    }

    /// A request to a route, or `None` when it is too odd for the HTTP library to be expressed.
    fn request(&self, route: &str) -> Option<Request> {
        let uri: Uri = self.address(route).parse().ok()?;
        let (kind, body) = self.body();
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = if self.one_in(60) {
            Method::from_bytes(b"QZX").unwrap()
        } else {
            self.one_of(&METHODS).parse().unwrap()
        };
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        if !self.one_in(3) {
            headers.insert(COOKIE, HeaderValue::from_str(&self.cookies).unwrap());
        }
        for _ in 0..self.below(4) {
            let name = self.one_of(&[
                "cookie",
                "origin",
                "host",
                "sec-fetch-site",
                "content-type",
                "content-encoding",
                "content-length",
                "accept-language",
                "x-forwarded-for",
                "x-request-id",
                "range",
                "if-none-match",
                "transfer-encoding",
                "expect",
                "referer",
                "zq7unmistakable3x",
            ]);
            headers.append(HeaderName::from_static(name), self.header_value());
        }
        Some(request)
    }

    fn header_value(&self) -> HeaderValue {
        let value = match self.below(8) {
            0 => vec![b'a'; 40_000],
            1 => vec![0xff, 0xfe, b' ', 0x80, b'\t', 0xc3],
            2 => "हिन्दी;q=0.9,*".as_bytes().to_vec(),
            3 => b"gzip".to_vec(),
            4 => "mohar_session=;".repeat(400).into_bytes(),
            5 => Vec::new(),
            6 => b"multipart/form-data; boundary=".to_vec(),
            _ => MARK.as_bytes().to_vec(),
        };
        HeaderValue::from_bytes(&value).unwrap()
    }

    fn address(&self, route: &str) -> String {
        let mut address = String::new();
        for segment in route.split('/').skip(1) {
            address.push('/');
            if segment.starts_with('{') {
                address.push_str(&encoded(self.one_of(&ODD_VALUES)));
            } else {
                address.push_str(segment);
            }
            if self.one_in(15) {
                address.push_str(self.one_of(&PATH_TRICKS));
            }
        }
        if self.one_in(60) {
            address.push_str(&"/x".repeat(8_000));
        }
        if self.one_in(2) {
            address.push('?');
            for _ in 0..=self.below(4) {
                let (name, value) = (self.one_of(&QUERIES), self.one_of(&ODD_VALUES));
                address = format!("{address}{name}={}&", encoded(value));
            }
        }
        address
    }

    fn body(&self) -> (&'static str, Vec<u8>) {
        const FORM: &str = "application/x-www-form-urlencoded";
        const PARTS: &str = "multipart/form-data; boundary=a1b2";
        match self.below(10) {
            0 => (FORM, Vec::new()),
            1 => (FORM, self.random.bytes::<512>().to_vec()),
            2 => ("application/json", format!("{{\"a\":\"{MARK}").into_bytes()),
            3 => (PARTS, self.random.bytes::<512>().to_vec()),
            4 => {
                let length = FORM_BYTES_MAX + self.below(2);
                let mut form = self.form().into_bytes();
                form.resize(length, b'x');
                (FORM, form)
            }
            5 | 6 => (PARTS, self.parts()),
            _ => (FORM, self.form().into_bytes()),
        }
    }

    fn form(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        if !self.one_in(6) {
            form.append_pair("form_token", &self.token);
        }
        for _ in 0..self.below(12) {
            form.append_pair(self.one_of(&FIELDS), self.one_of(&ODD_VALUES));
        }
        form.finish()
    }

    /// A form with a file, with the seams of its parts where they do not belong at times.
    fn parts(&self) -> Vec<u8> {
        let content = match self.below(9) {
            0 => "[".repeat(50_000).into_bytes(),
            1 => format!("[{}{{}}]", "{},".repeat(1_000)).into_bytes(),
            2 => format!("{{\"DocDtls\":{{\"No\":\"{MARK}\"}}").into_bytes(),
            3 => b"\xff\xfe{\0}\0".to_vec(),
            4 => format!("[{{\"DocDtls\":{{\"No\":{MARKUP:?}}}}}]").into_bytes(),
            5 if self.one_in(8) => vec![b' '; self.uploads + 1],
            6 => format!("eyJhbGciOiJub25lIn0.{MARK}.").into_bytes(),
            7 => b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(),
            _ => self.one_of(&ODD_VALUES).as_bytes().to_vec(),
        };
        let seam = self.one_of(&["\r\n--a1b2\r\n", "\r\n--a1b2", "--a1b2--\r\n", "\n--a1b2\n"]);
        let seam = if self.one_in(4) {
            seam
        } else {
            "\r\n--a1b2\r\n"
        };
        let token = if self.one_in(6) { MARK } else { &self.token };
        let head = format!(
            "--a1b2\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}{seam}\
             Content-Disposition: form-data; name=\"file\"; filename=\"../{MARK}\"\r\n\r\n"
        );
        [head.as_bytes(), &content, b"\r\n--a1b2--\r\n"].concat()
    }
}

fn encoded(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
