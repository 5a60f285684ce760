//! The one call of the e-way bill system that portals answer too: cancelling an e-way bill.
//!
//! That system has an envelope of its own, in small letters, and codes of its own, of three
//! digits: `{"status":"0","error":"…","info":null}`, where `error` is the base64 of
//! `{"errorCodes":"312,"}`. Every code is followed by a comma.
//!
//! | code | what is wrong |
//! |---|---|
//! | 100, 115 | the body is no JSON, or has no data |
//! | 103, 104, 110 | the client id is missing, its secret is missing, they are no pair |
//! | 105 | the token is missing, has ended or is somebody else's |
//! | 109 | the data cannot be decrypted |
//! | 114 | a failure of ours (HTTP 503) |
//! | 116 | the user does not belong to the client id |
//! | 239 | the action is none of this portal's |
//! | 301, 307, 308 | the number, the reason, the remark |
//! | 312 | not made by the caller, or cancelled already |
//! | 315 | too late |
//! | 358, 393 | the GSTIN is not the token's, or is missing |

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gst::ist;
use jiff::Timestamp;
use seal::EnvelopeFault;
use serde_json::{Map, Value};
use service::{BillCancelRefusal, BillCancelRefused, CancelledBill, Failure, Fault, Irp, Trouble};

use crate::body::{self, BodyFault};
use crate::headers::Headers;
use crate::reply::{self, AnswerCodes};
use crate::wire;

/// The only action.
const CANCEL: &str = "CANEWB";

const NOT_JSON: &str = "100";
const NO_DATA: &str = "115";
const UNDECRYPTABLE: &str = "109";
const FAILURE: &str = "114";
const ACTION_UNKNOWN: &str = "239";

/// What is answered instead of a success.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It was refused, with these codes.
    Refused(Vec<&'static str>),
    /// It is not the client's fault.
    Failed {
        /// When to try again, if that is known.
        retry_after_s: Option<u32>,
    },
}

/// Does what the action in the body says.
pub(crate) async fn act(
    State(irp): State<Irp>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let body = body::read(body, irp.settings().api.request_bytes_max).await;
    let headers = Headers::of(&headers);
    let caller = irp.eway_bill_caller(headers.of_a_call()).await?;
    let request = Request::read(&body?)?;
    if !request.action.trim().eq_ignore_ascii_case(CANCEL) {
        return Err(Refusal::of(ACTION_UNKNOWN));
    }
    if request.data.trim().is_empty() {
        return Err(Refusal::of(NO_DATA));
    }
    let json = caller.session_key.decrypt_json(&request.data)?;
    let asked: Map<String, Value> =
        serde_json::from_slice(&json).map_err(|_| Refusal::of(NOT_JSON))?;
    let remark = match wire::text(&asked, "cancelRmrk") {
        // One client in wide use calls it by the name that it has for documents.
        empty if empty.is_empty() => wire::text(&asked, "CnlRem"),
        remark => remark,
    };
    let cancelled = irp
        .cancel_eway_bill(
            &caller.actor,
            &wire::text(&asked, "ewbNo"),
            &wire::text(&asked, "cancelRsnCode"),
            &remark,
        )
        .await?;
    let data = caller.session_key.encrypt(answer(&cancelled).as_bytes());
    let body = format!(r#"{{"status":"1","data":"{data}"}}"#);
    Ok(reply::response(StatusCode::OK, body.into_bytes()))
}

/// The envelope of a request, whatever the letter case of its members.
struct Request {
    action: String,
    data: String,
}

impl Request {
    fn read(body: &[u8]) -> Result<Self, Refusal> {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        if body.trim_ascii().is_empty() {
            return Err(Refusal::of(NO_DATA));
        }
        let members: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| Refusal::of(NOT_JSON))?;
        Ok(Self {
            action: wire::text(&members, "action"),
            data: wire::text(&members, "data"),
        })
    }
}

fn answer(cancelled: &CancelledBill) -> String {
    format!(
        r#"{{"ewayBillNo":"{}","cancelDate":"{}"}}"#,
        cancelled.number,
        half_day_time(cancelled.at)
    )
}

/// Date and time in India as that system writes them: `02/04/2026 12:05:00 PM`.
fn half_day_time(at: Timestamp) -> String {
    let day = ist::slash_date(ist::date(at));
    let text = ist::date_time(at);
    let time = text.split(' ').nth(1).unwrap_or_default();
    let (hour, rest) = time.split_once(':').unwrap_or_default();
    let hour: u32 = hour.parse().unwrap_or_default();
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    format!("{day} {hour:02}:{rest} {half}")
}

impl Refusal {
    fn of(code: &'static str) -> Self {
        Self::all(vec![code])
    }

    fn all(mut codes: Vec<&'static str>) -> Self {
        codes.dedup();
        Self::Refused(codes)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(findings) => {
                Self::all(findings.iter().map(|one| system_code(one.code())).collect())
            }
            Fault::Unavailable(unavailable) => Trouble::Unavailable(unavailable).into(),
            Fault::Internal { .. } | Fault::Duplicate(_) => Self::Failed {
                retry_after_s: None,
            },
        }
    }
}

impl From<Failure<BillCancelRefused>> for Refusal {
    fn from(failure: Failure<BillCancelRefused>) -> Self {
        match failure {
            Failure::Refused(BillCancelRefused(reasons)) => {
                Self::all(reasons.into_iter().map(cancel_code).collect())
            }
            Failure::Trouble(trouble) => trouble.into(),
        }
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        Self::Failed {
            retry_after_s: match trouble {
                Trouble::Unavailable(unavailable) => Some(unavailable.retry_after_s),
                Trouble::Internal { .. } => None,
            },
        }
    }
}

impl From<BodyFault> for Refusal {
    fn from(fault: BodyFault) -> Self {
        Self::of(match fault {
            BodyFault::DataMissing => NO_DATA,
            BodyFault::TooLong { .. }
            | BodyFault::BrokenOff
            | BodyFault::NotJson
            | BodyFault::DataMisshapen => NOT_JSON,
        })
    }
}

impl From<EnvelopeFault> for Refusal {
    fn from(_: EnvelopeFault) -> Self {
        Self::of(UNDECRYPTABLE)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, codes, retry_after_s) = match self {
            Self::Refused(codes) => (StatusCode::OK, codes, None),
            Self::Failed { retry_after_s } => (
                StatusCode::SERVICE_UNAVAILABLE,
                vec![FAILURE],
                retry_after_s,
            ),
        };
        let error = STANDARD.encode(format!(r#"{{"errorCodes":"{},"}}"#, codes.join(",")));
        let body = format!(r#"{{"status":"0","error":"{error}","info":null}}"#);
        let mut response = reply::response(status, body.into_bytes());
        if let Some(seconds) = retry_after_s {
            let seconds = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response.extensions_mut().insert(AnswerCodes(codes));
        response
    }
}

/// What the e-way bill system calls a refusal of the caller.
fn system_code(code: &str) -> &'static str {
    match code {
        "1004" => "393",
        "1005" | "1006" => "105",
        "1010" => "110",
        "1011" => "103",
        "1012" => "104",
        "1015" => "358",
        _ => FAILURE,
    }
}

fn cancel_code(refusal: BillCancelRefusal) -> &'static str {
    match refusal {
        BillCancelRefusal::NumberMalformed => "301",
        BillCancelRefusal::ReasonUnknown => "307",
        BillCancelRefusal::RemarkTooLong => "308",
        BillCancelRefusal::NotMadeByCaller | BillCancelRefusal::AlreadyCancelled { .. } => "312",
        BillCancelRefusal::TooLate { .. } => "315",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use axum::body::to_bytes;
    use service::Unavailable;

    use super::*;

    async fn parts(refusal: Refusal) -> (u16, Option<String>, String) {
        let response = refusal.into_response();
        let retry = response.headers().get(header::RETRY_AFTER);
        let retry = retry.map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(body["status"], "0");
        assert!(body["info"].is_null());
        let error = STANDARD.decode(body["error"].as_str().unwrap()).unwrap();
        (status, retry, String::from_utf8(error).unwrap())
    }

    #[tokio::test]
    async fn every_code_is_followed_by_a_comma() {
        let (status, _, error) = parts(Refusal::of("312")).await;
        assert_eq!((status, error.as_str()), (200, r#"{"errorCodes":"312,"}"#));
        let refused = Failure::Refused(BillCancelRefused(vec![
            BillCancelRefusal::NumberMalformed,
            BillCancelRefusal::ReasonUnknown,
            BillCancelRefusal::RemarkTooLong,
        ]));
        let (_, _, error) = parts(refused.into()).await;
        assert_eq!(error, r#"{"errorCodes":"301,307,308,"}"#);
    }

    #[tokio::test]
    async fn failures_of_ours_are_no_200() {
        let unavailable = Unavailable {
            what: "database",
            retry_after_s: 5,
        };
        let trouble = Trouble::Unavailable(unavailable);
        for refusal in [
            Refusal::from(Failure::Trouble(trouble)),
            Refusal::from(Fault::Unavailable(unavailable)),
        ] {
            let (status, retry, error) = parts(refusal).await;
            assert_eq!((status, retry.as_deref()), (503, Some("5")));
            assert_eq!(error, r#"{"errorCodes":"114,"}"#);
        }
        let reference = "R4ND0M".to_owned();
        let (status, retry, _) = parts(Fault::Internal { reference }.into()).await;
        assert_eq!((status, retry), (503, None));
    }

    #[test]
    fn times_have_two_halves_of_a_day() {
        for (at, expected) in [
            ("2026-04-01T18:30:00Z", "02/04/2026 12:00:00 AM"),
            ("2026-04-02T06:29:59Z", "02/04/2026 11:59:59 AM"),
            ("2026-04-02T06:30:00Z", "02/04/2026 12:00:00 PM"),
            ("2026-04-02T18:29:59Z", "02/04/2026 11:59:59 PM"),
            ("2026-04-02T07:35:07Z", "02/04/2026 01:05:07 PM"),
        ] {
            assert_eq!(half_day_time(at.parse().unwrap()), expected);
        }
    }
}
