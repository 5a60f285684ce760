//! One log line a request, which is a public interface.
//!
//! Target `request`, level `info`, with the fields `method`, `route` (the template, never the
//! path itself), `status`, `code` (the first error code, empty for a success), `duration_ms` and
//! `bytes` (of the answer's body). No header, no query, no body, nobody's name or number.

use std::time::Instant;

use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

use crate::reply::AnswerCode;

/// Runs a request and writes its line.
#[expect(
    clippy::disallowed_methods,
    reason = "the log tells how long a request took; nothing is decided by that clock"
)]
pub(crate) async fn logged(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let code = response.extensions().get::<AnswerCode>();
    tracing::info!(
        target: "request",
        method = %method,
        route = route.as_ref().map_or("", MatchedPath::as_str),
        status = response.status().as_u16(),
        code = code.map_or("", |code| code.0),
        duration_ms = began.elapsed().as_secs_f64() * 1_000.0,
        bytes = response.body().size_hint().exact().unwrap_or(0),
        "answered"
    );
    response
}
