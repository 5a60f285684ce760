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

/// More than a frame usually has.
static MEBIBYTE: [u8; 1024 * 1024] = [b'x'; 1024 * 1024];

/// A request whose body never ends, from an address.
fn stalled(from: [u8; 4], frames: usize, frame: &'static [u8]) -> Request {
    let body = Body::new(Stalled { frames, frame });
    let mut request = request("/eicore/x", body);
    let info = ConnectInfo(SocketAddr::from((from, 5000)));
    request.extensions_mut().insert(info);
    request
}

/// A body of some frames, after which nothing comes, and no end.
struct Stalled {
    frames: usize,
    frame: &'static [u8],
}

impl HttpBody for Stalled {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Some(left) = self.frames.checked_sub(1) else {
            return Poll::Pending;
        };
        self.frames = left;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(self.frame)))))
    }
}

fn pieces_held(places: &Places) -> usize {
    places.limits.bodies_mib as usize * 1024 - places.bodies.available_permits()
}

#[tokio::test]
async fn a_byte_at_a_time_holds_no_more_than_its_bytes() {
    let (router, _, places) = held(LIMITS, 100_000);
    let mut slow = tokio::task::JoinSet::new();
    slow.spawn(
        router
            .clone()
            .oneshot(stalled([203, 0, 113, 1], 5_000, b"x")),
    );
    while pieces_held(&places) < 5 {
        tokio::task::yield_now().await;
    }
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(pieces_held(&places), 5);
    slow.abort_all();
    while slow.join_next().await.is_some() {}
    assert_eq!(pieces_held(&places), 0);
}

#[tokio::test]
async fn one_address_holds_a_part_of_all_bodies() {
    let limits = Limits {
        bodies_mib: 64,
        ..LIMITS
    };
    let (router, release, places) = held(limits, 2 * 1024 * 1024);
    let mut slow = tokio::task::JoinSet::new();
    for _ in 0..16 {
        slow.spawn(
            router
                .clone()
                .oneshot(stalled([203, 0, 113, 1], 1, &MEBIBYTE)),
        );
    }
    while pieces_held(&places) < 16 * 1024 {
        tokio::task::yield_now().await;
    }
    let one_more = stalled([203, 0, 113, 1], 1, b"x");
    assert_eq!(answered(&router, one_more).await.0, 503);
    // Everybody else is served.
    release.notify_one();
    assert_eq!(answered(&router, request("/eicore/x", "y")).await.0, 200);
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
