//! What is sent to taxpayers, and how it rests in the queue: recipient and text sealed under the
//! data key, because both are personal data.
//!
//! Each text message is one SMS: at most 160 characters of the GSM alphabet. An e-mail says the
//! same in English and in Hindi.

mod kind;

use jiff::Timestamp;
use seal::DataKeys;
use serde::{Deserialize, Serialize};
use store::messages::{NewMessage, Route};

use crate::fault::Trouble;
use crate::irp::Irp;
use crate::taxpayers::KnownTaxpayer;

pub use kind::{MessageKind, Variable, VariableType};

/// Characters of one SMS in the GSM alphabet.
pub const SMS_CHARS_MAX: usize = 160;

/// Binds sealed messages to their use.
pub(crate) const CONTEXT: &[u8] = b"message";

/// A message as it is sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingMessage {
    /// Mobile number or e-mail address.
    pub to: String,
    /// The text.
    pub text: String,
    /// The one-time password in it, for a sandbox's inbox.
    pub otp: Option<String>,
    /// What it is about; `None` in messages of versions that sent none.
    #[serde(default)]
    pub kind: Option<MessageKind>,
    /// The values in its text, in the order of its kind's variables.
    #[serde(default)]
    pub values: Vec<String>,
    /// An e-mail's subject.
    #[serde(default)]
    pub subject: Option<String>,
    /// From then on it is worth nothing and is not sent any more.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

impl std::fmt::Debug for OutgoingMessage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OutgoingMessage(…)")
    }
}

impl OutgoingMessage {
    /// A message out of the queue. `None`: no key opens it.
    pub(crate) fn open(keys: &DataKeys, sealed: &[u8]) -> Option<Self> {
        let plain = keys.open(sealed, CONTEXT).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

/// Where a taxpayer can be reached.
pub(crate) struct Contact {
    pub(crate) mobile: Option<String>,
    pub(crate) email: Option<String>,
}

/// What is to be told.
pub(crate) struct Notice<'a> {
    pub(crate) kind: MessageKind,
    /// The values of the kind's variables, in their order.
    pub(crate) values: &'a [&'a str],
    /// A code, and when it ends.
    pub(crate) code: Option<(&'a str, Timestamp)>,
}

impl Irp {
    /// A notice about an account, with User Id and GSTIN, to mobile and e-mail of its taxpayer's
    /// registration as far as they are known.
    pub(crate) fn account_notices(
        &self,
        kind: MessageKind,
        user_name: &str,
        known: Option<&KnownTaxpayer>,
    ) -> Result<Vec<NewMessage>, Trouble> {
        let Some(KnownTaxpayer { taxpayer, .. }) = known else {
            return Ok(Vec::new());
        };
        let notice = Notice {
            kind,
            values: &[user_name, taxpayer.gstin.as_str()],
            code: None,
        };
        let contact = Contact {
            mobile: taxpayer.mobile.clone(),
            email: taxpayer.email.clone(),
        };
        self.messages_to(&contact, &notice)
    }

    /// A notice to every address of a taxpayer, sealed.
    pub(crate) fn messages_to(
        &self,
        contact: &Contact,
        notice: &Notice<'_>,
    ) -> Result<Vec<NewMessage>, Trouble> {
        let (kind, brand) = (notice.kind, self.settings().brand.as_str());
        let routes = [
            (Route::Sms, &contact.mobile),
            (Route::Email, &contact.email),
        ];
        let mut messages = Vec::with_capacity(routes.len());
        for (route, to) in routes {
            let Some(to) = to else { continue };
            let (text, subject) = match route {
                Route::Sms => (kind.text(brand, notice.values), None),
                Route::Email => (
                    kind.email_text(brand, notice.values),
                    Some(kind.subject(brand)),
                ),
            };
            let message = OutgoingMessage {
                to: to.clone(),
                text,
                otp: notice.code.map(|(code, _)| code.to_owned()),
                kind: Some(kind),
                values: notice.values.iter().map(ToString::to_string).collect(),
                subject,
                expires_at: notice.code.map(|(_, expires_at)| expires_at),
            };
            let plain = serde_json::to_vec(&message).map_err(|error| self.internal(&error))?;
            messages.push(NewMessage {
                route,
                sealed: self.seal_data(&plain, CONTEXT),
                created_at: self.now(),
            });
        }
        Ok(messages)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    /// The longest brand that a header of an Indian SMS text leaves room for here.
    const LONGEST_BRAND: &str = "Mohar Sandbox";
    /// The longest values that there are.
    const LONGEST: [(&str, &str); 4] = [
        ("code", "123456"),
        ("minutes", "10"),
        ("gstin", "29AAACM0000A1ZI"),
        ("user_name", "ABCDEFGHIJKLMNO"),
    ];

    fn values(kind: MessageKind) -> Vec<&'static str> {
        let value = |variable: &Variable| {
            let found = LONGEST.iter().find(|(name, _)| *name == variable.name);
            found.unwrap().1
        };
        kind.variables().iter().map(value).collect()
    }

    fn is_one_sms(text: &str) -> bool {
        // These are in ASCII and not in the GSM alphabet's single characters.
        let costly = ['^', '{', '}', '[', ']', '~', '|', '\\', '`'];
        text.len() <= SMS_CHARS_MAX && text.is_ascii() && !text.contains(costly)
    }

    #[test]
    fn every_text_is_one_sms() {
        for brand in ["Mohar", LONGEST_BRAND] {
            for kind in MessageKind::ALL {
                let text = kind.text(brand, &values(kind));
                assert!(is_one_sms(&text), "{} characters: {text}", text.len());
            }
        }
    }

    #[test]
    fn an_email_says_it_in_both_languages_and_its_subject_tells_nothing_of_it() {
        for kind in MessageKind::ALL {
            let values = values(kind);
            let (text, subject) = (kind.email_text("Mohar", &values), kind.subject("Mohar"));
            let (english, hindi) = text.trim_end().split_once("\n\n").unwrap();
            assert_eq!(english, kind.text("Mohar", &values));
            for value in values {
                assert!(hindi.contains(value), "{kind:?}: {hindi}");
                assert!(!subject.contains(value), "{kind:?}: {subject}");
            }
            let devanagari =
                |text: &str| text.contains(|sign| ('\u{900}'..='\u{97f}').contains(&sign));
            assert!(devanagari(hindi) && !devanagari(english));
        }
    }

    #[test]
    fn a_code_stands_first_so_that_a_phone_shows_it_in_its_notice() {
        let text = MessageKind::CodeRegister.text("Mohar", &["004711", "29AAACM0000A1ZI", "10"]);
        assert!(text.starts_with("004711 is your code"));
        assert!(text.contains("29AAACM0000A1ZI"));
    }

    #[test]
    fn a_message_of_a_version_that_sent_none_can_be_read() {
        let old = r#"{"to":"9999912345","text":"x","otp":null}"#;
        let read: OutgoingMessage = serde_json::from_str(old).unwrap();
        assert_eq!((read.kind, read.expires_at), (None, None));
    }
}
