//! Who gets a place.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use axum::Router;
use axum::body::to_bytes;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use tokio::sync::Notify;
use tower::ServiceExt as _;

use super::*;

const LIMITS: Limits = Limits {
    documents: 1,
    authentications: 1,
    pages: 1,
    bodies_mib: 1,
    retry_after_s: 7,
};

/// A router whose calls wait until they are released, and then echo what they got.
fn held(limits: Limits, bytes_max: usize) -> (Router, Arc<Notify>, Arc<Places>) {
    let mut settings = Settings::default();
    settings.api.request_bytes_max = bytes_max;
    let places = Arc::new(Places::new(limits, &settings));
    let release = Arc::new(Notify::new());
    let waiting = Arc::clone(&release);
    let work = move |body: Body| {
        let waiting = Arc::clone(&waiting);
        async move {
            waiting.notified().await;
            to_bytes(body, usize::MAX).await.unwrap()
        }
    };
    let router = Router::new()
        .fallback(any(work))
        .layer(from_fn_with_state(Arc::clone(&places), layer));
    (router, release, places)
}

fn request(path: &str, body: impl Into<Body>) -> Request {
    Request::builder().uri(path).body(body.into()).unwrap()
}

async fn answered(router: &Router, request: Request) -> (u16, Response) {
    let response = router.clone().oneshot(request).await.unwrap();
    (response.status().as_u16(), response)
}

#[tokio::test]
async fn one_more_than_there_are_places_is_turned_away_at_once() {
    let (router, release, places) = held(LIMITS, 100);
    for (path, kind) in [
        ("/eicore/v1.03/invoice", Kind::Document),
        ("/eivital/v1.04/auth", Kind::Authentication),
        ("/en", Kind::Page),
    ] {
        let first = tokio::task::JoinSet::from_iter([{
            let router = router.clone();
            async move { answered(&router, request(path, "one")).await.0 }
        }]);
        while places.taken(kind) == 0 {
            tokio::task::yield_now().await;
        }
        for body in ["", "two"] {
            let (status, response) = answered(&router, request(path, body)).await;
            assert_eq!(status, 503);
            assert_eq!(response.headers()[header::RETRY_AFTER], "7");
            let text = to_bytes(response.into_body(), 4096).await.unwrap();
            let text = String::from_utf8(text.to_vec()).unwrap();
            let api = text.starts_with(r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"5001","#);
            assert_eq!(api, kind != Kind::Page, "{text}");
        }
        release.notify_one();
        assert_eq!(first.join_all().await, [200]);
        assert_eq!(places.taken(kind), 0);
    }
}

#[tokio::test]
async fn a_body_arrives_as_it_was_sent_at_the_limit_and_beyond_it() {
    for length in [0, 1, 100, 101, 5_000] {
        let (router, release, _) = held(LIMITS, 100);
        release.notify_one();
        let sent = "x".repeat(length);
        let (status, response) = answered(&router, request("/eicore/x", sent.clone())).await;
        let bytes = response.extensions().get::<BodyBytes>().unwrap().0;
        let got = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!((status, got.len()), (200, length));
        assert!(bytes >= length.min(101) as u64);
    }
}

#[tokio::test]
async fn bodies_together_have_a_limit() {
    let mebibyte = 1024 * 1024;
    let (router, release, _) = held(LIMITS, 2 * mebibyte);
    release.notify_one();
    let fits = request("/eicore/x", vec![b'x'; mebibyte]);
    assert_eq!(answered(&router, fits).await.0, 200);
    let more = request("/eicore/x", vec![b'x'; mebibyte + 1]);
    assert_eq!(answered(&router, more).await.0, 503);
}

#[tokio::test]
async fn what_is_still_being_sent_takes_no_place() {
    let (router, release, places) = held(LIMITS, 100);
    let (sender, body) = {
        let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
        let never = Slow(receiver);
        (sender, Body::new(never))
    };
    let mut slow = tokio::task::JoinSet::new();
    let slow_router = router.clone();
    slow.spawn(async move { answered(&slow_router, request("/eicore/x", body)).await.0 });
    tokio::task::yield_now().await;
    assert_eq!(places.taken(Kind::Document), 0);
    release.notify_one();
    assert_eq!(
        answered(&router, request("/eicore/x", "quick")).await.0,
        200
    );
    drop(sender);
    release.notify_one();
    assert_eq!(slow.join_next().await.unwrap().unwrap(), 200);
}

/// A body that ends when its sender is dropped.
struct Slow(tokio::sync::oneshot::Receiver<()>);

impl HttpBody for Slow {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.0).poll(context).map(|_| None)
    }
}
