//! Who is at the other end: the connection's address, or what a trusted proxy says of it.
//!
//! Everything behind this sees one address, in the place where the server puts the connection's.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

/// What proxies write, each at the end of what the one before wrote.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// Entries that are looked at: more proxies than anybody puts one behind the other.
const HOPS_MAX: usize = 16;

/// Puts the client's address where the connection's was.
pub(crate) async fn layer(
    State(trusted): State<Arc<[IpNet]>>,
    mut request: Request,
    next: Next,
) -> Response {
    let connected = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .copied();
    if let Some(ConnectInfo(peer)) = connected {
        let client = client(&trusted, peer.ip(), request.headers());
        let port = if client == peer.ip() { peer.port() } else { 0 };
        let info = ConnectInfo(SocketAddr::new(client, port));
        request.extensions_mut().insert(info);
    }
    next.run(request).await
}

/// From the connection backwards through the header, as long as a trusted proxy is what said it:
/// the first address that is none. What stands before it is the client's own invention.
fn client(trusted: &[IpNet], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let trusts = |address: IpAddr| {
        let address = address.to_canonical();
        trusted.iter().any(|network| network.contains(&address))
    };
    let mut client = peer.to_canonical();
    let lines: Vec<_> = headers.get_all(FORWARDED_FOR).iter().collect();
    let entries = lines
        .iter()
        .rev()
        .flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    for entry in entries.take(HOPS_MAX) {
        if !trusts(client) {
            break;
        }
        let Some(said) = address(entry.trim()) else {
            break;
        };
        client = said;
    }
    client
}

/// An address as proxies write it: alone, in brackets, or with a port.
fn address(entry: &str) -> Option<IpAddr> {
    let alone = entry.trim_start_matches('[').trim_end_matches(']');
    let parsed = alone.parse::<IpAddr>().ok();
    let parsed = parsed.or_else(|| entry.parse::<SocketAddr>().ok().map(|both| both.ip()));
    parsed.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn seen(peer: &str, lines: &[&str]) -> String {
        let trusted = ["10.0.0.0/8", "2001:db8:f::/48"].map(|text| text.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        client(&trusted, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        for (peer, lines, wanted) in [
            ("203.0.113.9", &["198.51.100.1"][..], "203.0.113.9"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            // A client that writes the header itself only adds to its beginning.
            ("10.0.0.1", &["127.0.0.1, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["127.0.0.1", "198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["198.51.100.1, 10.2.2.2"], "198.51.100.1"),
            ("10.0.0.1", &["10.9.9.9, 10.2.2.2"], "10.9.9.9"),
            ("2001:db8:f::1", &["[2001:db8::7]:443"], "2001:db8::7"),
            ("10.0.0.1", &["198.51.100.1:5000"], "198.51.100.1"),
            ("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, , 10.3.3.3"], "10.3.3.3"),
        ] {
            assert_eq!(seen(peer, lines), wanted, "{peer} {lines:?}");
        }
    }

    #[test]
    fn no_more_hops_are_looked_at_than_there_can_be() {
        let own = |count| vec!["10.1.1.1"; count].join(", ");
        let all = format!("198.51.100.1, {}", own(HOPS_MAX - 1));
        assert_eq!(seen("10.0.0.1", &[&all]), "198.51.100.1");
        let too_many = format!("198.51.100.1, {}", own(HOPS_MAX));
        assert_eq!(seen("10.0.0.1", &[&too_many]), "10.1.1.1");
    }
}
