//! Text messages by a gateway's HTTP interface, as its operator describes it in templates: address,
//! headers, body. What Indian gateways ask for beside number and text is the DLT's: the id of the
//! portal's operator, the header, and for each message the id of its registered template.

mod request;
mod settings;
mod template;

use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Response};
use serde_json::Value;
use service::MessageToSend;

use crate::fault::{SendFault, SettingFault};
use request::Form;
pub use settings::{BodyForm, SmsMethod, SmsSettings, TEMPLATE_CHARS_MAX};
pub use template::VALUES_MAX;

/// Bytes of an answer that are read for its receipt.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Digits of a mobile number without its country.
const MOBILE_DIGITS: usize = 10;

/// A gateway for text messages.
#[derive(Debug)]
pub struct SmsGateway {
    client: Client,
    form: Form,
    receipt_pointer: Option<String>,
    answer: Duration,
}

impl SmsGateway {
    /// The gateway as it is set, with the secret that its templates may name.
    ///
    /// # Errors
    /// All that is wrong with the settings.
    pub fn new(settings: SmsSettings, secret: Option<&str>) -> Result<Self, Vec<SettingFault>> {
        let faults = settings.faults(secret.is_some());
        if !faults.is_empty() {
            return Err(faults);
        }
        let client = Client::builder()
            .connect_timeout(settings.connect)
            .timeout(settings.answer)
            .redirect(reqwest::redirect::Policy::none())
            // A proxy of the environment would see what only the gateway is to see.
            .no_proxy()
            .build()
            .map_err(|_| vec![SettingFault::new("url", "no HTTP client can be made")])?;
        let (answer, receipt_pointer) = (settings.answer, settings.receipt_pointer.clone());
        let form = Form::new(settings, secret.unwrap_or_default()).map_err(|fault| vec![fault])?;
        Ok(Self {
            client,
            form,
            receipt_pointer,
            answer,
        })
    }

    /// How long one message may take.
    pub(crate) fn send_duration_max(&self) -> Duration {
        self.answer
    }

    /// Asks for the head of the gateway's first page. Whatever it answers, it is there; neither
    /// secret nor user goes with it.
    pub(crate) async fn probe(&self) -> Result<(), SendFault> {
        let request = self.client.head(self.form.origin()?).send();
        request.await.map(drop).map_err(|error| fault(&error))
    }

    /// Hands a message over.
    pub(crate) async fn send(&self, message: &MessageToSend) -> Result<Option<String>, SendFault> {
        let is_mobile = message.to.len() == MOBILE_DIGITS
            && message.to.bytes().all(|byte| byte.is_ascii_digit());
        if !is_mobile {
            return Err(SendFault::BadRecipient);
        }
        let request = self.form.request(&self.client, message)?;
        let answer = self
            .client
            .execute(request)
            .await
            .map_err(|error| fault(&error))?;
        if !answer.status().is_success() {
            return Err(SendFault::Answered {
                status: answer.status().as_u16(),
                retry_after_s: retry_after_s(&answer),
            });
        }
        match &self.receipt_pointer {
            None => Ok(None),
            Some(pointer) => receipt(answer, pointer).await.map(Some),
        }
    }
}

/// An error of the HTTP client, without its words: they hold the address and all that is in it.
fn fault(error: &reqwest::Error) -> SendFault {
    if error.is_timeout() {
        SendFault::TimedOut
    } else if error.is_builder() {
        SendFault::Unwritable
    } else {
        SendFault::Unreachable
    }
}

fn retry_after_s(answer: &Response) -> Option<u32> {
    answer
        .headers()
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The receipt in an answer: a text that is not empty, or a number.
async fn receipt(mut answer: Response, pointer: &str) -> Result<String, SendFault> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| fault(&error))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(SendFault::NoReceipt);
        }
        body.extend_from_slice(&chunk);
    }
    let parsed: Value = serde_json::from_slice(&body).map_err(|_| SendFault::NoReceipt)?;
    match parsed.pointer(pointer) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(SendFault::NoReceipt),
    }
}
