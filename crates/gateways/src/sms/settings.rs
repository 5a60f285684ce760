//! How a gateway for text messages is described, and all that can be wrong with a description.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;
use service::messages::MessageKind;

use super::template::{Place, Template, Writing};
use crate::fault::SettingFault;
use crate::loopback::is_loopback;

/// Characters of a template.
pub const TEMPLATE_CHARS_MAX: usize = 2_000;
/// A value with every sign that could break out of its place.
const NASTY: &str = "a\"\\'<>&%{}\n /?#";

/// How a gateway is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmsMethod {
    /// Everything is in the address.
    Get,
    /// With a body.
    Post,
}

/// The form of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyForm {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `application/xml`
    Xml,
}

impl BodyForm {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Xml => "application/xml",
        }
    }

    pub(super) fn writing(self) -> Writing {
        match self {
            Self::Json => Writing::Json,
            Self::Form => Writing::Percent,
            Self::Xml => Writing::Xml,
        }
    }
}

/// How a gateway for text messages is reached and asked.
#[derive(Clone)]
pub struct SmsSettings {
    /// The address, with places.
    pub url: String,
    /// How it is asked.
    pub method: SmsMethod,
    /// Headers such as `Authorization: Bearer {secret}`, with places that are the same in every
    /// message.
    pub headers: Vec<String>,
    /// The body, with places, if it is asked with one.
    pub body: Option<String>,
    /// The body's form.
    pub body_form: BodyForm,
    /// Who the portal is at the gateway.
    pub user: Option<String>,
    /// The DLT id of the portal's operator.
    pub entity_id: String,
    /// The DLT header.
    pub header: String,
    /// The DLT id of each kind's registered template.
    pub template_ids: BTreeMap<MessageKind, String>,
    /// What stands before the ten digits of a mobile number.
    pub country_prefix: String,
    /// Where in an answer of JSON the receipt is; an answer without it is a refusal.
    pub receipt_pointer: Option<String>,
    /// How long a connection may take to be made.
    pub connect: Duration,
    /// How long an answer may take in all.
    pub answer: Duration,
}

impl fmt::Debug for SmsSettings {
    /// Without the templates, in which an operator may have written a key by mistake.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SmsSettings")
            .field("method", &self.method)
            .field("body_form", &self.body_form)
            .finish_non_exhaustive()
    }
}

impl SmsSettings {
    /// All that is wrong.
    pub fn faults(&self, has_secret: bool) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        let mut places = Vec::new();
        self.judge_url(&mut places, &mut faults);
        self.judge_body(&mut places, &mut faults);
        self.judge_headers(&mut places, &mut faults);
        self.judge_ids(&mut faults);
        let mut missing = |place: Place, words: &str| {
            if !places.contains(&place) {
                faults.push(SettingFault::new("url", words));
            }
        };
        missing(
            Place::To,
            "neither url nor body says {to}, so nobody would get anything",
        );
        if !places.iter().any(|place| matches!(place, Place::Value(_))) {
            missing(Place::Text, "neither url nor body says {text} or {value_1}");
        }
        if places.contains(&Place::Secret) && !has_secret {
            faults.push(SettingFault::new(
                "secret_file",
                "a template says {secret}; this is needed",
            ));
        } else if has_secret && !places.contains(&Place::Secret) {
            faults.push(SettingFault::new(
                "secret_file",
                "no template says {secret}",
            ));
        }
        if places.contains(&Place::User) && self.user.is_none() {
            faults.push(SettingFault::new(
                "user",
                "a template says {user}; this is needed",
            ));
        }
        if let Some(pointer) = &self.receipt_pointer
            && !pointer.starts_with('/')
        {
            faults.push(SettingFault::new(
                "receipt_pointer",
                "this is to be a JSON pointer such as \"/data/id\"",
            ));
        }
        faults
    }

    fn judge_url(&self, places: &mut Vec<Place>, faults: &mut Vec<SettingFault>) {
        let Some(template) = parsed("url", &self.url, Writing::Percent, faults) else {
            return;
        };
        places.extend(template.places());
        let beginning = template.beginning();
        let host_is_whole = beginning
            .split_once("://")
            .is_some_and(|(_, rest)| rest.contains(['/', '?']) || template.places().count() == 0);
        if !host_is_whole {
            faults.push(SettingFault::new(
                "url",
                "only what follows the host may have places",
            ));
            return;
        }
        match Url::parse(&template.fill(|_| NASTY)) {
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                let words = "this holds a password; put it into secret_file and say {secret}";
                faults.push(SettingFault::new("url", words));
            }
            Ok(url) if url.scheme() == "https" && url.host_str().is_some() => {}
            Ok(url) if url.scheme() == "http" && url.host_str().is_some_and(is_loopback) => {}
            _ => faults.push(SettingFault::new(
                "url",
                "this is to begin with https://, or with http:// on this machine",
            )),
        }
    }

    fn judge_body(&self, places: &mut Vec<Place>, faults: &mut Vec<SettingFault>) {
        match (self.method, &self.body) {
            (SmsMethod::Get, Some(_)) => {
                faults.push(SettingFault::new(
                    "body",
                    "with method GET there is no body",
                ));
            }
            (SmsMethod::Post, Some(body)) => {
                let writing = self.body_form.writing();
                let Some(template) = parsed("body", body, writing, faults) else {
                    return;
                };
                places.extend(template.places());
                let is_json = self.body_form == BodyForm::Json;
                let filled = template.fill(|_| NASTY);
                if is_json && serde_json::from_str::<Value>(&filled).is_err() {
                    let words = "this is no JSON; places stand between quotes: \"{to}\"";
                    faults.push(SettingFault::new("body", words));
                }
            }
            (_, None) => {}
        }
    }

    fn judge_headers(&self, places: &mut Vec<Place>, faults: &mut Vec<SettingFault>) {
        for line in &self.headers {
            let Some((name, value)) = line.split_once(':') else {
                let words = "each is to be a name and a value, such as \"Authorization: {secret}\"";
                faults.push(SettingFault::new("headers", words));
                continue;
            };
            let Some(template) = parsed("headers", value.trim(), Writing::Plain, faults) else {
                continue;
            };
            if template.places().any(|place| !place.is_fixed()) {
                let words = "headers may say {secret}, {user}, {entity_id} and {header} only";
                faults.push(SettingFault::new("headers", words));
            }
            places.extend(template.places());
            let filled = template.fill(|_| "x");
            if name.trim().parse::<HeaderName>().is_err() || HeaderValue::from_str(&filled).is_err()
            {
                faults.push(SettingFault::new(
                    "headers",
                    "this is no header that can be sent",
                ));
            }
        }
    }

    fn judge_ids(&self, faults: &mut Vec<SettingFault>) {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(&self.entity_id) {
            faults.push(SettingFault::new(
                "entity_id",
                "this is to be a number of the DLT",
            ));
        }
        let letters = self.header.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !(3..=11).contains(&self.header.len()) || !letters {
            faults.push(SettingFault::new(
                "header",
                "this is to be 3 to 11 letters and digits",
            ));
        }
        for kind in MessageKind::ALL {
            let id = self.template_ids.get(&kind);
            if !id.map_or(!kind.needs_template(), |id| digits(id)) {
                let setting = template_setting(kind);
                let words = "the DLT's number of the registered template is needed; \
                             docs/OPERATIONS.md has the text to register";
                faults.push(SettingFault::new(setting, words));
            }
        }
        let prefix = &self.country_prefix;
        if !prefix
            .strip_prefix('+')
            .unwrap_or(prefix)
            .bytes()
            .all(|byte| byte.is_ascii_digit())
        {
            faults.push(SettingFault::new(
                "country_prefix",
                "this is to be digits, such as \"91\"",
            ));
        }
    }
}

/// The setting that holds the DLT id of a kind's template.
pub(super) fn template_setting(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::CodeRegister => "template_code_register",
        MessageKind::CodeEnable => "template_code_enable",
        MessageKind::CodeRecover => "template_code_recover",
        MessageKind::CodeLogIn => "template_code_log_in",
        MessageKind::AccountCreated => "template_account_created",
        MessageKind::Enabled => "template_enabled",
        MessageKind::PasswordReplaced => "template_password_replaced",
        MessageKind::AuthenticatorOn => "template_authenticator_on",
        MessageKind::AuthenticatorOff => "template_authenticator_off",
    }
}

fn parsed(
    setting: &'static str,
    text: &str,
    writing: Writing,
    faults: &mut Vec<SettingFault>,
) -> Option<Template> {
    if text.chars().count() > TEMPLATE_CHARS_MAX {
        let words = format!("at most {TEMPLATE_CHARS_MAX} characters are possible");
        faults.push(SettingFault::new(setting, words));
        return None;
    }
    match Template::parse(text, writing) {
        Ok(template) => Some(template),
        Err(name) => {
            let words = format!("there is no {{{name}}}; the places are {}", Place::NAMES);
            faults.push(SettingFault::new(setting, words));
            None
        }
    }
}

#[cfg(test)]
mod tests;
