//! Every answer of every listener says what a browser may not do with it, whoever made it.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::SandboxProcess;
use crate::support::portal::{Installation, PortalProcess};

/// A portal that a proxy in front of it speaks HTTPS for.
const SETTINGS: &str = "[limits]\nanswer_s = 2\nbodies_mib_max = 1\n\
                        [server]\npublic_url = \"https://irp.example.in\"\n";

/// What is sent, and what comes back until the connection is closed.
async fn exchange(url: &str, request: &str) -> String {
    let mut socket = connected(url).await;
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

async fn connected(url: &str) -> TcpStream {
    let address = url.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
}

/// The head has all of the headers.
fn is_guarded(answer: &str, status: u16, secure: bool) {
    let head = answer.split("\r\n\r\n").next().unwrap();
    assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
    let value = |name: &str| {
        let lines: Vec<_> = head
            .lines()
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .collect();
        assert!(lines.len() <= 1, "{name} twice in {head}");
        lines.first().copied().unwrap_or_default().to_owned()
    };
    let policy = value("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{head}");
    assert!(policy.contains("frame-ancestors 'none'"), "{head}");
    assert_eq!(value("x-content-type-options"), "nosniff", "{head}");
    assert_eq!(value("x-frame-options"), "DENY", "{head}");
    assert!(!value("referrer-policy").is_empty(), "{head}");
    assert_eq!(
        value("cross-origin-resource-policy"),
        "same-origin",
        "{head}"
    );
    let tls = value("strict-transport-security");
    assert_eq!(tls.starts_with("max-age=31536000"), secure, "{head}");
}

/// A body that takes all of what bodies may take together, and does not end.
async fn crowd(portal: &PortalProcess) -> TcpStream {
    let mut socket = connected(&portal.url).await;
    let head = "POST /en/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    let body = vec![b'x'; 1_000 * 1_024];
    socket.write_all(&body).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    socket
}

#[tokio::test]
async fn every_answer_of_a_portal_is_guarded() {
    let installation = Installation::new("");
    installation.configure(SETTINGS);
    let portal = installation.serve();
    for (path, status) in [
        ("/en", 200),
        ("/", 303),
        ("/en/nothing", 404),
        ("/nothing/at/all", 404),
        ("/assets/none.css", 404),
        ("/catalogue.json", 200),
        ("/eivital/v1.04/heartbeat/ping", 200),
        ("/eicore/v1.03/nothing", 404),
        ("/eivital/v1.04/auth", 405),
    ] {
        is_guarded(&exchange(&portal.url, &get(path)).await, status, true);
    }
    // What no router answers: a body that does not come.
    let slow = "POST /en/login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n";
    is_guarded(&exchange(&portal.url, slow).await, 408, true);
    // And those who are turned away before any.
    let _crowd = crowd(&portal).await;
    let body = "x".repeat(60_000);
    for (path, words) in [("/en/login", "is busy"), ("/eicore/v1.03/invoice", "5001")] {
        let busy = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = exchange(&portal.url, &busy).await;
        assert!(answer.contains(words), "{answer}");
        is_guarded(&answer, 503, true);
    }
    // The operations listener is none that a browser comes to by HTTPS.
    for (path, status) in [("/healthz", 200), ("/metrics", 200), ("/nothing", 404)] {
        is_guarded(
            &exchange(&portal.operations, &get(path)).await,
            status,
            false,
        );
    }
}

#[tokio::test]
async fn every_answer_of_a_sandbox_is_guarded() {
    let sandbox = SandboxProcess::start(&[]);
    for (url, path, status) in [
        (&sandbox.portal, "/en", 200),
        (&sandbox.portal, "/eivital/v1.04/heartbeat/ping", 200),
        (&sandbox.manage, "/ready", 200),
        (&sandbox.manage, "/nothing", 404),
    ] {
        let answer = exchange(url, &get(path)).await;
        let status = if answer.starts_with("HTTP/1.1 421") {
            421
        } else {
            status
        };
        is_guarded(&answer, status, false);
    }
}
