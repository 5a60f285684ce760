//! The section about the gateway for text messages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gateways::sms::{BodyForm, SmsMethod, SmsSettings};
use service::messages::MessageKind;

use super::{milliseconds, note, word};
use crate::config::reader::{Reader, Section};

/// A text with places; longer than other texts.
fn template(
    section: &mut Section<'_, '_>,
    key: &'static str,
    words: &'static str,
) -> Option<String> {
    let kind = "text with places in braces, without control characters";
    section.parsed(key, (None, kind), words, |text| {
        (!text.trim().is_empty() && !text.chars().any(char::is_control)).then(|| text.to_owned())
    })
}

pub(super) fn sms(reader: &mut Reader<'_>) -> Option<(SmsSettings, Option<PathBuf>)> {
    let mut section = reader.section("sms");
    let url = template(
        &mut section,
        "url",
        "The gateway's address; left out, text messages stay in the outbox. Here, in body and in \
         headers stand {to}, {text}, {template_id}, {entity_id}, {header}, {user}, {secret}, {id} \
         (the outbox's number) and {value_1} to {value_4} (what stands in the text); each is \
         written so that it stays one value. https://, or http:// on this machine.",
    );
    let request = request(&mut section);
    let entity_id = section.optional_text("entity_id", "The DLT's id of the portal's operator.");
    let header = section.optional_text("header", "The DLT header, which phones show as sender.");
    let template_ids = template_ids(&mut section);
    let country_prefix = section.text(
        "country_prefix",
        "91",
        "What the gateway wants before the ten digits of a number.",
    );
    let receipt_pointer = section.optional_text(
        "receipt_pointer",
        "Where in an answer of JSON the gateway's own number of the message is, such as \
         \"/data/id\". An answer with status 2xx that has none is then a refusal. Left out, every \
         2xx is a success.",
    );
    let connect_ms = section.number(
        "connect_ms",
        3_000,
        100..=60_000,
        "How long making a connection may take.",
    );
    let answer_ms = section.number(
        "answer_ms",
        10_000,
        100..=120_000,
        "How long an answer may take in all.",
    );
    let Some(url) = url else {
        if request.is_begun() || entity_id.is_some() || !template_ids.is_empty() {
            section.fault("url", "this is needed, when anything else of [sms] is set");
        }
        return None;
    };
    let settings = SmsSettings {
        url,
        method: request.method,
        headers: request.headers,
        body: request.body,
        body_form: request.body_form,
        user: request.user,
        entity_id: entity_id.unwrap_or_default(),
        header: header.unwrap_or_default(),
        template_ids,
        country_prefix,
        receipt_pointer,
        connect: milliseconds(connect_ms),
        answer: milliseconds(answer_ms),
    };
    let faults = settings.faults(request.secret_file.is_some());
    note(&mut section, faults);
    Some((settings, request.secret_file))
}

/// How a gateway is asked.
struct Request {
    method: SmsMethod,
    headers: Vec<String>,
    body: Option<String>,
    body_form: BodyForm,
    user: Option<String>,
    secret_file: Option<PathBuf>,
}

impl Request {
    fn is_begun(&self) -> bool {
        self.body.is_some() || self.secret_file.is_some() || self.user.is_some()
    }
}

fn request(section: &mut Section<'_, '_>) -> Request {
    let method = word(
        section,
        "method",
        (&["POST", "GET"], "\"POST\" or \"GET\""),
        "How the gateway is asked.",
    );
    let headers = section.list(
        "headers",
        "header such as \"Authorization: Bearer {secret}\"",
        "Headers. They may say {secret}, {user}, {entity_id} and {header}.",
        |text| text.contains(':').then(|| text.to_owned()),
    );
    let body = template(
        section,
        "body",
        "The body, such as '{\"to\":\"{to}\",\"text\":\"{text}\"}'. Places stand between the \
         quotes of JSON.",
    );
    let body_form = word(
        section,
        "body_form",
        (&["json", "form", "xml"], "\"json\", \"form\" or \"xml\""),
        "The body's form, which decides how values are escaped, and its Content-Type.",
    );
    let user = section.optional_text("user", "Who the portal is at the gateway: {user}.");
    let secret_file = section.path(
        "secret_file",
        "The file of the secret that proves it: {secret}. One line, readable by the portal's user \
         only.",
    );
    Request {
        method: match method.as_str() {
            "GET" => SmsMethod::Get,
            _ => SmsMethod::Post,
        },
        headers,
        body,
        body_form: match body_form.as_str() {
            "form" => BodyForm::Form,
            "xml" => BodyForm::Xml,
            _ => BodyForm::Json,
        },
        user,
        secret_file,
    }
}

fn template_ids(section: &mut Section<'_, '_>) -> BTreeMap<MessageKind, String> {
    let kinds = [
        (
            MessageKind::CodeRegister,
            "template_code_register",
            "The DLT's id of the template of codes for registering. docs/OPERATIONS.md has the \
             texts to register.",
        ),
        (
            MessageKind::CodeEnable,
            "template_code_enable",
            "Likewise of codes for enabling e-invoicing.",
        ),
        (
            MessageKind::CodeRecover,
            "template_code_recover",
            "Likewise of codes for a new password.",
        ),
        (
            MessageKind::CodeLogIn,
            "template_code_log_in",
            "Likewise of codes for logging in.",
        ),
        (
            MessageKind::AccountCreated,
            "template_account_created",
            "Likewise of the notice that an account was created.",
        ),
        (
            MessageKind::Enabled,
            "template_enabled",
            "Likewise of the notice that e-invoicing was enabled.",
        ),
        (
            MessageKind::PasswordReplaced,
            "template_password_replaced",
            "Likewise of the notice that a password was replaced.",
        ),
        (
            MessageKind::AuthenticatorOn,
            "template_authenticator_on",
            "Likewise of the notice that an authenticator app was set up. Without it that notice \
             goes by e-mail alone.",
        ),
        (
            MessageKind::AuthenticatorOff,
            "template_authenticator_off",
            "Likewise of the notice that an authenticator app was removed. Without it that notice \
             goes by e-mail alone.",
        ),
    ];
    let ids = kinds.into_iter().filter_map(|(kind, key, words)| {
        let id = section.optional_text(key, words)?;
        Some((kind, id))
    });
    ids.collect()
}
