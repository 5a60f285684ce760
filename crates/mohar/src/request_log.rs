//! One log line a request, which is a public interface: docs/REQUEST-LOG.md lists its fields.
//!
//! No header, no query, no body, nobody's name, number or whole address.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::body::HttpBody as _;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::{Ipv4Net, Ipv6Net};
use nic_api::AnswerCodes;
use seal::Randomness;
use service::Irp;
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::figures::{Answered, Figures};
use crate::overload::{BodyBytes, TurnedAway};

/// Carries a request's id: to what is behind, and back to the client.
const REQUEST_ID: HeaderName = HeaderName::from_static(portal::context::REQUEST_ID);
/// Characters of an id.
const REQUEST_ID_CHARACTERS: usize = 16;
/// Bits of an IPv4 address that are logged.
const IPV4_BITS: u8 = 24;
/// Bits of an IPv6 address that are logged.
const IPV6_BITS: u8 = 48;

/// What the layer needs.
#[derive(Clone)]
pub(crate) struct RequestLog {
    randomness: Randomness,
    figures: Option<Arc<Figures>>,
}

impl RequestLog {
    /// With figures, if anybody counts.
    pub(crate) fn new(irp: &Irp, figures: Option<Arc<Figures>>) -> Self {
        Self {
            randomness: irp.randomness().clone(),
            figures,
        }
    }
}

/// Runs a request and writes its line.
#[expect(
    clippy::disallowed_methods,
    reason = "the log tells how long a request took; nothing is decided by that clock"
)]
pub(crate) async fn layer(
    State(log): State<RequestLog>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id = log.randomness.alphanumeric(REQUEST_ID_CHARACTERS);
    let id_header = HeaderValue::from_str(&id).ok();
    // Whatever the client calls its request, here it has one name.
    if let Some(id) = &id_header {
        request.headers_mut().insert(REQUEST_ID, id.clone());
    }
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let client = client_network(&request);
    let declared = request.body().size_hint().exact();
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    let span = tracing::info_span!("request", request_id = id, method, route, status = Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    span.record("status", status);
    let codes = response.extensions().get::<AnswerCodes>();
    let codes = codes.map_or(&[][..], |codes| codes.0.as_slice());
    let turned_away = response.extensions().get::<TurnedAway>().map(|away| away.0);
    let came = response
        .extensions()
        .get::<BodyBytes>()
        .map(|bytes| bytes.0);
    if let Some(figures) = &log.figures {
        figures.answered(&Answered {
            route,
            method,
            status,
            codes,
            took,
            turned_away,
        });
    }
    tracing::info!(
        target: "request",
        request_id = id,
        method,
        route,
        status,
        codes = codes.join(","),
        duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        bytes_in = came.or(declared).unwrap_or(0),
        bytes_out = response.body().size_hint().exact().unwrap_or(0),
        client,
        "answered"
    );
    if let Some(id) = id_header {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Methods are words that a client makes up; only those that exist are written down.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "PATCH" => "PATCH",
        _ => "other",
    }
}

/// The network of the client: enough to see where trouble comes from, not who it is.
fn client_network(request: &Request) -> String {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map_or_else(String::new, |info| network(info.0.ip()))
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => Ipv4Net::new(address, IPV4_BITS)
            .map(|network| network.trunc().to_string())
            .unwrap_or_default(),
        IpAddr::V6(address) => Ipv6Net::new(address, IPV6_BITS)
            .map(|network| network.trunc().to_string())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn nobody_s_whole_address_is_written_down() {
        for (address, wanted) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ] {
            assert_eq!(network(address.parse().unwrap()), wanted);
        }
    }

    #[test]
    fn made_up_methods_are_one() {
        assert_eq!(method(&Method::POST), "POST");
        let made_up = Method::from_bytes(b"29AAAPL2356Q1ZT").unwrap();
        assert_eq!(method(&made_up), "other");
    }
}
