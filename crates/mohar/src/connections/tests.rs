//! How connections begin and end.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use axum::body::to_bytes;
use axum::middleware::from_fn_with_state;
use axum::routing::post;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::*;

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(30);
const GENEROUS: Limits = Limits {
    connections_max: 8,
    connections_per_address_max: 8,
    head: LONG,
    answer: LONG,
    life: LONG,
};
const REQUEST: &[u8] = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";

struct Served {
    address: SocketAddr,
    doors: Arc<Doors>,
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
    let doors = Doors::new(limits, Arc::default());
    let listening = Listening {
        limits,
        doors: Arc::clone(&doors),
        tls: None,
        headers: SecurityHeaders { secure: true },
    };
    let router = router.layer(from_fn_with_state(limits.answer, in_time));
    tasks.spawn(serve(listener, router, listening, stopped));
    Served {
        address,
        doors,
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
    for header in [
        "strict-transport-security: max-age=31536000",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
    ] {
        assert!(text.contains(header), "{header} in {text}");
    }
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
async fn one_address_cannot_take_all_places() {
    let limits = Limits {
        connections_per_address_max: 2,
        ..GENEROUS
    };
    let served = served(limits).await;
    let (mut first, second) = (served.sent(b"").await, served.sent(b"").await);
    while served.doors.open() < 2 {
        sleep(SHORT / 20).await;
    }
    // Closed without a word: what was sent may even be refused by the system.
    let mut third = TcpStream::connect(served.address).await.unwrap();
    let mut byte = [0];
    let read = timeout(LONG / 3, third.read(&mut byte)).await;
    assert!(matches!(read.unwrap(), Ok(0) | Err(_)));
    assert_eq!((served.doors.shut(), served.doors.open()), (1, 2));
    assert_eq!(served.doors.connections_max(), 8);
    // Another one goes, and there is room again.
    drop(second);
    while served.doors.open() > 1 {
        sleep(SHORT / 20).await;
    }
    let mut third = served.sent(REQUEST).await;
    timeout(LONG, third.read_exact(&mut byte))
        .await
        .unwrap()
        .unwrap();
    first.write_all(REQUEST).await.unwrap();
    timeout(LONG, first.read_exact(&mut byte))
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn a_proxy_brings_as_many_as_there_are_places() {
    let limits = Limits {
        connections_per_address_max: 1,
        ..GENEROUS
    };
    let doors = Doors::new(limits, ["127.0.0.0/8".parse().unwrap()].into());
    let proxy = "127.0.0.9:5000".parse().unwrap();
    let other = "203.0.113.9:5000".parse().unwrap();
    let mut admitted = Vec::new();
    for _ in 0..3 {
        admitted.extend(doors.admitted(doors.place().await, proxy));
    }
    admitted.extend(doors.admitted(doors.place().await, other));
    assert_eq!(admitted.len(), 4);
    assert!(doors.admitted(doors.place().await, other).is_none());
    assert_eq!((doors.open(), doors.shut()), (4, 1));
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
