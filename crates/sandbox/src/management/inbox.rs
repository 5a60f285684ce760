//! The inbox: every message that a real portal would have sent.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use service::InboxMessage;

use super::Management;
use super::problem::Problem;

/// Messages that are shown.
pub(super) const MESSAGES_MAX: u32 = 100;

/// A message as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    to: String,
    text: String,
    otp: Option<String>,
    sent_at: Timestamp,
}

impl From<InboxMessage> for Message {
    fn from(message: InboxMessage) -> Self {
        Self {
            to: message.to,
            text: message.text,
            otp: message.otp,
            sent_at: message.sent_at,
        }
    }
}

/// The messages, newest first.
pub(super) async fn list(
    State(management): State<Management>,
) -> Result<Json<Vec<Message>>, Problem> {
    let messages = management.irp.inbox(MESSAGES_MAX).await?;
    Ok(Json(messages.into_iter().map(Message::from).collect()))
}
