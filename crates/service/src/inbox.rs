//! The queue of messages, opened: what a sandbox shows as its inbox.

use jiff::Timestamp;
use store::messages::Route;

use crate::fault::Trouble;
use crate::irp::Irp;
use crate::messages::{CONTEXT, OutgoingMessage};

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxMessage {
    /// Ascending number.
    pub id: i64,
    /// Mobile number or e-mail address.
    pub to: String,
    /// The text.
    pub text: String,
    /// The one-time password in it.
    pub otp: Option<String>,
    /// When it was queued.
    pub sent_at: Timestamp,
    /// How it travels.
    pub route: Route,
}

impl Irp {
    /// The newest messages, newest first. For sandboxes: nobody reads another's messages in a real
    /// portal, so there the list is empty.
    pub async fn inbox(&self, limit: u32) -> Result<Vec<InboxMessage>, Trouble> {
        if !self.settings().sandbox {
            return Ok(Vec::new());
        }
        let queued = self.stored(self.store().newest_messages(limit).await)?;
        let mut inbox = Vec::with_capacity(queued.len());
        for message in queued {
            let plain = self
                .keys()
                .data
                .open(&message.message.sealed, CONTEXT)
                .map_err(|fault| self.internal(&fault))?;
            let opened: OutgoingMessage =
                serde_json::from_slice(&plain).map_err(|error| self.internal(&error))?;
            inbox.push(InboxMessage {
                id: message.id,
                to: opened.to,
                text: opened.text,
                otp: opened.otp,
                sent_at: message.message.created_at,
                route: message.message.route,
            });
        }
        Ok(inbox)
    }
}
