//! The sections about messages: how they are delivered, the gateway for text messages, the mail
//! server. Without `sms.url` and `email.host` messages stay in the outbox.

mod email;
mod sms;

use std::path::PathBuf;
use std::time::Duration;

use gateways::sms::SmsSettings;
use gateways::{DeliverySettings, SettingFault};

use super::reader::{Reader, Section};
pub(crate) use email::Email;

/// How messages leave the portal.
#[derive(Clone, Debug)]
pub(crate) struct Messages {
    /// How they are delivered.
    pub(crate) delivery: DeliverySettings,
    /// The gateway for text messages, and the file of its secret.
    pub(crate) sms: Option<(SmsSettings, Option<PathBuf>)>,
    /// The mail server.
    pub(crate) email: Option<Email>,
}

pub(super) fn messages(reader: &mut Reader<'_>, public_url: Option<&str>) -> Messages {
    let delivery = delivery(reader);
    let host = public_url.and_then(|url| reqwest::Url::parse(url).ok());
    let host = host.and_then(|url| url.host_str().map(ToOwned::to_owned));
    Messages {
        delivery,
        sms: sms::sms(reader),
        email: email::email(reader, host),
    }
}

fn delivery(reader: &mut Reader<'_>) -> DeliverySettings {
    let mut section = reader.section("messages");
    let at_once_max = section.number(
        "at_once_max",
        8,
        1..=1_000,
        "Text messages, and likewise e-mails, that this process sends at a time.",
    );
    let look_ms = section.number(
        "look_ms",
        1_000,
        50..=60_000,
        "How often the outbox is searched for messages that are due. A code waits half as long on \
         average.",
    );
    let give_up_s = section.number(
        "give_up_s",
        86_400,
        60..=604_800,
        "How long after it was queued a message that could not be sent is tried again. Codes are \
         never sent after their life.",
    );
    DeliverySettings {
        at_once_max,
        look: milliseconds(look_ms),
        give_up_s,
    }
}

fn milliseconds(count: u32) -> Duration {
    Duration::from_millis(u64::from(count))
}

/// One of a few words.
fn word(
    section: &mut Section<'_, '_>,
    key: &'static str,
    (allowed, kind): (&[&str], &str),
    words: &'static str,
) -> String {
    let default = allowed.first().map(ToString::to_string);
    let read = section.parsed(key, (default, kind), words, |text| {
        allowed.contains(&text).then(|| text.to_owned())
    });
    read.unwrap_or_default()
}

fn note(section: &mut Section<'_, '_>, faults: Vec<SettingFault>) {
    for fault in faults {
        section.fault(fault.setting, fault.words);
    }
}

/// A gateway for text messages with everything that it needs.
#[cfg(test)]
pub(super) const SMS: &str = r#"
[sms]
url = "https://sms.example.in/send?to={to}&text={text}&id={template_id}"
method = "GET"
entity_id = "1101000000000000001"
header = "MOHARS"
template_code_register = "1"
template_code_enable = "2"
template_code_recover = "3"
template_code_log_in = "7"
template_account_created = "4"
template_enabled = "5"
template_password_replaced = "6"
"#;

#[cfg(test)]
mod tests;
