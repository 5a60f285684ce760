//! Posts must come from our own forms.
//!
//! Two independent checks. The browser's own word: `Sec-Fetch-Site`, or where it is missing
//! `Origin`, must name this site. And a token in the form: the keyed digest of a random cookie,
//! so that neither a foreign page nor somebody who can set a cookie can make one.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};

use crate::portal::Portal;

/// The name of the hidden field.
pub const FIELD: &str = "form_token";

/// Random bytes in the cookie.
pub const COOKIE_BYTES: usize = 32;

const CONTEXT: &[u8] = b"csrf";

/// The token that belongs to a cookie.
pub fn token(portal: &Portal, cookie: &str) -> String {
    hex::encode(portal.irp.keys().otp.digest(cookie, CONTEXT))
}

/// Whether a token belongs to a cookie, compared in constant time.
pub fn holds(portal: &Portal, cookie: &str, token: &str) -> bool {
    hex::decode(token).is_ok_and(|digest| portal.irp.keys().otp.matches(&digest, cookie, CONTEXT))
}

/// Whether the browser itself says that another site sent this request.
pub fn comes_from_elsewhere(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if let Some(site) = header("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (header(ORIGIN.as_str()), header(HOST.as_str())) {
        (None, _) => false,
        (Some(origin), Some(host)) => {
            origin.split_once("://").map(|(_, authority)| authority) != Some(host)
        }
        (Some(_), None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elsewhere(method: &Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().expect("a header value"));
        }
        comes_from_elsewhere(method, &headers)
    }

    #[test]
    fn a_browser_that_names_another_site_is_believed() {
        let post = Method::POST;
        assert!(elsewhere(&post, &[("sec-fetch-site", "cross-site")]));
        assert!(elsewhere(&post, &[("sec-fetch-site", "same-site")]));
        assert!(!elsewhere(&post, &[("sec-fetch-site", "same-origin")]));
        assert!(!elsewhere(
            &Method::GET,
            &[("sec-fetch-site", "cross-site")]
        ));
    }

    #[test]
    fn older_browsers_are_judged_by_their_origin() {
        let post = Method::POST;
        let host = ("host", "irp.example:8443");
        assert!(!elsewhere(
            &post,
            &[host, ("origin", "https://irp.example:8443")]
        ));
        assert!(elsewhere(&post, &[host, ("origin", "https://irp.example")]));
        assert!(elsewhere(&post, &[host, ("origin", "null")]));
        assert!(elsewhere(&post, &[("origin", "https://irp.example")]));
        assert!(!elsewhere(&post, &[host]));
    }
}
