//! Thousands of requests that no client should send, over every address that the router has.
//!
//! What they are depends on a seed alone, so a failure is repeated by running the test again.

mod log;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, Uri};
use seal::{AppKey, Randomness};
use service::{Allowance, Settings};

use crate::harness::{Session, World, invoice, send};
use log::Captured;

/// Requests of one run.
const REQUESTS: u32 = 6_000;

/// The limit of a body in this test; small, so that bodies beyond it cost little.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// Stands in paths, headers and bodies, and must not stand in any log.
const MARK: &str = "zq7unmistakable3x";

const METHODS: [&str; 10] = [
    "GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE",
];

/// What is put into paths, between and behind their segments.
const PATH_TRICKS: [&str; 16] = [
    "/..",
    "/../..",
    "/%2e%2e",
    "/%2E%2e%2f",
    "//",
    "/%00",
    "%00",
    "/%0d%0aSet-Cookie:x",
    "/%c0%ae%c0%ae/",
    "/%ff%fe",
    "/%",
    "/%zz",
    "/;x=1",
    "/\\..\\",
    "/{irn}",
    "/%252e%252e",
];

/// What stands where an IRN, a GSTIN or anything else is expected.
const ODD_VALUES: [&str; 14] = [
    "",
    " ",
    "0",
    "-1",
    "18446744073709551616",
    "%F0%9F%92%A5",
    "%00",
    "'%20OR%20'1'='1",
    "29AAAPL2356Q1ZT",
    "29AAAPL2356Q1Z%E0%A4%B9",
    "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
    "5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5G",
    "..%2f..%2fetc%2fpasswd",
    "zq7unmistakable3x",
];

/// What takes the place of a piece of a document.
const ODD_JSON: [&str; 22] = [
    "null",
    "true",
    "{}",
    "[]",
    "[[[[[[[[",
    "1e999",
    "-0.0",
    "0.000000000000000000000000000000000001",
    "99999999999999999999999999999999999999999999",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\u{202e}\u{feff}\"",
    "\"zq7unmistakable3x\"",
    "\"<script>zq7unmistakable3x</script>\"",
    "\"=cmd|' /C calc'!A0\"",
    "\"31/02/2026\"",
    "\"99/99/9999\"",
    ",",
    ":",
    "\"",
    "}",
];

/// The route table, as the router itself tells it: an address that is added later is attacked too.
pub(crate) fn routes(world: &World) -> Vec<String> {
    let told = format!("{:?}", nic_api::router(world.irp.clone()));
    let mut routes: Vec<String> = told
        .split("RouteId(")
        .filter_map(|entry| entry.split_once("): \""))
        .filter_map(|(id, rest)| {
            id.parse::<u32>().ok()?;
            Some(rest.split_once('"')?.0.to_owned())
        })
        .filter(|path| nic_api::is_api_path(path))
        .collect();
    routes.sort_unstable();
    routes.dedup();
    routes
}

#[tokio::test]
async fn every_address_withstands_what_is_malformed() {
    let logged = Captured::start();
    let mut settings = Settings::default();
    settings.api.request_bytes_max = BODY_BYTES_MAX;
    settings.api.authentications = Allowance::new(1_000_000, 1);
    settings.login.refusal_floor_ms = 0;
    let world = World::with(settings).await;
    let session = world.session().await;
    // Leaves a line in the log, which shows that it is captured.
    session.registered("BEFORE/1").await;
    let routes = routes(&world);
    assert!(routes.len() >= 25, "{routes:?}");
    assert!(
        routes.iter().any(|route| route.ends_with("/irn/{irn}")),
        "{routes:?}"
    );

    let attacker = Attacker {
        random: Randomness::seeded(20_261_122),
        session: &session,
    };
    let mut sent = 0;
    let mut tried = 0_u32;
    while sent < REQUESTS {
        let route = &routes[tried as usize % routes.len()];
        tried += 1;
        assert!(tried < 4 * REQUESTS, "most of what is made up can be sent");
        let Some(request) = attacker.request(route) else {
            continue;
        };
        sent += 1;
        let method = request.method().clone();
        let is_api = nic_api::is_api_path(request.uri().path());
        let words = format!("{method} {} {:?}", request.uri(), request.headers());
        let reply = send(world.irp.clone(), request).await;
        assert!(
            reply.status < 500,
            "{words}: {} {}",
            reply.status,
            reply.text
        );
        if method == Method::TRACE {
            assert!(reply.status >= 400 && !reply.text.contains(MARK), "{words}");
        }
        if is_api && method != Method::HEAD {
            // The e-way bill system has an envelope of its own.
            let json = reply.json();
            let told = [0, 1].map(Some).contains(&json["Status"].as_i64())
                || ["0", "1"].map(Some).contains(&json["status"].as_str());
            assert!(told, "{words}: {}", reply.text);
        }
    }
    let text = logged.text().to_lowercase();
    assert!(text.contains("registered"), "the log was captured");
    let place = text.find(MARK).unwrap_or(0);
    assert!(
        !text.contains(MARK),
        "{}",
        &text[place.saturating_sub(400)..place + 40]
    );
    // And what is well formed is still answered.
    session.registered("AFTER/1").await;
}

/// Makes requests up.
struct Attacker<'a> {
    random: Randomness,
    session: &'a Session<'a>,
}

impl Attacker<'_> {
    fn one_in(&self, count: u32) -> bool {
        self.random.below(count) == 0
    }

    fn one_of<'t>(&self, choices: &[&'t str]) -> &'t str {
        let count = u32::try_from(choices.len()).unwrap();
        choices[self.random.below(count) as usize]
    }

    fn below(&self, bound: usize) -> usize {
        self.random.below(u32::try_from(bound).unwrap()) as usize
    }

    /// A request to a route, or `None` when it is too odd for the HTTP library to be expressed.
    fn request(&self, route: &str) -> Option<Request> {
        let uri: Uri = self.address(route).parse().ok()?;
        let mut request = Request::new(Body::from(self.body(route)));
        *request.method_mut() = self.one_of(&METHODS).parse().unwrap();
        *request.uri_mut() = uri;
        self.put_headers(&mut request);
        Some(request)
    }

    fn address(&self, route: &str) -> String {
        let mut address = String::new();
        for segment in route.split('/').skip(1) {
            address.push('/');
            if segment.starts_with('{') {
                address.push_str(self.one_of(&ODD_VALUES));
            } else if self.one_in(4) {
                address.push_str(&segment.to_uppercase());
            } else {
                address.push_str(segment);
            }
            if self.one_in(12) {
                address.push_str(self.one_of(&PATH_TRICKS));
            }
        }
        if self.one_in(40) {
            address.push_str(&"/x".repeat(8_000));
        }
        if self.one_in(3) {
            let name = self.one_of(&["gstin", "doctype", "docnum", "docdate", "date", "%", "&&"]);
            address.push('?');
            for _ in 0..=self.below(4) {
                address = format!("{address}{name}={}&", self.one_of(&ODD_VALUES));
            }
        }
        address
    }

    /// Mostly a logged-in caller's headers, so that what is behind them is reached too.
    fn put_headers(&self, request: &mut Request) {
        let headers = request.headers_mut();
        if !self.one_in(4) {
            for (name, value) in self.session.headers() {
                let value = if self.one_in(20) { MARK } else { value };
                if !self.one_in(20) {
                    let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
                    headers.append(name, HeaderValue::from_str(value).unwrap());
                }
            }
        }
        for _ in 0..self.below(4) {
            let name = self.one_of(&[
                "client_id",
                "gstin",
                "authtoken",
                "user_name",
                "content-type",
                "content-encoding",
                "content-length",
                "transfer-encoding",
                "host",
                "cookie",
                "x-forwarded-for",
                "range",
                "expect",
                "if-none-match",
                "accept",
                "x-request-id",
                "upgrade",
                "zq7unmistakable3x",
            ]);
            headers.append(HeaderName::from_static(name), self.header_value());
        }
        if self.one_in(50) {
            for number in 0..500 {
                let name = HeaderName::from_bytes(format!("x-{number}").as_bytes()).unwrap();
                headers.append(name, HeaderValue::from_static(MARK));
            }
        }
    }

    fn header_value(&self) -> HeaderValue {
        let value = match self.below(7) {
            0 => vec![b'a'; 40_000],
            1 => vec![0xff, 0xfe, b' ', 0x80, b'\t', 0xc3],
            2 => "हिन्दी".as_bytes().to_vec(),
            3 => b"gzip".to_vec(),
            4 => b"-1, chunked".to_vec(),
            5 => Vec::new(),
            _ => MARK.as_bytes().to_vec(),
        };
        HeaderValue::from_bytes(&value).unwrap()
    }

    fn body(&self, route: &str) -> Vec<u8> {
        match self.below(12) {
            0 => Vec::new(),
            1 => self.random.bytes::<256>().to_vec(),
            2 => format!("{{\"Data\":\"{MARK}").into_bytes(),
            3 => format!("{{\"x\":{}", "[".repeat(self.below(BODY_BYTES_MAX))).into_bytes(),
            4 => self.padded(BODY_BYTES_MAX),
            5 => self.padded(BODY_BYTES_MAX + 1),
            6 => [b"{\"Data\":\"".as_slice(), &[0xc3, 0x28, 0xff], b"\"}"].concat(),
            7 => format!("{{\"Data\":{}}}", self.one_of(&ODD_JSON)).into_bytes(),
            _ if route.ends_with("/auth") => self.login(),
            _ => self.session.sealed(&self.document(route)).into_bytes(),
        }
    }

    fn padded(&self, length: usize) -> Vec<u8> {
        let mut body = format!("{{\"Data\":\"{MARK}\"}}").into_bytes();
        body.resize(length, self.one_of(&[" ", "}", "\0"]).as_bytes()[0]);
        body
    }

    /// A login in either shape, with one thing wrong.
    fn login(&self) -> Vec<u8> {
        let app_key = AppKey::random(&self.random);
        let body = self.session.world.login(MARK, &app_key);
        if self.one_in(2) {
            let odd = self.one_of(&ODD_JSON);
            return format!(
                "{{\"Data\":{{\"UserName\":{odd},\"Password\":\"{MARK}\",\"AppKey\":{odd}}}}}"
            )
            .into_bytes();
        }
        self.mangled(body.into_bytes())
    }

    /// A document, or a cancellation, with pieces of it exchanged.
    fn document(&self, route: &str) -> String {
        let mut text = if route.ends_with("cancel") {
            format!(
                r#"{{"Irn":"{}","CnlRsn":"1","CnlRem":"{MARK}"}}"#,
                "5a".repeat(32)
            )
        } else {
            invoice("M/1")
        };
        for _ in 0..=self.below(3) {
            // Documents are ASCII until something odd is put in.
            let pieces: Vec<usize> = text
                .match_indices([':', ',', '{', '['])
                .map(|(place, _)| place + 1)
                .collect();
            let Some(from) = pieces.get(self.below(pieces.len().max(1))).copied() else {
                break;
            };
            let until = text[from..]
                .find([',', '}', ']'])
                .map_or(text.len(), |end| from + end);
            text.replace_range(from..until, self.one_of(&ODD_JSON));
        }
        if self.one_in(30) {
            text = text.replace(
                "\"ItemList\":[",
                &format!("\"ItemList\":[{}", "{},".repeat(1_100)),
            );
        }
        text
    }

    /// The same bytes but for a few.
    fn mangled(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        for _ in 0..=self.below(3) {
            let place = self.below(bytes.len());
            bytes[place] = self.random.bytes::<1>()[0];
        }
        bytes
    }
}

/// Nothing is unpacked: what says that it is compressed is read as it stands, so that no small
/// body becomes a large one.
#[tokio::test]
async fn compressed_bodies_are_not_unpacked() {
    /// `{"Data":""}`, which would be answered 5003.
    const GZIPPED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x72\x49\x2c\x49\x54\
        \xb2\x52\x52\xaa\x05\x00\xd1\xd0\xc4\x2f\x0b\x00\x00\x00";
    let world = World::start().await;
    let session = world.session().await;
    for encoding in ["gzip", "deflate", "br", "zstd", "identity"] {
        let mut headers = session.headers().to_vec();
        headers.push(("content-encoding", encoding));
        let reply = world
            .call(Method::POST, "/eicore/v1.03/Invoice", &headers, GZIPPED)
            .await;
        assert_eq!(reply.codes(), ["5002"], "{encoding}");
    }
}

#[tokio::test]
async fn depth_is_limited_inside_the_envelope_too() {
    let world = World::start().await;
    let session = world.session().await;
    for path in ["/eicore/v1.03/Invoice", "/eicore/v1.03/Invoice/Cancel"] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
            let codes = session.post(path, &deep).await.codes();
            // What is not asked for is not looked into, however deep it is; what is missing is.
            assert!(
                !codes.is_empty() && codes.iter().all(|code| code == "5002"),
                "{path} {open} {codes:?}"
            );
            let inside = format!("{{\"ItemList\":{deep}}}");
            let codes = session.post(path, &inside).await.codes();
            assert!(
                codes.contains(&"5002".to_owned()),
                "{path} {open} {codes:?}"
            );
        }
    }
}
