//! A listener's connections: how many there may be, and how long a client may take.
//!
//! Without these bounds anybody could hold the portal shut by opening connections and sending a
//! byte now and then.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

/// Bytes of a request's line and headers; also how much of a body is read ahead.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// The bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections that are open, or being answered after they broke off. More wait.
    pub(crate) connections_max: u32,
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
            head: Duration::from_secs(30),
            answer: Duration::from_secs(120),
            life: Duration::from_secs(600),
        }
    }
}

/// Serves until `stop` says so, and then finishes what was begun.
pub(crate) async fn serve(
    mut listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(limits.connections_max as usize));
    let stopping = stop.clone();
    loop {
        let (socket, address, place) = tokio::select! {
            opened = opened(&mut listener, &places) => opened,
            // An error means that the sender is gone, and with it all reason to go on.
            _ = stop.wait_for(|stopped| *stopped) => break,
        };
        let client = Client {
            address,
            router: router.clone(),
            limits,
            place: Arc::new(place),
        };
        spawn(client.carry(socket, stopping.clone()));
    }
    // Whoever connects from now on is refused by the system and not left waiting.
    drop(listener);
    // All places are free when all tasks have ended.
    let _ = places.acquire_many(limits.connections_max).await;
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
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let place = Arc::clone(places).acquire_owned().await;
    let place = place.expect("the semaphore is never closed");
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
    place: Arc<OwnedSemaphorePermit>,
}

impl Client {
    /// Carries the connection to its end.
    async fn carry(self, socket: TcpStream, mut stop: watch::Receiver<bool>) {
        // An answer is written in one piece, so that holding it back for more only delays it.
        let _ = socket.set_nodelay(true);
        let limits = self.limits;
        let service = service_fn(move |request| self.clone().answer(request));
        let mut connection = pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.head)
                .max_buf_size(HEAD_BYTES_MAX)
                .serve_connection(TokioIo::new(socket), service)
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

    /// What the router answers, or 408 when that takes too long. What was written by then stays
    /// written: it is as if the answer had been lost on its way.
    ///
    /// The work is a task of its own and goes on when the client hangs up: otherwise what was
    /// registered or cancelled would lack its line in the audit log.
    async fn answer(self, mut request: Request<Incoming>) -> Result<Response, Infallible> {
        request.extensions_mut().insert(ConnectInfo(self.address));
        let answer = self.router.oneshot(request.map(Body::new));
        let work = spawn(async move {
            let answer = timeout(self.limits.answer, answer).await;
            drop(self.place);
            answer
        });
        let closing = [(header::CONNECTION, "close")];
        Ok(match work.await {
            Ok(Ok(Ok(response))) => response,
            Ok(Err(_elapsed)) => (StatusCode::REQUEST_TIMEOUT, closing).into_response(),
            // The routers catch panics, so that this is what they could not catch.
            Err(_panicked) => (StatusCode::SERVICE_UNAVAILABLE, closing).into_response(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use axum::body::to_bytes;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::mpsc;
    use tokio::task::JoinSet;

    use super::*;

    const SHORT: Duration = Duration::from_millis(200);
    const LONG: Duration = Duration::from_secs(30);
    const GENEROUS: Limits = Limits {
        connections_max: 8,
        head: LONG,
        answer: LONG,
        life: LONG,
    };
    const REQUEST: &[u8] = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";

    struct Served {
        address: SocketAddr,
        stop: watch::Sender<bool>,
        tasks: JoinSet<()>,
    }

    async fn served(limits: Limits) -> Served {
        let echo = |ConnectInfo(_): ConnectInfo<SocketAddr>, body: Body| async {
            to_bytes(body, 1024).await.unwrap_or_default()
        };
        served_by(Router::new().route("/", post(echo)), limits).await
    }

    async fn served_by(router: Router, limits: Limits) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, router, limits, stopped));
        Served {
            address,
            stop,
            tasks,
        }
    }

    impl Served {
        async fn sent(&self, bytes: &[u8]) -> TcpStream {
            let mut socket = TcpStream::connect(self.address).await.unwrap();
            socket.write_all(bytes).await.unwrap();
            socket
        }
    }

    /// All that comes until the connection is closed.
    async fn rest(socket: &mut TcpStream) -> String {
        let mut text = String::new();
        let read = timeout(LONG / 3, socket.read_to_string(&mut text)).await;
        read.expect("the connection is closed").unwrap();
        text
    }

    #[tokio::test]
    async fn headers_that_do_not_come_are_not_waited_for() {
        let limits = Limits {
            head: SHORT,
            ..GENEROUS
        };
        let served = served(limits).await;
        for begun in [&b""[..], b"POST", b"POST / HTTP/1.1\r\nHost: x\r\n"] {
            rest(&mut served.sent(begun).await).await;
        }
        // Nor is the next request of a connection that has had its answer.
        let text = rest(&mut served.sent(REQUEST).await).await;
        assert!(text.ends_with("body"), "{text}");
    }

    #[tokio::test]
    async fn a_byte_now_and_then_does_not_keep_a_connection_open() {
        let limits = Limits {
            head: SHORT,
            ..GENEROUS
        };
        let mut socket = served(limits).await.sent(b"POST / HTTP/1.1\r\nX: ").await;
        let mut refused = false;
        for _ in 0..100 {
            refused |= socket.write_all(b"x").await.is_err();
            sleep(SHORT / 10).await;
        }
        assert!(refused);
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_answered_with_408() {
        let limits = Limits {
            answer: SHORT,
            ..GENEROUS
        };
        let served = served(limits).await;
        let mut socket = served.sent(&REQUEST[..REQUEST.len() - 1]).await;
        let text = rest(&mut socket).await;
        assert!(text.starts_with("HTTP/1.1 408 "), "{text}");
    }

    #[tokio::test]
    async fn one_connection_more_waits_for_a_place() {
        let limits = Limits {
            connections_max: 1,
            ..GENEROUS
        };
        let served = served(limits).await;
        let first = served.sent(b"").await;
        let mut second = served.sent(REQUEST).await;
        let mut byte = [0];
        assert!(timeout(SHORT, second.read(&mut byte)).await.is_err());
        drop(first);
        timeout(LONG, second.read_exact(&mut byte))
            .await
            .unwrap()
            .unwrap();
    }

    #[tokio::test]
    async fn a_connection_takes_no_requests_after_its_life() {
        let limits = Limits {
            life: SHORT,
            answer: SHORT,
            ..GENEROUS
        };
        let served = served(limits).await;
        assert_eq!(rest(&mut served.sent(b"").await).await, "");
        rest(&mut served.sent(&REQUEST[..20]).await).await;
    }

    #[tokio::test]
    async fn what_was_begun_is_finished_after_the_stop() {
        let mut served = served(GENEROUS).await;
        let mut idle = served.sent(b"").await;
        let (begun, last) = REQUEST.split_at(REQUEST.len() - 1);
        let mut busy = served.sent(begun).await;
        sleep(SHORT).await;
        served.stop.send(true).unwrap();
        assert_eq!(rest(&mut idle).await, "");
        assert!(TcpStream::connect(served.address).await.is_err());
        busy.write_all(last).await.unwrap();
        assert!(rest(&mut busy).await.ends_with("body"));
        served.tasks.join_next().await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn what_was_begun_is_finished_when_the_client_hangs_up() {
        let (done, mut ended) = mpsc::channel(1);
        let work = move || async move {
            sleep(SHORT).await;
            done.send(()).await.unwrap();
        };
        let served = served_by(Router::new().route("/", post(work)), GENEROUS).await;
        let hasty = served.sent(REQUEST).await;
        sleep(SHORT / 4).await;
        drop(hasty);
        timeout(LONG, ended.recv()).await.unwrap().unwrap();
    }
}
