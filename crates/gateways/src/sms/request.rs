//! The request that carries one text message.

use std::collections::BTreeMap;
use std::fmt;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Request, Url};
use service::MessageToSend;
use service::messages::MessageKind;

use super::settings::{SmsMethod, SmsSettings};
use super::template::{Place, Template, Writing};
use crate::fault::{SendFault, SettingFault};

/// What every request is made by.
pub(super) struct Form {
    method: Method,
    url: Template,
    headers: HeaderMap,
    body: Option<Template>,
    fixed: Fixed,
    template_ids: BTreeMap<MessageKind, String>,
    country_prefix: String,
}

/// What is the same in every message.
struct Fixed {
    user: String,
    secret: String,
    entity_id: String,
    header: String,
}

impl Fixed {
    fn value(&self, place: Place) -> &str {
        match place {
            Place::User => &self.user,
            Place::Secret => &self.secret,
            Place::EntityId => &self.entity_id,
            Place::Header => &self.header,
            _ => "",
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Form(…)")
    }
}

impl Form {
    /// From settings without faults.
    pub(super) fn new(settings: SmsSettings, secret: &str) -> Result<Self, SettingFault> {
        let fixed = Fixed {
            user: settings.user.unwrap_or_default(),
            secret: secret.to_owned(),
            entity_id: settings.entity_id,
            header: settings.header,
        };
        let mut headers = HeaderMap::new();
        for line in &settings.headers {
            let unsendable = || SettingFault::new("headers", "a header cannot be sent");
            let (name, value) = line.split_once(':').ok_or_else(unsendable)?;
            let name: HeaderName = name.trim().parse().map_err(|_| unsendable())?;
            let template = parsed("headers", value.trim(), Writing::Plain)?;
            let value = template.fill(|place| fixed.value(place));
            let mut value = HeaderValue::from_str(&value).map_err(|_| {
                SettingFault::new(
                    "secret_file",
                    "the secret holds a sign that no header can carry",
                )
            })?;
            value.set_sensitive(true);
            headers.append(name, value);
        }
        let body_form = settings.body_form;
        let body = match &settings.body {
            Some(body) => Some(parsed("body", body, body_form.writing())?),
            None => None,
        };
        if body.is_some() && !headers.contains_key(CONTENT_TYPE) {
            let content_type = HeaderValue::from_static(body_form.content_type());
            headers.insert(CONTENT_TYPE, content_type);
        }
        Ok(Self {
            method: match settings.method {
                SmsMethod::Get => Method::GET,
                SmsMethod::Post => Method::POST,
            },
            url: parsed("url", &settings.url, Writing::Percent)?,
            headers,
            body,
            fixed,
            template_ids: settings.template_ids,
            country_prefix: settings.country_prefix,
        })
    }

    /// Protocol, host and port of the gateway.
    pub(super) fn origin(&self) -> Result<Url, SendFault> {
        let url = Url::parse(&self.url.fill(|_| "")).map_err(|_| SendFault::Unwritable)?;
        let mut origin = url.join("/").map_err(|_| SendFault::Unwritable)?;
        // Fail only for addresses that can have neither.
        let _ = origin.set_username("");
        let _ = origin.set_password(None);
        Ok(origin)
    }

    /// The request for a message.
    pub(super) fn request(
        &self,
        client: &Client,
        message: &MessageToSend,
    ) -> Result<Request, SendFault> {
        let to = format!("{}{}", self.country_prefix, message.to);
        let id = message.id.to_string();
        let template_id = self.template_ids.get(&message.kind);
        let template_id = template_id.ok_or(SendFault::NoTemplate)?;
        let value = |place: Place| match place {
            Place::To => to.as_str(),
            Place::Text => message.text.as_str(),
            Place::TemplateId => template_id.as_str(),
            Place::Id => id.as_str(),
            Place::Value(number) => message.values.get(number).map_or("", String::as_str),
            fixed => self.fixed.value(fixed),
        };
        let url = Url::parse(&self.url.fill(value)).map_err(|_| SendFault::Unwritable)?;
        let mut request = client
            .request(self.method.clone(), url)
            .headers(self.headers.clone());
        if let Some(body) = &self.body {
            request = request.body(body.fill(value));
        }
        request.build().map_err(|_| SendFault::Unwritable)
    }
}

fn parsed(setting: &'static str, text: &str, writing: Writing) -> Result<Template, SettingFault> {
    Template::parse(text, writing)
        .map_err(|name| SettingFault::new(setting, format!("there is no place {{{name}}}")))
}
