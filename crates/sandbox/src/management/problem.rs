//! What is wrong with a request: every fault at once, each with a pointer into the body.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use service::Trouble;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Wrong {
    /// JSON pointer to the member; empty for the whole request.
    pub(super) pointer: &'static str,
    /// What is wrong with it.
    pub(super) message: String,
}

impl Wrong {
    pub(super) fn new(pointer: &'static str, message: impl Into<String>) -> Self {
        Self {
            pointer,
            message: message.into(),
        }
    }
}

/// An answer that refuses.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    errors: Vec<Wrong>,
}

impl Problem {
    /// The members of the body are wrong.
    pub(super) fn members(errors: Vec<Wrong>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            errors,
        }
    }

    /// One thing is wrong.
    pub(super) fn one(status: StatusCode, pointer: &'static str, message: &str) -> Self {
        Self {
            status,
            errors: vec![Wrong::new(pointer, message)],
        }
    }
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        let (status, message) = match trouble {
            Trouble::Unavailable(unavailable) => (
                StatusCode::SERVICE_UNAVAILABLE,
                format!("The {} cannot be reached at the moment.", unavailable.what),
            ),
            Trouble::Internal { reference } => (
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("Something went wrong; the log has it under {reference}."),
            ),
        };
        Self::one(status, "", &message)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "errors": self.errors }))).into_response()
    }
}
