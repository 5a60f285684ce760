//! What was begun is answered before the process ends, and what was answered is there.

use std::time::Duration;

use nic_client::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::support::invoice;
use crate::support::portal::{Installation, PortalProcess};

/// Begins a request and leaves out the last byte of its body.
async fn begun(portal: &PortalProcess) -> TcpStream {
    let address = portal.url.strip_prefix("http://").unwrap();
    let mut socket = TcpStream::connect(address).await.unwrap();
    let head = "POST /eicore/v1.03/invoice HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{";
    socket.write_all(head.as_bytes()).await.unwrap();
    // Until it has been taken in.
    sleep(Duration::from_millis(300)).await;
    socket
}

#[tokio::test]
async fn what_was_begun_is_answered_and_nothing_new_is_taken() {
    let installation = Installation::new("[server]\ndrain_s = 60\n");
    let mut portal = installation.serve();
    let mut socket = begun(&portal).await;
    portal.signal("-TERM");
    sleep(Duration::from_millis(300)).await;
    let (status, ready) = portal.asked("/readyz").await;
    assert_eq!(status, 503);
    assert!(ready.contains("\"draining\":true"), "{ready}");
    assert!(reqwest::get(format!("{}/en", portal.url)).await.is_err());
    assert!(!portal.has_ended());
    socket.write_all(b"}").await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"ErrorCode\""),
        "{answer}"
    );
    assert!(portal.ended().success());
}

#[tokio::test]
async fn the_end_comes_within_its_time_whatever_a_client_does() {
    let installation = Installation::new("[server]\ndrain_s = 1\n");
    let mut portal = installation.serve();
    let socket = begun(&portal).await;
    portal.signal("-TERM");
    let asked = Instant::now();
    assert!(portal.ended().success());
    let took = asked.elapsed();
    assert!(took >= Duration::from_millis(900), "{took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    drop(socket);
    let logged = portal.logged();
    let left = |line: &serde_json::Value| line["message"] == "stopped with requests unanswered";
    assert!(logged.iter().any(left), "{logged:?}");
}

#[tokio::test]
async fn balancers_are_given_notice() {
    let installation = Installation::new("[server]\ndrain_notice_s = 2\n");
    let mut portal = installation.serve();
    portal.signal("-TERM");
    sleep(Duration::from_millis(300)).await;
    assert_eq!(portal.asked("/readyz").await.0, 503);
    let page = reqwest::get(format!("{}/en", portal.url)).await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    assert!(portal.ended().success());
}

/// Callers at work when the end comes: each call is answered or is never taken, and what was
/// answered is there afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_lose_nothing_by_a_shutdown() {
    const CALLERS: u32 = 4;
    let installation = Installation::new("");
    let account = installation.account().await;
    let mut portal = installation.serve();
    let client = portal.client(&account);
    client.authenticate().await.unwrap();
    let supplier = account.0.gstin;
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let client = client.clone();
        callers.spawn(async move {
            let mut answered = Vec::new();
            for number in 0.. {
                let document = invoice(supplier.as_str(), &format!("END/{caller}/{number}"));
                match client.generate(&document).await {
                    Ok(registered) => answered.push(registered),
                    Err(Error::Transport(_)) => break,
                    Err(other) => panic!("{other}"),
                }
            }
            answered
        });
    }
    sleep(Duration::from_millis(700)).await;
    portal.signal("-TERM");
    let answered: Vec<_> = callers.join_all().await.into_iter().flatten().collect();
    assert!(portal.ended().success());
    assert!(answered.len() >= 8, "{}", answered.len());
    let again = installation.serve();
    let client = again.client(&account);
    for registered in &answered {
        assert_eq!(
            &client.get_by_irn(&registered.irn).await.unwrap(),
            registered
        );
    }
}
