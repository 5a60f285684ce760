//! A panic ends one request, not the server, and is answered like any fault of ours.

use std::any::Any;

use axum::response::Response;
use seal::Randomness;
use tower_http::catch_panic::ResponseForPanic;

use crate::fault;

/// Characters of a reference.
const REFERENCE_CHARS: usize = 12;

/// Answers panics.
#[derive(Clone, Debug)]
pub(crate) struct Panics {
    pub(crate) randomness: Randomness,
}

impl ResponseForPanic for Panics {
    type ResponseBody = axum::body::Body;

    /// The panic's own text may hold a caller's data: it goes to standard error by the panic hook
    /// and not into the answer.
    fn response_for_panic(&mut self, _: Box<dyn Any + Send + 'static>) -> Response {
        let reference = self.randomness.alphanumeric(REFERENCE_CHARS);
        tracing::error!(reference, "a request panicked");
        fault::internal(&reference)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_with_a_reference_and_nothing_else() {
        let panics = Panics {
            randomness: Randomness::seeded(1),
        };
        let boom = || async {
            let name = "29AAAPL2356Q1ZT";
            assert_eq!(name, "", "{name}");
        };
        let router = Router::new()
            .route("/boom", get(boom))
            .layer(CatchPanicLayer::custom(panics));
        let request = Request::builder().uri("/boom").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), 503);
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(
            body.contains(r#""ErrorCode":"5001""#) && !body.contains("29AAAPL"),
            "{body}"
        );
    }
}
