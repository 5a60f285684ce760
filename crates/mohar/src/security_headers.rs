//! The headers that every answer of every listener has, whoever made it: a page, the API, a refusal
//! before any route, a time that ran out. What stands there already is more exact, and stays.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

/// Nothing is loaded, nothing is framed, no type is guessed, nobody else reads it.
const ALWAYS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// For a year.
const ALWAYS_TLS: (&str, &str) = (
    "strict-transport-security",
    "max-age=31536000; includeSubDomains",
);

/// What a listener puts on its answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SecurityHeaders {
    /// Whether its address is HTTPS, also when a proxy is what speaks it.
    pub(crate) secure: bool,
}

impl SecurityHeaders {
    /// Puts them on.
    pub(crate) fn put_on(self, response: &mut Response) {
        let headers = response.headers_mut();
        let tls = self.secure.then_some(ALWAYS_TLS);
        for (name, value) in ALWAYS.into_iter().chain(tls) {
            headers
                .entry(HeaderName::from_static(name))
                .or_insert(HeaderValue::from_static(value));
        }
    }
}
