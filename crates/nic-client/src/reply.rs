//! The envelope around every answer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use seal::SessionKey;
use serde_json::{Map, Value};

use crate::error::{ApiError, ApiFault, Error, InfoDetail};

/// What a successful call answered, decrypted and otherwise untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The exact bytes of the decrypted answer.
    pub data: Vec<u8>,
    /// What the portal says besides.
    pub info: Vec<InfoDetail>,
    /// A notice of the portal to its users.
    pub alert: Option<String>,
}

/// An answer whose status says success, not yet decrypted.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) data: Value,
    info: Vec<InfoDetail>,
    alert: Option<String>,
}

impl Success {
    /// Tells success and refusal apart. Status may be a number or a text.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Error> {
        let mut body: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| Error::Unreadable("it is no JSON object"))?;
        if let Some(refusal) = gateway_refusal(&body) {
            return Err(refusal.into());
        }
        let mut member = |name: &str| body.remove(name).unwrap_or_default();
        let info = list(member("InfoDtls"));
        let succeeded = match member("Status") {
            Value::Number(number) => number.as_i64() == Some(1),
            Value::String(text) => text == "1",
            _ => return Err(Error::Unreadable("it has no Status")),
        };
        if !succeeded {
            let errors: Vec<ApiFault> = list(member("ErrorDetails"));
            return Err(ApiError { errors, info }.into());
        }
        Ok(Self {
            data: member("Data"),
            info,
            alert: member("Alert").as_str().map(str::to_owned),
        })
    }

    /// The same of the e-way bill system: names in small letters, and codes in base64.
    pub(crate) fn read_of_eway_bill_system(body: &[u8]) -> Result<Self, Error> {
        let mut body: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| Error::Unreadable("it is no JSON object"))?;
        if let Some(refusal) = gateway_refusal(&body) {
            return Err(refusal.into());
        }
        let succeeded = match body.get("status") {
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            Some(Value::String(text)) => text == "1",
            _ => return Err(Error::Unreadable("it has no status")),
        };
        if !succeeded {
            let errors = eway_bill_system_faults(&body)
                .ok_or(Error::Unreadable("its error has another shape"))?;
            let info = Vec::new();
            return Err(ApiError { errors, info }.into());
        }
        Ok(Self {
            data: body.remove("data").unwrap_or_default(),
            info: Vec::new(),
            alert: None,
        })
    }

    pub(crate) fn decrypt(self, key: &SessionKey) -> Result<Reply, Error> {
        let data = self
            .data
            .as_str()
            .ok_or(Error::Unreadable("its Data is not encrypted"))?;
        Ok(Reply {
            data: key.decrypt(data)?,
            info: self.info,
            alert: self.alert,
        })
    }
}

impl Reply {
    /// The answer as a type.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.data)
            .map_err(|_| Error::Unreadable("its Data has another shape"))
    }
}

/// What a gateway in front of the portal refuses with.
fn gateway_refusal(body: &Map<String, Value>) -> Option<ApiError> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    if text("status_cd")? != "0" {
        return None;
    }
    let fault = ApiFault {
        code: text("errorCode").unwrap_or_default().to_owned(),
        message: text("errorDesc").unwrap_or_default().to_owned(),
    };
    Some(ApiError {
        errors: vec![fault],
        info: Vec::new(),
    })
}

/// What the e-way bill system refuses with: base64 of `{"errorCodes":"301,307,"}`. It has no words.
fn eway_bill_system_faults(body: &Map<String, Value>) -> Option<Vec<ApiFault>> {
    let error = STANDARD.decode(body.get("error")?.as_str()?).ok()?;
    let error: Value = serde_json::from_slice(&error).ok()?;
    let codes = match error.get("errorCodes")? {
        Value::String(codes) => codes.clone(),
        Value::Number(code) => code.to_string(),
        _ => return None,
    };
    let codes = codes
        .split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty());
    let faults = codes.map(|code| ApiFault {
        code: code.to_owned(),
        message: String::new(),
    });
    Some(faults.collect())
}

/// A list, or the JSON text of one; anything else is an empty list, since it only accompanies.
fn list<T: serde::de::DeserializeOwned>(value: Value) -> Vec<T> {
    let value = match value {
        Value::String(text) => serde_json::from_str(&text).unwrap_or_default(),
        other => other,
    };
    serde_json::from_value(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use seal::Randomness;

    use super::*;

    #[test]
    fn a_success_is_decrypted_to_its_exact_bytes() {
        let key = SessionKey::random(&Randomness::seeded(1));
        let body = format!(
            r#"{{"Status":1,"ErrorDetails":null,"Data":"{}","InfoDtls":
                [{{"InfCd":"EWBPPD","Desc":"Pin-Pin calc distance: 24KM"}}]}}"#,
            key.encrypt(br#"{"AckNo":1,  "x":1.50}"#)
        );
        let reply = Success::read(body.as_bytes())
            .unwrap()
            .decrypt(&key)
            .unwrap();
        assert_eq!(reply.data, br#"{"AckNo":1,  "x":1.50}"#);
        assert_eq!(reply.info[0].code, "EWBPPD");
        assert_eq!(reply.alert, None);
        let other = SessionKey::random(&Randomness::seeded(2));
        let fault = Success::read(body.as_bytes()).unwrap().decrypt(&other);
        assert!(matches!(fault, Err(Error::Envelope(_))));
    }

    #[test]
    fn a_duplicate_names_the_registration() {
        let body = br#"{"Status":0,"ErrorDetails":[{"ErrorCode":"2150","ErrorMessage":"Duplicate"},
            {"ErrorCode":2172}],"Data":null,"InfoDtls":[{"InfCd":"DUPIRN","Desc":
            {"AckNo":112510000000001,"AckDt":"2025-04-01 12:30:00","Irn":"ab"}}]}"#;
        let error = Success::read(body).unwrap_err();
        let refusal = error.api().unwrap();
        assert_eq!(refusal.codes(), ["2150", "2172"]);
        assert_eq!(refusal.registered_irn(), Some("ab"));
        assert!(error.has_code("2150") && !error.has_code("2143"));
        assert_eq!(
            error.to_string(),
            "the portal refused the call: 2150 Duplicate; 2172 "
        );
    }

    #[test]
    fn a_status_may_be_a_text_and_a_gateway_has_its_own_words() {
        assert!(Success::read(br#"{"Status":"1","Data":null}"#).is_ok());
        let refused =
            Success::read(br#"{"Status":"0","ErrorDetails":"[{\"ErrorCode\":\"1005\"}]"}"#);
        assert!(refused.unwrap_err().has_code("1005"));
        let gateway = Success::read(br#"{"status_cd":"0","errorCode":"AUTH4037","errorDesc":"x"}"#);
        assert!(gateway.unwrap_err().has_code("AUTH4037"));
    }

    #[test]
    fn the_eway_bill_system_has_an_envelope_of_its_own() {
        let read = Success::read_of_eway_bill_system;
        let key = SessionKey::random(&Randomness::seeded(1));
        let body = format!(r#"{{"status":"1","data":"{}"}}"#, key.encrypt(b"{}"));
        let reply = read(body.as_bytes()).unwrap().decrypt(&key).unwrap();
        assert_eq!(reply.data, b"{}");
        let refused = |codes: &str| {
            let error = STANDARD.encode(format!(r#"{{"errorCodes":{codes}}}"#));
            let body = format!(r#"{{"status":"0","error":"{error}","info":null}}"#);
            let error = read(body.as_bytes()).unwrap_err();
            error.api().unwrap().codes().join(" ")
        };
        assert_eq!(refused(r#""312,""#), "312");
        assert_eq!(refused(r#""301, 307,308""#), "301 307 308");
        assert_eq!(refused("105"), "105");
        for body in [
            &b"{}"[..],
            b"[]",
            br#"{"Status":1}"#,
            br#"{"status":"0","error":"*"}"#,
            br#"{"status":"0","error":null}"#,
        ] {
            let outcome = read(body);
            assert!(matches!(outcome, Err(Error::Unreadable(_))), "{outcome:?}");
        }
    }

    #[test]
    fn what_is_no_envelope_is_named_so() {
        for body in [&b"<html>"[..], b"{}", b"[]", b"null", br#"{"Status":null}"#] {
            let outcome = Success::read(body);
            assert!(matches!(outcome, Err(Error::Unreadable(_))), "{outcome:?}");
        }
    }
}
