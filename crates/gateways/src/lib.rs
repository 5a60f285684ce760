//! Sends what the outbox holds: text messages by whatever HTTP gateway an operator has a contract
//! with, e-mails by SMTP.
//!
//! A [`Worker`] claims messages from the outbox, hands each to its [`Gateway`], and writes down
//! what became of it. Nothing that names a person, and no secret, gets into a log, an error or the
//! outbox's reasons: what the other side says is never repeated, only its status.

pub mod email;
mod fault;
mod loopback;
pub mod sms;
mod worker;

use std::time::Duration;

use service::MessageToSend;
use store::messages::Route;

pub use email::EmailGateway;
pub use fault::{SendFault, SettingFault};
pub use sms::SmsGateway;
pub use worker::{BACKOFF_FIRST_S, BACKOFF_MAX_S, DeliverySettings, LEASE_MARGIN_S, Worker};

/// Characters of a receipt that are kept.
pub const RECEIPT_CHARS_MAX: usize = 100;

/// Whoever carries messages of one route.
#[derive(Debug)]
pub enum Gateway {
    /// Text messages.
    Sms(SmsGateway),
    /// E-mails.
    Email(EmailGateway),
}

impl Gateway {
    /// What it carries.
    pub fn route(&self) -> Route {
        match self {
            Self::Sms(_) => Route::Sms,
            Self::Email(_) => Route::Email,
        }
    }

    /// How long one message may take; then it has failed.
    pub fn send_duration_max(&self) -> Duration {
        match self {
            Self::Sms(gateway) => gateway.send_duration_max(),
            Self::Email(gateway) => gateway.send_duration_max(),
        }
    }

    /// Whether it can be reached: a connection with its TLS and its greeting, for a mail server
    /// the login, too. Nothing is sent.
    pub async fn probe(&self) -> Result<(), SendFault> {
        let probing = async {
            match self {
                Self::Sms(gateway) => gateway.probe().await,
                Self::Email(gateway) => gateway.probe().await,
            }
        };
        let probed = tokio::time::timeout(self.send_duration_max(), probing).await;
        probed.map_err(|_| SendFault::TimedOut)?
    }

    /// Hands a message over. The answer is what the other side calls it, if it says so.
    pub async fn send(&self, message: &MessageToSend) -> Result<Option<String>, SendFault> {
        let limit = self.send_duration_max();
        let sending = async {
            match self {
                Self::Sms(gateway) => gateway.send(message).await,
                Self::Email(gateway) => gateway.send(message).await,
            }
        };
        let receipt = tokio::time::timeout(limit, sending).await;
        Ok(receipt
            .map_err(|_| SendFault::TimedOut)??
            .and_then(|text| kept(&text)))
    }
}

/// A receipt as it is kept: visible ASCII, cut off; `None` when nothing is left.
fn kept(receipt: &str) -> Option<String> {
    let visible = receipt.chars().filter(|sign| matches!(sign, ' '..='~'));
    let kept: String = visible.take(RECEIPT_CHARS_MAX).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_are_kept_in_visible_letters_up_to_their_limit() {
        assert_eq!(kept(" R-1\r\n").as_deref(), Some("R-1"));
        assert_eq!(kept("\u{0}\u{202e}"), None);
        for (length, left) in [(RECEIPT_CHARS_MAX, 100), (RECEIPT_CHARS_MAX + 1, 100)] {
            assert_eq!(kept(&"x".repeat(length)).map(|text| text.len()), Some(left));
        }
    }
}
