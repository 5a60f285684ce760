//! What can go wrong, in words that name nobody and tell no secret.

use std::fmt;

/// A message was not handed over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// No connection, or one that broke off.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// Neither yes nor no in time; it may have been handed over.
    #[error("the gateway did not answer in time")]
    TimedOut,
    /// The gateway said no, for now.
    #[error("the gateway answered {status}")]
    Answered {
        /// The status of HTTP or the code of SMTP.
        status: u16,
        /// After how many seconds the gateway wants to be asked again.
        retry_after_s: Option<u32>,
    },
    /// An answer that should hold a receipt and does not: gateways answer 200 for refusals too.
    #[error("the gateway's answer holds no receipt")]
    NoReceipt,
    /// The server does not offer what the settings ask for, such as STARTTLS or a login.
    #[error("the gateway does not offer what its settings ask for")]
    NotOffered,
    /// TLS failed: certificate or protocol.
    #[error("no secure connection to the gateway can be made")]
    NotSecure,
    /// The recipient is no address, or one that the server will never take.
    #[error("the recipient is not accepted")]
    BadRecipient,
    /// No template is registered for this kind of message.
    #[error("no template is registered for this kind of message")]
    NoTemplate,
    /// The message cannot be written in the form that the gateway wants.
    #[error("the message does not fit the gateway's form")]
    Unwritable,
}

impl SendFault {
    /// Whether another try cannot end otherwise.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::BadRecipient | Self::NoTemplate | Self::Unwritable
        )
    }

    /// After how many seconds the gateway wants to be asked again.
    pub fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Answered { retry_after_s, .. } => *retry_after_s,
            _ => None,
        }
    }
}

/// What is wrong with a gateway's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingFault {
    /// The setting.
    pub setting: &'static str,
    /// What is wrong, and what is right.
    pub words: String,
}

impl SettingFault {
    pub(crate) fn new(setting: &'static str, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { setting, words }
    }
}

impl fmt::Display for SettingFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.setting, self.words)
    }
}

impl std::error::Error for SettingFault {}
