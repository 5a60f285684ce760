//! Traces arrive at a collector, and tell no more than the request's line.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use tokio::task::JoinSet;

use crate::support::invoice;
use crate::support::portal::Installation;

/// What a collector got.
type Received = Arc<Mutex<Vec<u8>>>;

/// A collector on a free port, for as long as the set lives.
async fn collector(received: &Received) -> (String, JoinSet<()>) {
    let received = Arc::clone(received);
    let take = move |body: Bytes| {
        received.lock().unwrap().extend_from_slice(&body);
        std::future::ready("")
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/v1/traces", post(take));
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
    (format!("http://{address}/v1/traces"), serving)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_traced_without_names_and_numbers() {
    let received = Received::default();
    let (url, _serving) = collector(&received).await;
    let settings = format!("[traces]\notlp_url = \"{url}\"\nsample_percent = 100\n");
    let installation = Installation::new(&settings);
    let account = installation.account().await;
    let mut portal = installation.serve();
    let gstin = account.0.gstin.as_str();
    let client = portal.client(&account);
    let registered = client.generate(&invoice(gstin, "TRACE/1")).await.unwrap();
    client.gstin(gstin).await.unwrap();
    // What is left is sent before the end.
    portal.signal("-TERM");
    assert!(portal.ended().success());
    let sent = String::from_utf8_lossy(&received.lock().unwrap()).into_owned();
    for told in [
        "/eicore/v1.03/invoice",
        "/master/gstin/{gstin}",
        "request_id",
        "mohar",
    ] {
        assert!(sent.contains(told), "{told} in {sent:?}");
    }
    for untold in [gstin, &account.0.user_name, &registered.irn] {
        assert!(!sent.contains(untold), "{untold} in {sent:?}");
    }
}

/// A collector that is not there delays nothing.
#[tokio::test]
async fn nobody_waits_for_a_collector() {
    let settings = "[traces]\notlp_url = \"http://127.0.0.1:9/v1/traces\"\n";
    let installation = Installation::new(settings);
    let mut portal = installation.serve();
    assert_eq!(portal.asked("/readyz").await.0, 200);
    portal.signal("-TERM");
    assert!(portal.ended().success());
}
