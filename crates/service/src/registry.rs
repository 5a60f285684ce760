//! The GST registry over HTTP, in the shape of the GST system's public taxpayer search.
//!
//! `GET {base}/commonapi/v1.1/search?action=TP&gstin=…` answers with the public record. Two more
//! members, `cntct` and `aato`, carry the contact and the turnover that a portal gets over its
//! own line to the GST system and the public search does not show; `ewbBlocked` likewise. An
//! answer without them is accepted.

use std::time::Duration;

use gst::{
    Decimal, Gstin, PinCode, PrincipalPlace, RegistrationStatus, StateCode, Taxpayer, TaxpayerType,
    ist,
};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

/// Headers that say who asks.
const CLIENT_ID: HeaderName = HeaderName::from_static("clientid");
const CLIENT_SECRET: HeaderName = HeaderName::from_static("client-secret");
/// Path of the search.
const SEARCH_PATH: &str = "/commonapi/v1.1/search";
/// Largest answer that is read.
pub const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// What the registry calls a GSTIN that it does not know.
pub const UNKNOWN_CODE: &str = "SWEB_9035";

/// Why nothing can be said about a GSTIN.
#[derive(Debug, thiserror::Error)]
pub enum RegistryFault {
    /// No answer came.
    #[error("the registry cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// It says that it cannot answer anybody now.
    #[error("the registry answered status {0}")]
    Away(StatusCode),
    /// An answer came that says it failed.
    #[error("the registry answered {0}")]
    Failed(String),
    /// The answer is larger than any record.
    #[error("the registry's answer is larger than {ANSWER_BYTES_MAX} bytes")]
    TooLarge,
    /// The answer is not a record.
    #[error("the registry's answer cannot be read: {0}")]
    Unreadable(&'static str),
}

impl RegistryFault {
    /// Whether the registry is away. The other faults are answers, and about one GSTIN only.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Away(_))
    }
}

/// How a registry is reached.
#[derive(Clone)]
pub struct RegistryOptions {
    /// Base address, with or without a slash at its end.
    pub base_url: String,
    /// Client id and client secret, if the registry asks for them.
    pub client: Option<(String, String)>,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long an answer may take in all.
    pub answer_timeout: Duration,
}

impl Default for RegistryOptions {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            client: None,
            connect_timeout: Duration::from_secs(3),
            answer_timeout: Duration::from_secs(10),
        }
    }
}

impl std::fmt::Debug for RegistryOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RegistryOptions")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// A client id or secret holds a sign that no header can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the client id or the client secret of the registry holds a sign that cannot be sent")]
pub struct UnsendableClient;

/// The registry.
#[derive(Clone, Debug)]
pub struct GstRegistry {
    pub(crate) client: reqwest::Client,
    pub(crate) search_url: String,
}

impl GstRegistry {
    /// The registry at a base address that asks nobody who they are.
    ///
    /// # Panics
    /// When the platform has no TLS implementation to offer, which is found at start.
    pub fn new(base_url: impl AsRef<str>) -> Self {
        let options = RegistryOptions {
            base_url: base_url.as_ref().to_owned(),
            ..RegistryOptions::default()
        };
        Self::reached_by(&options).expect("without a client nothing is sent that could be wrong")
    }

    /// The registry as an operator set it.
    ///
    /// # Errors
    /// Client id or secret cannot be sent.
    ///
    /// # Panics
    /// When the platform has no TLS implementation to offer, which is found at start.
    pub fn reached_by(options: &RegistryOptions) -> Result<Self, UnsendableClient> {
        let mut headers = HeaderMap::new();
        if let Some((id, secret)) = &options.client {
            for (name, text) in [(CLIENT_ID, id), (CLIENT_SECRET, secret)] {
                let mut value = HeaderValue::from_str(text).map_err(|_| UnsendableClient)?;
                value.set_sensitive(true);
                headers.insert(name, value);
            }
        }
        let client = reqwest::Client::builder()
            .default_headers(headers)
            .connect_timeout(options.connect_timeout)
            .timeout(options.answer_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client with timeouts and the bundled TLS can be built");
        let base = options.base_url.trim_end_matches('/');
        Ok(Self {
            client,
            search_url: format!("{base}{SEARCH_PATH}"),
        })
    }

    /// The record of a GSTIN; `None` when the registry does not know it.
    pub async fn fetch(&self, gstin: &Gstin) -> Result<Option<Taxpayer>, RegistryFault> {
        let mut response = self
            .client
            .get(&self.search_url)
            .query(&[("action", "TP"), ("gstin", gstin.as_str())])
            .send()
            .await
            .map_err(RegistryFault::Unreachable)?;
        let status = response.status();
        if cannot_answer(status) {
            return Err(RegistryFault::Away(status));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(RegistryFault::Unreachable)? {
            if body.len() + chunk.len() > ANSWER_BYTES_MAX {
                return Err(RegistryFault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let answer: Value =
            serde_json::from_slice(&body).map_err(|_| RegistryFault::Unreadable("not JSON"))?;
        read_answer(&answer, gstin)
    }
}

/// Whether a status is about the registry and not about what was asked.
pub(crate) fn cannot_answer(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// Reads an answer about a GSTIN.
fn read_answer(answer: &Value, gstin: &Gstin) -> Result<Option<Taxpayer>, RegistryFault> {
    if let Some(code) = answer.pointer("/error/errorCd").or(answer.get("errorCode")) {
        return match code.as_str() {
            Some(UNKNOWN_CODE) => Ok(None),
            Some(code) => Err(RegistryFault::Failed(code.chars().take(40).collect())),
            None => Err(RegistryFault::Unreadable("error code")),
        };
    }
    let text = |pointer: &str| {
        let found = answer.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_default().trim().to_owned()
    };
    let optional = |pointer: &str| Some(text(pointer)).filter(|found| !found.is_empty());
    let fault = |what: &'static str| RegistryFault::Unreadable(what);
    if text("/gstin") != gstin.as_str() {
        return Err(fault("gstin"));
    }
    let state = StateCode::parse(gstin.state_digits()).map_err(|_| fault("state"))?;
    let part = |name: &str| text(&format!("/pradr/addr/{name}"));
    Ok(Some(Taxpayer {
        gstin: *gstin,
        legal_name: optional("/lgnm").ok_or(fault("lgnm"))?,
        trade_name: optional("/tradeNam"),
        constitution: text("/ctb"),
        kind: TaxpayerType::from_gst_word(&text("/dty")).ok_or(fault("dty"))?,
        status: RegistrationStatus::from_gst_word(&text("/sts")).ok_or(fault("sts"))?,
        registered_on: ist::parse_slash_date(&text("/rgdt")),
        deregistered_on: ist::parse_slash_date(&text("/cxdt")),
        address: PrincipalPlace {
            building_name: part("bnm"),
            building_number: part("bno"),
            floor: part("flno"),
            street: part("st"),
            locality: part("loc"),
            district: part("dst"),
            pin: part("pncd").parse::<PinCode>().ok(),
            state,
        },
        turnover: answer.get("aato").and_then(amount),
        mobile: optional("/cntct/mobNum").filter(|found| is_mobile(found)),
        email: optional("/cntct/emailId"),
        blocked_for_eway_bill: answer.get("ewbBlocked") == Some(&Value::Bool(true)),
    }))
}

/// An amount that is written as a text or a number.
fn amount(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// Ten digits. What is not cannot be sent a code, so it counts as no number.
pub(crate) fn is_mobile(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a registry answers about a taxpayer: for whoever serves this API.
pub fn answer_json(taxpayer: &Taxpayer) -> Value {
    let date = |day: Option<jiff::civil::Date>| day.map(ist::slash_date).unwrap_or_default();
    let address = &taxpayer.address;
    json!({
        "stjCd": "",
        "lgnm": taxpayer.legal_name,
        "dty": taxpayer.kind.gst_word(),
        "cxdt": date(taxpayer.deregistered_on),
        "gstin": taxpayer.gstin.as_str(),
        "nba": [],
        "rgdt": date(taxpayer.registered_on),
        "ctb": taxpayer.constitution,
        "pradr": {
            "addr": {
                "bnm": address.building_name,
                "st": address.street,
                "loc": address.locality,
                "bno": address.building_number,
                "stcd": address.state.english_name(),
                "dst": address.district,
                "flno": address.floor,
                "pncd": address.pin.map(|pin| pin.to_string()).unwrap_or_default(),
            },
            "ntr": "",
        },
        "tradeNam": taxpayer.trade_name.as_deref().unwrap_or_default(),
        "sts": taxpayer.status.gst_word(),
        "ctjCd": "",
        "cntct": { "mobNum": taxpayer.mobile, "emailId": taxpayer.email },
        "aato": taxpayer.turnover.map(|turnover| turnover.to_string()),
        "ewbBlocked": taxpayer.blocked_for_eway_bill,
    })
}

/// What a registry answers about a GSTIN that it does not know.
pub fn unknown_json() -> Value {
    json!({ "error": { "errorCd": UNKNOWN_CODE, "message": "The GSTIN is not registered." } })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::civil::date;

    use super::*;

    fn taxpayer() -> Taxpayer {
        Taxpayer {
            gstin: Gstin::with_check_digit("29AAACM0000A1Z").unwrap(),
            legal_name: "Malnad Tools Private Limited".to_owned(),
            trade_name: None,
            constitution: "Private Limited Company".to_owned(),
            kind: TaxpayerType::Regular,
            status: RegistrationStatus::Suspended,
            registered_on: Some(date(2017, 7, 1)),
            deregistered_on: None,
            address: PrincipalPlace {
                building_name: String::new(),
                building_number: "12".to_owned(),
                floor: String::new(),
                street: "Market Road".to_owned(),
                locality: "Shivajinagar".to_owned(),
                district: "Bengaluru Urban".to_owned(),
                pin: PinCode::new(560_001),
                state: StateCode::parse("29").unwrap(),
            },
            turnover: Some("125000000.50".parse().unwrap()),
            mobile: Some("9999912345".to_owned()),
            email: Some("accounts@malnad.example".to_owned()),
            blocked_for_eway_bill: true,
        }
    }

    #[test]
    fn what_is_answered_is_what_is_read() {
        let sent = taxpayer();
        let read = read_answer(&answer_json(&sent), &sent.gstin).unwrap();
        assert_eq!(read, Some(sent));
    }

    #[test]
    fn an_unknown_gstin_is_no_fault_and_other_errors_are() {
        let gstin = taxpayer().gstin;
        assert_eq!(read_answer(&unknown_json(), &gstin).unwrap(), None);
        let answer = json!({ "error": { "errorCd": "SWEB_9000" } });
        assert!(matches!(
            read_answer(&answer, &gstin),
            Err(RegistryFault::Failed(code)) if code == "SWEB_9000"
        ));
    }

    #[test]
    fn the_public_part_alone_is_enough() {
        let sent = taxpayer();
        let mut answer = answer_json(&sent);
        let members = answer.as_object_mut().unwrap();
        for name in ["cntct", "aato", "ewbBlocked"] {
            members.remove(name);
        }
        let read = read_answer(&answer, &sent.gstin).unwrap().unwrap();
        assert_eq!((read.mobile, read.turnover), (None, None));
        assert!(!read.blocked_for_eway_bill);
    }

    #[test]
    fn a_record_of_somebody_else_or_without_a_name_is_refused() {
        let sent = taxpayer();
        let other = Gstin::with_check_digit("29AAACM0001A1Z").unwrap();
        assert!(read_answer(&answer_json(&sent), &other).is_err());
        let mut answer = answer_json(&sent);
        answer["lgnm"] = json!(" ");
        assert!(read_answer(&answer, &sent.gstin).is_err());
    }

    #[test]
    fn what_cannot_be_a_mobile_counts_as_none() {
        let mut sent = taxpayer();
        for number in ["999991234", "99999123456", "99999-1234"] {
            sent.mobile = Some(number.to_owned());
            let read = read_answer(&answer_json(&sent), &sent.gstin).unwrap();
            assert_eq!(read.unwrap().mobile, None, "{number}");
        }
    }
}
