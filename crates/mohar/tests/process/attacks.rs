//! What comes over the wire and is no request, or comes too slowly: the process under attack
//! answers with a refusal or closes the connection, and everybody else is served meanwhile.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::support::invoice;
use crate::support::portal::{Installation, PortalProcess};

/// Stands in lines, headers and bodies, and must not stand in the log.
const MARK: &str = "zq7unmistakable3x";

/// Seconds that a client may take for its headers here, and that a request may take in all.
const HEAD_S: u64 = 2;
const ANSWER_S: u64 = 4;

/// What a busy machine may add to these.
const SLACK: Duration = Duration::from_secs(15);

fn limits() -> String {
    format!("[limits]\nhead_s = {HEAD_S}\nanswer_s = {ANSWER_S}\n")
}

async fn connected(portal: &PortalProcess) -> TcpStream {
    let address = portal.url.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// All that comes back until the connection is closed.
async fn rest(socket: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let within = Duration::from_secs(HEAD_S + ANSWER_S) + SLACK;
    // Being cut off while there is something left to say is an answer too.
    let _ = timeout(within, socket.read_to_end(&mut answer))
        .await
        .expect("a connection is not held open");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends bytes and gives what comes back.
async fn exchange(portal: &PortalProcess, bytes: &[u8]) -> String {
    let mut socket = connected(portal).await;
    // The other side may have had enough before the end.
    let _ = socket.write_all(bytes).await;
    rest(&mut socket).await
}

/// The statuses of the answers in what came back.
fn statuses(answer: &str) -> Vec<u16> {
    let heads = answer.split("HTTP/1.").skip(1);
    heads
        .filter_map(|head| head.get(2..5)?.parse().ok())
        .collect()
}

/// What parsers of HTTP have stumbled over.
fn malformed() -> Vec<Vec<u8>> {
    let get = "GET /en HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    let post = "POST /eivital/v1.04/auth HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    let texts = [
        "\r\n\r\n\r\n\r\n".to_owned(),
        format!("{MARK}\r\n\r\n"),
        "GET\r\n\r\n".to_owned(),
        "GET  HTTP/1.1\r\n\r\n".to_owned(),
        "GET /en HTTP/9.9\r\nHost: x\r\n\r\n".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        format!("CONNECT {MARK}.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(),
        format!("TRACE /en HTTP/1.1\r\nHost: x\r\nCookie: {MARK}\r\nConnection: close\r\n\r\n"),
        format!("GET http://{MARK}.example/en HTTP/1.1\r\nHost: y\r\nConnection: close\r\n\r\n"),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", MARK.repeat(5_000)),
        format!("{get}X: {}\r\n\r\n", MARK.repeat(5_000)),
        format!("{get}{}\r\n", format!("X: {MARK}\r\n").repeat(5_000)),
        format!("{get}{MARK}\r\n\r\n"),
        format!("{get}{MARK} : a\r\n\r\n"),
        format!("{get}X: a\r\n {MARK}\r\n\r\n"),
        format!("{get}X: a\0{MARK}\r\n\r\n"),
        format!("{get}X: a\rY: {MARK}\r\n\r\n"),
        format!("GET /en?next=%0d%0aX:{MARK} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        format!("{post}Content-Length: -1\r\n\r\n{MARK}"),
        format!("{post}Content-Length: 1, 2\r\n\r\n{MARK}"),
        format!("{post}Content-Length: 17\r\nContent-Length: 3\r\n\r\n{MARK}"),
        format!("{post}Content-Length: 99999999999999999999999\r\n\r\n{MARK}"),
        format!("{post}Content-Length: 17\r\nTransfer-Encoding: chunked\r\n\r\n{MARK}"),
        format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n{MARK}"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\n-1\r\n{MARK}\r\n0\r\n\r\n"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{MARK}\r\n"),
        format!(
            "{post}Transfer-Encoding: chunked\r\n\r\n1;{}\r\na\r\n0\r\n\r\n",
            "x".repeat(99_999)
        ),
        format!("{post}Content-Encoding: gzip\r\nContent-Length: 17\r\n\r\n{MARK}"),
    ];
    let mut all: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    // A greeting of TLS, and what is no text.
    all.push(b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec());
    all.push(vec![0; 100_000]);
    all.push(b"GET /\xff\xfe/\xc3\x28 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec());
    all.push(
        b"GET /en HTTP/1.1\r\nHost: x\r\nCookie: \xff\xfe\r\nConnection: close\r\n\r\n".to_vec(),
    );
    all
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_leaves_no_trace_in_the_log() {
    let installation = Installation::new(&limits());
    let account = installation.account().await;
    let portal = installation.serve();
    let mut refused = 0;
    for bytes in malformed() {
        let answer = exchange(&portal, &bytes).await;
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(160)]).into_owned();
        for status in statuses(&answer) {
            assert!((200..500).contains(&status), "{shown:?}: {answer}");
            refused += usize::from(status >= 400);
        }
        assert!(!answer.contains("\r\nX:"), "{shown:?}: {answer}");
    }
    assert!(refused >= 20, "most of it is refused in words: {refused}");
    // Two lengths are no length: what stands in the body is never taken for a request.
    let smuggled = "POST /en/login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\
                    Content-Length: 5\r\n\r\nabcdGET /en HTTP/1.1\r\nHost: x\r\n\r\n";
    assert_eq!(
        statuses(&exchange(&portal, smuggled.as_bytes()).await),
        [400]
    );

    let document = invoice(account.0.gstin.as_str(), "ATTACK/1");
    portal.client(&account).generate(&document).await.unwrap();
    for line in portal.logged() {
        let text = line.to_string();
        assert!(!text.contains(MARK) && !text.contains("panicked"), "{text}");
        assert_ne!(line["level"], "ERROR", "{text}");
    }
}

#[tokio::test]
async fn headers_that_drip_are_cut_off_and_keep_nobody_out() {
    let installation = Installation::new(&limits());
    let portal = installation.serve();
    let mut drips = JoinSet::new();
    for _ in 0..40 {
        let mut socket = connected(&portal).await;
        drips.spawn(async move {
            let begun = socket.write_all(b"GET /en HTTP/1.1\r\nHost: ").await;
            let mut written = begun.is_ok();
            while written {
                sleep(Duration::from_millis(200)).await;
                let mut byte = [0];
                // Closed by the other side, or told that it takes too long.
                if let Ok(_answered) =
                    timeout(Duration::from_millis(1), socket.read(&mut byte)).await
                {
                    break;
                }
                written = socket.write_all(b"x").await.is_ok();
            }
        });
    }
    sleep(Duration::from_millis(300)).await;
    let page = reqwest::get(format!("{}/en", portal.url)).await.unwrap();
    assert!(page.status().is_success());
    let all = async { while drips.join_next().await.is_some() {} };
    timeout(Duration::from_secs(HEAD_S) + SLACK, all)
        .await
        .expect("every one of them is cut off");
}

#[tokio::test]
async fn a_body_that_drips_is_answered_when_its_time_is_over() {
    let installation = Installation::new(&limits());
    let portal = installation.serve();
    for path in ["/eivital/v1.04/auth", "/en/login", "/en/check"] {
        let mut socket = connected(&portal).await;
        #[expect(
            clippy::disallowed_methods,
            reason = "measures how long a connection is held"
        )]
        let begun = Instant::now();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let within = Duration::from_secs(ANSWER_S) + SLACK;
        let dripping = async {
            let mut buffer = [0; 4096];
            loop {
                match timeout(Duration::from_millis(200), socket.read(&mut buffer)).await {
                    Ok(Ok(0) | Err(_)) => break,
                    Ok(Ok(read)) => answer.extend_from_slice(&buffer[..read]),
                    Err(_elapsed) => {
                        // It may have been closed meanwhile; the next reading finds out.
                        let _ = socket.write_all(b"x").await;
                    }
                }
            }
        };
        timeout(within, dripping)
            .await
            .expect("it is not waited for");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert_eq!(statuses(&answer), [408], "{path}: {answer}");
        assert!(begun.elapsed() < within, "{path}");
        // Whoever attacks so shows in the log and in the figures.
        let seen = |line: &serde_json::Value| line["status"] == 408 && line["route"] == path;
        assert!(portal.logged().iter().any(seen), "{path}");
    }
    let (_, figures) = portal.asked("/metrics").await;
    let counted =
        "mohar_requests_total{route=\"/eivital/v1.04/auth\",method=\"POST\",status=\"4xx\"} 1";
    assert!(figures.contains(counted), "{figures}");
}

#[tokio::test]
async fn idle_connections_of_one_address_do_not_shut_the_portal() {
    const OPEN: usize = 20;
    let per_address = format!("connections_per_address_max = {OPEN}\n");
    let installation = Installation::new(&(limits() + &per_address));
    let portal = installation.serve();
    let mut idle = Vec::new();
    for _ in 0..OPEN {
        idle.push(connected(&portal).await);
    }
    let mut more = connected(&portal).await;
    assert_eq!(rest(&mut more).await, "");
    let (_, figures) = portal.asked("/metrics").await;
    for figure in [
        format!("mohar_connections {OPEN}"),
        "mohar_connections_max 2000".to_owned(),
        "mohar_connections_refused_total 1".to_owned(),
    ] {
        assert!(figures.contains(&figure), "{figure} in {figures}");
    }
    drop(idle);
    let asked = async {
        while reqwest::get(format!("{}/en", portal.url)).await.is_err() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(SLACK, asked).await.expect("there is room again");
}
