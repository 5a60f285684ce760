//! What is sent to taxpayers, and how it rests in the queue: recipient and text sealed under the
//! data key, because both are personal data.
//!
//! Each text is one SMS: at most 160 characters of the GSM alphabet. Gateways drop texts that
//! differ from the registered template, so the words stand here and nowhere else.

use gst::Gstin;
use serde::{Deserialize, Serialize};
use store::messages::{NewMessage, Route};
use store::proofs::Purpose;

use crate::fault::Trouble;
use crate::irp::Irp;

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
}

impl std::fmt::Debug for OutgoingMessage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OutgoingMessage(…)")
    }
}

/// Where a taxpayer can be reached.
pub(crate) struct Contact {
    pub(crate) mobile: Option<String>,
    pub(crate) email: Option<String>,
}

/// What a text with a code says.
pub(crate) struct CodeText<'a> {
    pub(crate) brand: &'a str,
    pub(crate) code: &'a str,
    pub(crate) gstin: &'a Gstin,
    pub(crate) purpose: Purpose,
    pub(crate) minutes: u32,
}

/// The text that carries a code.
pub(crate) fn code_text(text: &CodeText<'_>) -> String {
    let CodeText {
        brand,
        code,
        gstin,
        purpose,
        minutes,
    } = text;
    let what = match purpose {
        Purpose::Register => "register",
        Purpose::Enable => "enable e-invoicing for",
        Purpose::Recover => "set a new password for",
    };
    format!(
        "{code} is your code to {what} GSTIN {gstin} on {brand}. It is good for {minutes} \
         minutes. Never share it with anybody. -{brand}"
    )
}

/// The text that tells of a new account.
pub(crate) fn account_text(brand: &str, user_name: &str, gstin: &Gstin) -> String {
    format!(
        "User Id {user_name} was created for GSTIN {gstin} on {brand}. If this was not you, tell \
         the {brand} help desk at once. -{brand}"
    )
}

/// The text that tells of an enablement.
pub(crate) fn enabled_text(brand: &str, gstin: &Gstin) -> String {
    format!(
        "E-invoicing is now enabled for GSTIN {gstin} on {brand}. If this was not you, tell the \
         {brand} help desk at once. -{brand}"
    )
}

/// The text that tells of a new password. It names the User Id, which may be what was forgotten.
pub(crate) fn new_password_text(brand: &str, user_name: &str, gstin: &Gstin) -> String {
    format!(
        "New password for User Id {user_name} of GSTIN {gstin} on {brand}. If it was not you, \
         tell the {brand} help desk at once. -{brand}"
    )
}

impl Irp {
    /// One text to every address of a taxpayer, sealed.
    pub(crate) fn messages_to(
        &self,
        contact: &Contact,
        text: &str,
        otp: Option<&str>,
    ) -> Result<Vec<NewMessage>, Trouble> {
        let routes = [
            (Route::Sms, &contact.mobile),
            (Route::Email, &contact.email),
        ];
        let mut messages = Vec::with_capacity(routes.len());
        for (route, to) in routes {
            let Some(to) = to else { continue };
            let message = OutgoingMessage {
                to: to.clone(),
                text: text.to_owned(),
                otp: otp.map(ToOwned::to_owned),
            };
            let plain = serde_json::to_vec(&message).map_err(|error| self.internal(&error))?;
            messages.push(NewMessage {
                route,
                sealed: self.keys().data.seal(&plain, CONTEXT, self.randomness()),
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

    fn is_one_sms(text: &str) -> bool {
        // These are in ASCII and not in the GSM alphabet's single characters.
        let costly = ['^', '{', '}', '[', ']', '~', '|', '\\', '`'];
        text.len() <= SMS_CHARS_MAX && text.is_ascii() && !text.contains(costly)
    }

    #[test]
    fn every_text_is_one_sms() {
        let gstin = Gstin::with_check_digit("29AAACM0000A1Z").unwrap();
        for brand in ["Mohar", LONGEST_BRAND] {
            for purpose in [Purpose::Register, Purpose::Enable, Purpose::Recover] {
                let text = code_text(&CodeText {
                    brand,
                    code: "123456",
                    gstin: &gstin,
                    purpose,
                    minutes: 10,
                });
                assert!(is_one_sms(&text), "{} characters: {text}", text.len());
            }
            for text in [
                account_text(brand, "ABCDEFGHIJKLMNO", &gstin),
                enabled_text(brand, &gstin),
                new_password_text(brand, "ABCDEFGHIJKLMNO", &gstin),
            ] {
                assert!(is_one_sms(&text), "{} characters: {text}", text.len());
            }
        }
    }

    #[test]
    fn a_code_stands_first_so_that_a_phone_shows_it_in_its_notice() {
        let gstin = Gstin::with_check_digit("29AAACM0000A1Z").unwrap();
        let text = code_text(&CodeText {
            brand: "Mohar",
            code: "004711",
            gstin: &gstin,
            purpose: Purpose::Register,
            minutes: 10,
        });
        assert!(text.starts_with("004711 is your code"));
        assert!(text.contains(gstin.as_str()));
    }
}
