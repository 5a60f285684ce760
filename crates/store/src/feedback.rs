//! What users say about the pages.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreResult;

/// One piece of feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// When.
    pub at: Timestamp,
    /// The page it is about, a path without query.
    pub page: String,
    /// The page's language, `en` or `hi`.
    pub language: String,
    /// What was said.
    pub text: String,
    /// How to reach the writer, sealed under the data key.
    pub contact_sealed: Option<Vec<u8>>,
}

/// The feedback box.
#[async_trait]
pub trait FeedbackBox: Send + Sync + 'static {
    /// Keeps a piece of feedback.
    async fn leave_feedback(&self, feedback: Feedback) -> StoreResult<()>;

    /// Feedback, newest first.
    async fn feedback(&self, limit: u32) -> StoreResult<Vec<Feedback>>;
}
