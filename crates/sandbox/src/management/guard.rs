//! Keeps web pages from elsewhere away from the management listener.
//!
//! Whoever reads the inbox takes over accounts, and the listener asks for no password. A page on
//! the internet that a tester happens to visit must not get in: neither under a name of its own
//! that it points at this machine (the host is checked), nor by sending a form (a body has to be
//! JSON, which no form is, and no other origin is ever allowed).

use std::net::{IpAddr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// Headers of every answer.
const HEADERS: [(header::HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; \
         base-uri 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Lets a request through if it was meant for this listener by somebody on it.
pub(super) async fn check(
    State(listening): State<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let mut answer = match refusal(&request, listening) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        answer.headers_mut().insert(name, value);
    }
    answer
}

fn refusal(request: &Request, listening: SocketAddr) -> Option<Problem> {
    let text = |name| {
        let value = request.headers().get(name);
        value.and_then(|value| value.to_str().ok())
    };
    let authority = request.uri().authority().map(Authority::as_str);
    let host = authority.or_else(|| text(header::HOST)).unwrap_or_default();
    let own_origin = format!("http://{host}");
    let (status, words) = if !is_ours(host, listening) {
        (
            StatusCode::MISDIRECTED_REQUEST,
            "The management listener answers only under its own address, such as 127.0.0.1.",
        )
    } else if text(header::ORIGIN).is_some_and(|origin| origin != own_origin) {
        (
            StatusCode::FORBIDDEN,
            "The management listener does not answer pages from elsewhere.",
        )
    } else if request.method() == Method::POST && !is_json(text(header::CONTENT_TYPE)) {
        (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send JSON, with Content-Type: application/json.",
        )
    } else {
        return None;
    };
    Some(Problem::one(status, "", words))
}

/// Whether a host is this machine by a name that nobody else can give it: `localhost`, a loopback
/// address, or the address that is listened on. On an unspecified address every address is ours,
/// as long as it is an address: only names can be pointed somewhere by others.
fn is_ours(host: &str, listening: SocketAddr) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(address) => {
            address.is_loopback() || address == listening.ip() || listening.ip().is_unspecified()
        }
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

fn is_json(content_type: Option<&str>) -> bool {
    let essence = content_type.unwrap_or_default().split(';').next();
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(host: &str, listening: &str) -> bool {
        is_ours(host, listening.parse().unwrap())
    }

    #[test]
    fn loopback_and_the_own_address_are_ours() {
        for host in [
            "localhost",
            "LOCALHOST:8081",
            "127.0.0.1:8081",
            "127.0.0.2",
            "[::1]:8081",
            "[::1]",
        ] {
            assert!(ours(host, "127.0.0.1:8081"), "{host}");
        }
        assert!(ours("192.0.2.7:8081", "192.0.2.7:8081"));
        assert!(ours("192.0.2.7:9000", "0.0.0.0:8081"));
    }

    #[test]
    fn names_of_others_are_not() {
        for host in [
            "",
            "evil.example",
            "evil.example:8081",
            "localhost.evil.example",
            "127.0.0.1.evil.example:8081",
            "192.0.2.7:8081",
        ] {
            assert!(!ours(host, "127.0.0.1:8081"), "{host}");
        }
        assert!(!ours("evil.example:8081", "0.0.0.0:8081"));
    }

    #[test]
    fn only_json_is_json() {
        assert!(is_json(Some("application/json")));
        assert!(is_json(Some("Application/JSON; charset=utf-8")));
        assert!(!is_json(Some("text/plain")));
        assert!(!is_json(Some("application/x-www-form-urlencoded")));
        assert!(!is_json(None));
    }
}
