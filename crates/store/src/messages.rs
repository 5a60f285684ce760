//! Messages on their way out: one-time passwords and notices.
//!
//! A message is written in the commit of what it is about and sent afterwards, so that nothing is
//! announced that did not happen and nothing that happened goes unannounced. The sandbox shows
//! the queue as its inbox.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreResult;

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// A text message to a mobile.
    Sms,
    /// An e-mail.
    Email,
}

/// A message about to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// How it travels.
    pub route: Route,
    /// Recipient and text, sealed under the data key.
    pub sealed: Vec<u8>,
    /// Now.
    pub created_at: Timestamp,
}

/// A queued message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedMessage {
    /// Ascending number.
    pub id: i64,
    /// The message.
    pub message: NewMessage,
}

/// The queue of messages.
#[async_trait]
pub trait Outbox: Send + Sync + 'static {
    /// Queues messages that belong to nothing else.
    async fn queue_messages(&self, messages: Vec<NewMessage>) -> StoreResult<()>;

    /// The newest messages, newest first.
    async fn newest_messages(&self, limit: u32) -> StoreResult<Vec<QueuedMessage>>;
}
