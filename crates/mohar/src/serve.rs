//! Listeners: opened with a clear word when they cannot be, closed with time to finish.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};

use crate::Failure;
use crate::connections::{self, Limits};

/// How long requests that are being answered may go on after the portal was asked to stop.
const DRAIN_S: u64 = 10;

/// Opens a listener; `option` is what the caller would change if it cannot be.
pub(crate) async fn bind(option: &str, address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("another program listens there; choose another with {option} ADDRESS")
            }
            _ => format!("{error}; choose another with {option} ADDRESS"),
        };
        Failure(format!("cannot listen on {address}: {hint}"))
    })
}

/// The address that a browser on this machine uses: an unspecified address means loopback.
pub(crate) fn url(listening: SocketAddr) -> String {
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, listening.port()))
}

/// A listener at work.
pub(crate) type Serving = JoinHandle<()>;

/// Serves until `stop` says so, and then finishes what was begun.
pub(crate) fn spawn(listener: TcpListener, router: Router, stop: watch::Receiver<bool>) -> Serving {
    #[expect(
        clippy::disallowed_methods,
        reason = "a listener lives as long as the process, which waits for it"
    )]
    tokio::spawn(connections::serve(
        listener,
        router,
        Limits::default(),
        stop,
    ))
}

/// Waits until the process is asked to stop: by Ctrl-C or by `SIGTERM`.
pub(crate) async fn asked_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
        tokio::select! {
            pressed = signal::ctrl_c() => pressed,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    signal::ctrl_c().await
}

/// Waits for listeners that were told to stop, but not for ever: until they are done, the time for
/// that has passed, or the process is asked a second time.
pub(crate) async fn drained(listeners: impl Future<Output = Result<(), JoinError>>) {
    let limit = Duration::from_secs(DRAIN_S);
    tokio::select! {
        result = tokio::time::timeout(limit, listeners) => match result {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "a listener failed while stopping"),
            Err(_) => tracing::warn!(drain_s = DRAIN_S, "stopped with requests unanswered"),
        },
        _ = asked_to_stop() => tracing::warn!("asked to stop twice: stopped at once"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_for_a_browser() {
        for (listening, wanted) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("0.0.0.0:80", "http://127.0.0.1:80"),
            ("[::]:8080", "http://[::1]:8080"),
            ("192.0.2.1:8080", "http://192.0.2.1:8080"),
        ] {
            assert_eq!(listening.parse().map(url), Ok(wanted.to_owned()));
        }
    }
}
