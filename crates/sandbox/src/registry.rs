//! The GST common portal's public taxpayer search, served from the directory in its own shape, so
//! that the adapter an operator uses against the real one is exercised by every look-up.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use gst::Gstin;
use serde::Deserialize;
use serde_json::{Value, json};
use service::registry::{answer_json, unknown_json};

use crate::directory::Directory;

/// The public search's code for a request that it cannot read.
const MALFORMED_REQUEST: &str = "SWEB_9000";

/// The question.
#[derive(Debug, Deserialize)]
struct Search {
    #[serde(default)]
    action: String,
    #[serde(default)]
    gstin: String,
}

/// The search, below the paths of the real one.
pub fn router(directory: Arc<Directory>) -> Router {
    Router::new()
        .route("/commonapi/v1.1/search", get(search))
        .with_state(directory)
}

async fn search(
    State(directory): State<Arc<Directory>>,
    Query(question): Query<Search>,
) -> (StatusCode, Json<Value>) {
    let gstin = Gstin::parse(&question.gstin);
    let (Ok(gstin), "TP") = (gstin, question.action.as_str()) else {
        let words = "The request needs action=TP and a well-formed gstin";
        let refusal = json!({ "error": { "errorCd": MALFORMED_REQUEST, "message": words } });
        return (StatusCode::BAD_REQUEST, Json(refusal));
    };
    let taxpayer = directory.taxpayer(&gstin);
    let answer = taxpayer.map_or_else(unknown_json, |taxpayer| answer_json(&taxpayer));
    (StatusCode::OK, Json(answer))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn ask(question: &str) -> (StatusCode, Value) {
        let router = router(Arc::new(Directory::open(None).unwrap()));
        let path = format!("/commonapi/v1.1/search?{question}");
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn a_taxpayer_in_the_shape_of_the_public_search() {
        let (status, answer) = ask("action=TP&gstin=29AABCT1332L000").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(answer["gstin"], "29AABCT1332L000");
        assert_eq!(answer["sts"], "Active");
        assert_eq!(answer["rgdt"], "01/07/2017");
    }

    #[tokio::test]
    async fn unknown_and_unreadable_questions() {
        let (status, answer) = ask("action=TP&gstin=33AABCT1332L000").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(answer["error"]["errorCd"], "SWEB_9035");
        for question in ["action=TP&gstin=33", "gstin=29AABCT1332L000", ""] {
            let (status, answer) = ask(question).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{question}");
            assert_eq!(answer["error"]["errorCd"], MALFORMED_REQUEST);
        }
    }
}
