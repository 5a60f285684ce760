//! A listener's connections: how many there may be, and how long a client may take.
//!
//! Without these bounds anybody could hold the portal shut by opening connections and sending a
//! byte now and then.

mod doors;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::task::{JoinHandle, unconstrained, yield_now};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use self::doors::Admitted;
pub(crate) use self::doors::Doors;
use crate::security_headers::SecurityHeaders;

/// Bytes of a request's line and headers; also how much of a body is read ahead.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// Connections that are taken before others get their turn. The runtime's own bound is a few dozen,
/// and turns are rare under load: more would come than are taken, and the system drop them.
const TAKEN_AT_ONCE: u32 = 512;

/// The bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections that are open, or being answered after they broke off. More wait.
    pub(crate) connections_max: u32,
    /// Likewise from one IPv4 address or /64 network. More are closed at once.
    pub(crate) connections_per_address_max: u32,
    /// From the opening of a connection, or the answer before, to a request's last header.
    pub(crate) head: Duration,
    /// From there to the head of its answer; the body has to be sent within that too.
    pub(crate) answer: Duration,
    /// After this a connection takes no more requests, and ends when the one it has is answered
    /// or `answer` has passed: a client that does not read its answers is not waited for.
    pub(crate) life: Duration,
}

impl Default for Limits {
    /// Two listeners together stay below the 1,024 files that a process may usually open, and the
    /// largest upload has time on a line of 400 kbit/s.
    fn default() -> Self {
        Self {
            connections_max: 400,
            connections_per_address_max: 400,
            head: Duration::from_secs(30),
            answer: Duration::from_secs(120),
            life: Duration::from_secs(600),
        }
    }
}

/// How a listener serves.
pub(crate) struct Listening {
    /// The bounds.
    pub(crate) limits: Limits,
    /// Who is let in, by the same bounds.
    pub(crate) doors: Arc<Doors>,
    /// With it, nothing but TLS is spoken.
    pub(crate) tls: Option<TlsAcceptor>,
    /// What every answer has.
    pub(crate) headers: SecurityHeaders,
}

impl Listening {
    /// In clear text, from anywhere within the bounds.
    pub(crate) fn plainly(limits: Limits) -> Self {
        Self {
            limits,
            doors: Doors::new(limits, Arc::default()),
            tls: None,
            headers: SecurityHeaders { secure: false },
        }
    }
}

/// Serves until `stop` says so, and then finishes what was begun.
pub(crate) async fn serve(
    mut listener: TcpListener,
    router: Router,
    listening: Listening,
    mut stop: watch::Receiver<bool>,
) {
    let Listening {
        limits,
        doors,
        tls,
        headers,
    } = listening;
    let stopping = stop.clone();
    let taking = async {
        let mut taken = 0;
        loop {
            let (socket, address, place) = tokio::select! {
                opened = opened(&mut listener, &doors) => opened,
                // An error means that the sender is gone, and with it all reason to go on.
                _ = stop.wait_for(|stopped| *stopped) => break,
            };
            taken += 1;
            if taken == TAKEN_AT_ONCE {
                taken = 0;
                yield_now().await;
            }
            let Some(admitted) = doors.admitted(place, address) else {
                continue;
            };
            let client = Client {
                address,
                router: router.clone(),
                limits,
                headers,
                place: Arc::new(admitted),
            };
            spawn(client.carry(socket, tls.clone(), stopping.clone()));
        }
    };
    unconstrained(taking).await;
    // Whoever connects from now on is refused by the system and not left waiting.
    drop(listener);
    doors.deserted().await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "every task here holds its connection's place until it ends, and `serve` waits for it"
)]
fn spawn<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
    tokio::spawn(task)
}

/// The next connection, once there is a place for it.
async fn opened(
    listener: &mut TcpListener,
    doors: &Doors,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let place = doors.place().await;
    // A connection that is gone before it is taken, or a lack of files, is logged and waited out.
    let (socket, address) = axum::serve::Listener::accept(listener).await;
    (socket, address, place)
}

/// Whoever is at the other end of a connection, and what serves them.
#[derive(Clone)]
struct Client {
    address: SocketAddr,
    router: Router,
    limits: Limits,
    headers: SecurityHeaders,
    place: Arc<Admitted>,
}

impl Client {
    /// Carries the connection to its end.
    async fn carry(
        self,
        socket: TcpStream,
        tls: Option<TlsAcceptor>,
        mut stop: watch::Receiver<bool>,
    ) {
        // An answer is written in one piece, so that holding it back for more only delays it.
        let _ = socket.set_nodelay(true);
        let Some(tls) = tls else {
            return self.converse(socket, stop).await;
        };
        let shaken = tokio::select! {
            shaken = timeout(self.limits.head, tls.accept(socket)) => shaken,
            // Nothing was asked yet, so that nothing is left unanswered.
            _ = stop.wait_for(|stopped| *stopped) => return,
        };
        match shaken {
            Ok(Ok(stream)) => self.converse(stream, stop).await,
            // Port scans and wrong protocols: no affair of the operator's.
            Ok(Err(error)) => tracing::debug!(%error, "no TLS connection came about"),
            Err(_elapsed) => {}
        }
    }

    /// Takes requests until the client has no more, or is not to have any more.
    async fn converse<S>(self, stream: S, mut stop: watch::Receiver<bool>)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let limits = self.limits;
        let service = service_fn(move |request| self.clone().answer(request));
        let mut connection = pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.head)
                .max_buf_size(HEAD_BYTES_MAX)
                .serve_connection(TokioIo::new(stream), service)
        );
        // How a connection ends is the client's affair: it breaks off, or was told what is wrong.
        tokio::select! {
            _ = &mut connection => return,
            _ = stop.wait_for(|stopped| *stopped) => {}
            () = sleep(limits.life) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = timeout(limits.answer, connection).await;
    }

    /// What the router answers.
    ///
    /// The work is a task of its own and goes on when the client hangs up: otherwise what was
    /// registered or cancelled would lack its line in the audit log.
    async fn answer(self, mut request: Request<Incoming>) -> Result<Response, Infallible> {
        request.extensions_mut().insert(ConnectInfo(self.address));
        let headers = self.headers;
        let answer = self.router.oneshot(request.map(Body::new));
        let work = spawn(async move {
            let answer = answer.await;
            drop(self.place);
            answer
        });
        let mut response = match work.await {
            Ok(Ok(response)) => response,
            // The routers catch panics, so that this is what they could not catch.
            Err(_panicked) => closing(StatusCode::SERVICE_UNAVAILABLE),
        };
        headers.put_on(&mut response);
        Ok(response)
    }
}

/// Answers 408 to what takes longer than the limit. What was written by then stays written: it is
/// as if the answer had been lost on its way.
///
/// This stands inside of whatever logs and counts requests, and around all that may wait.
pub(crate) async fn in_time(
    State(limit): State<Duration>,
    request: axum::extract::Request,
    next: Next,
) -> Response {
    let answer = timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_elapsed| closing(StatusCode::REQUEST_TIMEOUT))
}

/// An answer after which the connection is of no use.
fn closing(status: StatusCode) -> Response {
    (status, [(header::CONNECTION, "close")]).into_response()
}

#[cfg(test)]
mod tests;
