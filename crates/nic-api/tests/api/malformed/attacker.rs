//! Who makes the requests up, and what of.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Uri};
use seal::{AppKey, Randomness};

use super::{BODY_BYTES_MAX, MARK};
use crate::harness::{Session, invoice};

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

/// Makes requests up.
pub(super) struct Attacker<'a> {
    pub(super) random: Randomness,
    pub(super) session: &'a Session<'a>,
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
    pub(super) fn request(&self, route: &str) -> Option<Request> {
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
