//! The same over a connection: what arrives here has been through an HTTP parser.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::ServiceExt;
use axum::body::Body;
use axum::extract::Request;
use tokio::task::{JoinSet, spawn_blocking};
use tower::Layer as _;
use tower::util::MapRequestLayer;

use crate::harness::World;

/// Serves a portal in the way that its binary does.
async fn serve(world: &World) -> (JoinSet<()>, SocketAddr) {
    let router = nic_api::router(world.irp.clone());
    let service = MapRequestLayer::new(nic_api::normalise::<Body>).layer(router);
    let service = ServiceExt::<Request>::into_make_service(service);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut server = JoinSet::new();
    server.spawn(async move { axum::serve(listener, service).await.unwrap() });
    (server, address)
}

/// Sends bytes and gives what comes back until the connection is closed.
async fn exchange(address: SocketAddr, request: Vec<u8>) -> String {
    let talk = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(&request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8(answer).unwrap()
    };
    spawn_blocking(talk).await.unwrap()
}

#[tokio::test]
async fn doubled_slashes_and_raw_dates_pass_the_parser() {
    let world = World::start().await;
    let (_server, address) = serve(&world).await;
    let close = "HTTP/1.1\r\nHost: irp.example\r\nConnection: close\r\n";
    let ping = format!("GET //EIVITAL//v1.04/heartbeat/ping {close}\r\n");
    let answer = exchange(address, ping.into_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let session = world.session().await;
    session.registered("N/1").await;
    let headers = session
        .headers()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .concat();
    let path = "/eicore/v1.03/Invoice/irnbydocdetails?doctype=INV&docnum=N/1&docdate=01/04/2026";
    let get = format!("GET {path} {close}{headers}Content-Length: 2\r\n\r\n[]");
    let answer = exchange(address, get.into_bytes()).await;
    assert!(answer.contains(r#"{"Status":1,"#), "{answer}");
}

#[tokio::test]
async fn a_client_that_sends_too_much_still_gets_the_answer() {
    let world = World::start().await;
    let (_server, address) = serve(&world).await;
    let length = world.irp.settings().api.request_bytes_max * 2;
    let mut post = format!(
        "POST /eivital/v1.04/auth HTTP/1.1\r\nHost: irp.example\r\nConnection: close\r\n\
         Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    post.resize(post.len() + length, b' ');
    let answer = exchange(address, post).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(r#""ErrorCode":"5002""#), "{answer}");
}
