//! Listeners: opened with a clear word when they cannot be, closed with time to finish.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};

use crate::Failure;
use crate::connections::{self, Listening};

/// How long requests that are being answered may go on after a sandbox was asked to stop.
pub(crate) const SANDBOX_DRAIN: Duration = Duration::from_secs(10);

/// Opens a listener; `option` is what the caller would change if it cannot be.
pub(crate) async fn bind(option: &str, address: SocketAddr) -> Result<TcpListener, Failure> {
    listening(address).map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("another program listens there; choose another with {option} ADDRESS")
            }
            _ => format!("{error}; choose another with {option} ADDRESS"),
        };
        Failure(format!("cannot listen on {address}: {hint}"))
    })
}

fn listening(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // As a restart meets the last process's connections. Elsewhere it would mean something else.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(UNTAKEN_MAX)
}

/// Connections that may wait to be taken; the system may allow fewer (`net.core.somaxconn`), and
/// drops what goes beyond.
const UNTAKEN_MAX: u32 = 4_096;

/// The address that a browser on this machine uses: an unspecified address means loopback.
pub(crate) fn url(listening: SocketAddr) -> String {
    format!("http://{}", reachable(listening))
}

/// The same without the protocol.
pub(crate) fn reachable(listening: SocketAddr) -> SocketAddr {
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listening.port())
}

/// A listener at work.
pub(crate) type Serving = JoinHandle<()>;

/// Serves until `stop` says so, and then finishes what was begun.
pub(crate) fn spawn(
    listener: TcpListener,
    router: Router,
    listening: Listening,
    stop: watch::Receiver<bool>,
) -> Serving {
    #[expect(
        clippy::disallowed_methods,
        reason = "a listener lives as long as the process, which waits for it"
    )]
    tokio::spawn(connections::serve(listener, router, listening, stop))
}

/// The process is asked to stop: by Ctrl-C or by `SIGTERM`.
pub(crate) struct StopSignals {
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
    #[cfg(unix)]
    terminate: signal::unix::Signal,
}

impl StopSignals {
    /// From now on the signals are taken; before, they would end the process.
    pub(crate) fn taken() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use signal::unix::{SignalKind, signal};

            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
            })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Waits for the next of them.
    pub(crate) async fn asked(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        // Where it cannot be listened for, nobody can ask.
        #[cfg(not(unix))]
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Waits for listeners that were told to stop, but not for ever: until they are done, the time for
/// that has passed, or the process is asked a second time.
pub(crate) async fn drained(
    limit: Duration,
    signals: &mut StopSignals,
    listeners: impl Future<Output = Result<(), JoinError>>,
) {
    tokio::select! {
        result = tokio::time::timeout(limit, listeners) => match result {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "a listener failed while stopping"),
            Err(_) => {
                let drain_s = limit.as_secs();
                tracing::warn!(drain_s, "stopped with requests unanswered");
            }
        },
        () = signals.asked() => tracing::warn!("asked to stop twice: stopped at once"),
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
