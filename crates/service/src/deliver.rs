//! Messages on their way from the outbox to whoever sends them, and what became of them.
//!
//! A message is claimed for a while (its lease) and sent at least once: a process that dies between
//! sending and saying so leaves it to be sent again when the lease has ended. Nothing that is sent
//! twice does harm: a code is the same code, a notice tells the same.

use jiff::Timestamp;
use store::messages::{AfterFailure, QueuedMessage, Route};

use crate::counts::Counters;
use crate::fault::Trouble;
use crate::irp::Irp;
use crate::messages::{MessageKind, OutgoingMessage};

/// Why a message that cannot be opened is given up.
const UNREADABLE: &str = "no key opens it";
/// Why a message that tells of no kind is given up.
const WITHOUT_KIND: &str = "queued by a version that sent no messages";

/// A message that this process has claimed.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageToSend {
    /// Its number.
    pub id: i64,
    /// How it travels.
    pub route: Route,
    /// Which try this is, from 1.
    pub try_number: u32,
    /// What it is about.
    pub kind: MessageKind,
    /// Mobile number or e-mail address.
    pub to: String,
    /// An e-mail's subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The values in it, in the order of its kind's variables.
    pub values: Vec<String>,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// From then on it is not to be sent any more.
    pub expires_at: Option<Timestamp>,
}

impl std::fmt::Debug for MessageToSend {
    /// Without what is personal.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("MessageToSend")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("try_number", &self.try_number)
            .finish_non_exhaustive()
    }
}

impl Irp {
    /// Claims messages of a route that are due, the longest due first, at most `limit` of them.
    /// For `lease_s` seconds nobody else gets them. What cannot be opened is given up and logged.
    pub async fn claim_messages(
        &self,
        route: Route,
        lease_s: u32,
        limit: u32,
    ) -> Result<Vec<MessageToSend>, Trouble> {
        let claimed = self
            .store()
            .claim_messages(route, self.now(), lease_s, limit)
            .await;
        let mut to_send = Vec::new();
        for queued in self.stored(claimed)? {
            match self.opened(&queued) {
                Ok(message) => to_send.push(message),
                Err(reason) => {
                    let tries = queued.delivery.tries;
                    self.give_up((queued.id, route), tries, reason).await?;
                }
            }
        }
        Ok(to_send)
    }

    fn opened(&self, queued: &QueuedMessage) -> Result<MessageToSend, &'static str> {
        let sealed = &queued.message.sealed;
        let outgoing = OutgoingMessage::open(&self.keys().data, sealed).ok_or(UNREADABLE)?;
        Ok(MessageToSend {
            id: queued.id,
            route: queued.message.route,
            try_number: queued.delivery.tries,
            kind: outgoing.kind.ok_or(WITHOUT_KIND)?,
            to: outgoing.to,
            subject: outgoing.subject.unwrap_or_default(),
            text: outgoing.text,
            values: outgoing.values,
            queued_at: queued.message.created_at,
            expires_at: outgoing.expires_at,
        })
    }

    /// A message was handed over; `receipt` is what the other side calls it.
    pub async fn message_sent(
        &self,
        message: &MessageToSend,
        receipt: Option<String>,
    ) -> Result<(), Trouble> {
        let marked = self
            .store()
            .message_sent(message.id, receipt, self.now())
            .await;
        self.stored(marked)?;
        Counters::count(&self.counters().messages_of(message.route).sent);
        let (id, tries, kind) = (message.id, message.try_number, message.kind.name());
        tracing::info!(id, kind, route = ?message.route, tries, "message sent");
        Ok(())
    }

    /// A message was not sent this time; it is due again at `next_try_at`. `reason` names nobody.
    pub async fn message_put_off(
        &self,
        message: &MessageToSend,
        reason: &str,
        next_try_at: Timestamp,
    ) -> Result<(), Trouble> {
        let then = AfterFailure::TryAgain { at: next_try_at };
        let marked = self
            .store()
            .message_failed(message.id, message.try_number, reason, then)
            .await;
        self.stored(marked)?;
        Counters::count(&self.counters().messages_of(message.route).put_off);
        let (id, tries, kind) = (message.id, message.try_number, message.kind.name());
        let route = message.route;
        tracing::warn!(id, kind, ?route, tries, reason, %next_try_at, "message not sent");
        Ok(())
    }

    /// A message is never sent. `reason` names nobody.
    pub async fn message_given_up(
        &self,
        message: &MessageToSend,
        reason: &str,
    ) -> Result<(), Trouble> {
        let (id, route) = (message.id, message.route);
        self.give_up((id, route), message.try_number, reason).await
    }

    async fn give_up(
        &self,
        (id, route): (i64, Route),
        tries: u32,
        reason: &str,
    ) -> Result<(), Trouble> {
        let then = AfterFailure::GiveUp { at: self.now() };
        let marked = self.store().message_failed(id, tries, reason, then).await;
        self.stored(marked)?;
        Counters::count(&self.counters().messages_of(route).given_up);
        tracing::error!(id, tries, reason, "message given up");
        Ok(())
    }
}
