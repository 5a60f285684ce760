//! Messages on their way out: one-time passwords and notices.
//!
//! A message is written in the commit of what it is about and sent afterwards, so that nothing is
//! announced that did not happen and nothing that happened goes unannounced. It stays afterwards,
//! with what became of it. The sandbox shows the queue as its inbox.
//!
//! Messages are handed over at least once: a claim is a lease, and whoever dies before saying what
//! became of a message leaves it to the next one.

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

impl Route {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Email];

    /// The word in figures.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }
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
    /// What became of it.
    pub delivery: Delivery,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// How far it has come.
    pub state: DeliveryState,
    /// How often it was claimed.
    pub tries: u32,
    /// What whoever took it over calls it.
    pub receipt: Option<String>,
    /// Why the last try failed.
    pub reason: Option<String>,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent.
    Waiting {
        /// From then on it can be claimed: it is due, or the lease of whoever has it has ended.
        due_at: Timestamp,
    },
    /// It was handed over.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// It is never sent.
    GivenUp {
        /// Since when.
        at: Timestamp,
    },
}

/// What follows a try that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// Another try.
    TryAgain {
        /// Not before then.
        at: Timestamp,
    },
    /// Nothing.
    GiveUp {
        /// Since now.
        at: Timestamp,
    },
}

/// The queue of messages.
#[async_trait]
pub trait Outbox: Send + Sync + 'static {
    /// Queues messages that belong to nothing else.
    async fn queue_messages(&self, messages: Vec<NewMessage>) -> StoreResult<()>;

    /// The newest messages, newest first, whatever became of them.
    async fn newest_messages(&self, limit: u32) -> StoreResult<Vec<QueuedMessage>>;

    /// Claims messages of a route that are due, at most `limit`, the longest due first, and counts
    /// a try for each. For `lease_s` seconds nobody else, in whatever process, gets them; then they
    /// are due again, unless it was said what became of them.
    async fn claim_messages(
        &self,
        route: Route,
        now: Timestamp,
        lease_s: u32,
        limit: u32,
    ) -> StoreResult<Vec<QueuedMessage>>;

    /// A message was handed over, whoever has the lease by now. `false`: that was known before.
    async fn message_sent(
        &self,
        id: i64,
        receipt: Option<String>,
        at: Timestamp,
    ) -> StoreResult<bool>;

    /// A try failed. `false` and no change when it is not the message's latest try any more, or
    /// nothing waits: whoever has claimed it meanwhile decides.
    async fn message_failed(
        &self,
        id: i64,
        try_number: u32,
        reason: &str,
        then: AfterFailure,
    ) -> StoreResult<bool>;
}
