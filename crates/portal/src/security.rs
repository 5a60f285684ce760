//! The headers that tell a browser what these pages never do, besides those that the server puts on
//! every answer of any kind (no framing, no guessing of types, TLS only).

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// No inline script or style, nothing from elsewhere, no framing.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
    base-uri 'none'";

/// `same-origin`, not `no-referrer`: with that, browsers would send our own forms with
/// `Origin: null`, and the check against forged posts could not tell them from others.
const ALWAYS: [(&str, &str); 4] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Sets them.
pub(crate) fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
}
