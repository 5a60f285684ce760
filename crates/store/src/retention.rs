//! What is deleted when its time is over.
//!
//! Deleting goes in small batches, each a commit of its own, so that nobody who issues waits for
//! it; and one process at a time does it. How long each thing is kept is judged elsewhere: here
//! come moments.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreResult;

/// What is past its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expired {
    /// Documents acknowledged before a moment, with their cancellations and e-way bills. The
    /// series of numbers stay.
    Documents(Timestamp),
    /// Messages queued before a moment, whatever became of them.
    Messages(Timestamp),
    /// Feedback left before a moment.
    Feedback(Timestamp),
    /// Sessions begun before a moment.
    Sessions(Timestamp),
    /// API tokens that ended before a moment.
    ApiTokens(Timestamp),
    /// Proofs started before a moment.
    Proofs(Timestamp),
    /// Records of codes sent before a moment.
    CodeSends(Timestamp),
}

impl Expired {
    /// Its word for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents(_) => "documents",
            Self::Messages(_) => "messages",
            Self::Feedback(_) => "feedback",
            Self::Sessions(_) => "sessions",
            Self::ApiTokens(_) => "API tokens",
            Self::Proofs(_) => "proofs of a mobile",
            Self::CodeSends(_) => "records of sent codes",
        }
    }

    /// Before when.
    pub fn before(self) -> Timestamp {
        match self {
            Self::Documents(before)
            | Self::Messages(before)
            | Self::Feedback(before)
            | Self::Sessions(before)
            | Self::ApiTokens(before)
            | Self::Proofs(before)
            | Self::CodeSends(before) => before,
        }
    }
}

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purged {
    /// So many rows are gone (documents, not what went with them); 0: nothing is left.
    Rows(u64),
    /// Another process is deleting at this moment.
    Elsewhere,
}

/// Deleting what is past its time.
#[async_trait]
pub trait Retention: Send + Sync + 'static {
    /// How many rows are past their time.
    async fn count_expired(&self, expired: Expired) -> StoreResult<u64>;

    /// Deletes at most `limit` of them, the oldest first.
    async fn purge(&self, expired: Expired, limit: u32) -> StoreResult<Purged>;
}
