//! The one map from what went wrong inside to what a client sees.
//!
//! | inside | HTTP | code |
//! |---|---|---|
//! | refused, duplicate, malformed | 200 | the finding's |
//! | a part is unreachable | 503 with `Retry-After` | 5001 |
//! | a fault of ours, a panic | 503 | 5001 and a reference |
//! | an address has used up its authentications | 429 with `Retry-After` | the HTTP status |
//! | no such path, no such method | 404, 405 | the HTTP status |
//!
//! Clients take every status but 200 for a failure of transport and decide nothing from it, which
//! is right for the last four rows and would be wrong for the first. No answer is ever a 500.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use einvoice::catalogue::{self, Language};
use einvoice::finding::{Detail, Finding};
use gst::ist;
use seal::EnvelopeFault;
use service::{Assessment, DIFFERENCES_MAX, DuplicateDocument, Fault, Unavailable};
use store::invoices::Existing;

use crate::body::BodyFault;
use crate::reply::{self, AnswerCodes, ErrorEntry};

/// Code of a failure that is not the client's.
const APPLICATION_ERROR: &str = "5001";
/// Code of a body that is not as it has to be.
const BODY_MALFORMED: &str = "5002";
/// Code of a body without data.
const DATA_MISSING: &str = "5003";
/// Code of data that cannot be decrypted.
const UNDECRYPTABLE: &str = "1020";
/// Code of a document that is registered already, and not cancelled.
const DUPLICATE: &str = "2150";
/// Code of a document that was registered and then cancelled.
const DUPLICATE_OF_CANCELLED: &str = "2278";
/// Where a document's number stands.
const NUMBER: &str = "/DocDtls/No";
/// Members that are named as differing from the registered document's; the rest is counted.
const FIELDS_NAMED_MAX: usize = 10;

/// What a handler refuses with.
#[derive(Debug)]
pub(crate) struct Refusal(Fault);

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<BodyFault> for Refusal {
    fn from(fault: BodyFault) -> Self {
        Self(Fault::Refused(vec![body_finding(fault)]))
    }
}

impl From<EnvelopeFault> for Refusal {
    /// Not base64, wrongly padded or encrypted with another key: one answer for all.
    fn from(_: EnvelopeFault) -> Self {
        Self(Fault::Refused(vec![finding(UNDECRYPTABLE)]))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self.0 {
            Fault::Refused(findings) => reply::refused(&findings, None),
            Fault::Duplicate(duplicate) => duplicated(*duplicate),
            Fault::Unavailable(unavailable) => out_of_reach(&unavailable),
            Fault::Internal { reference } => internal(&reference),
        }
    }
}

/// A finding of this crate's own.
pub(crate) fn finding(code: &'static str) -> Finding {
    let entry = catalogue::find(code).expect("a test looks up every code of this crate");
    Finding::new(entry, "")
}

fn body_finding(fault: BodyFault) -> Finding {
    let (code, english, hindi): (_, Cow<'static, str>, Cow<'static, str>) = match fault {
        BodyFault::TooLong { bytes_max } => (
            BODY_MALFORMED,
            format!("The body is longer than {bytes_max} bytes.").into(),
            format!("अनुरोध {bytes_max} बाइट से लंबा है।").into(),
        ),
        BodyFault::BrokenOff => (
            BODY_MALFORMED,
            "The body ended before it was complete.".into(),
            "अनुरोध पूरा होने से पहले समाप्त हो गया।".into(),
        ),
        BodyFault::NotJson => (
            BODY_MALFORMED,
            "The body is not a JSON object.".into(),
            "अनुरोध JSON ऑब्जेक्ट नहीं है।".into(),
        ),
        BodyFault::DataMisshapen => (
            BODY_MALFORMED,
            "Data is not a text.".into(),
            "Data पाठ के रूप में नहीं है।".into(),
        ),
        BodyFault::DataMissing => (DATA_MISSING, "".into(), "".into()),
    };
    finding(code).with(Detail {
        english,
        hindi,
        ..Detail::default()
    })
}

/// A duplicate tells which document stands in its place, unless that one is cancelled; and to its
/// supplier, whether it equals what was sent. Clients read the first entry.
fn duplicated(duplicate: DuplicateDocument) -> Response {
    let info = standing_document(&duplicate.existing).map(|mut info| {
        if let Some(words) = comparison(&duplicate) {
            info.extend_from_slice(br#",{"InfCd":"ADDNLNFO","Desc":"#);
            reply::push_text(&mut info, &words);
            info.push(b'}');
        }
        listed(&info)
    });
    reply::refused(&[duplicate.finding], info.as_deref())
}

/// What is wrong with a document that was only checked, as registering it would answer, and
/// besides the rules' findings when it is registered already. `None` when nothing is wrong.
pub(crate) fn assessed(assessment: Assessment) -> Option<Response> {
    let mut findings = Vec::with_capacity(assessment.findings.len() + 1);
    let mut info = None;
    if let Some(existing) = assessment.existing {
        let code = if existing.cancelled {
            DUPLICATE_OF_CANCELLED
        } else {
            DUPLICATE
        };
        let mut duplicate = finding(code);
        NUMBER.clone_into(&mut duplicate.pointer);
        findings.push(duplicate);
        info = standing_document(&existing).map(|info| listed(&info));
    }
    findings.extend(assessment.findings);
    (!findings.is_empty()).then(|| reply::refused(&findings, info.as_deref()))
}

/// The entry of `InfoDtls` that names the registered document; none for a cancelled one.
fn standing_document(existing: &Existing) -> Option<Vec<u8>> {
    (!existing.cancelled).then(|| {
        format!(
            r#"{{"InfCd":"DUPIRN","Desc":{{"AckNo":{},"AckDt":"{}","Irn":"{}"}}}}"#,
            existing.ack_number,
            ist::date_time(existing.acked_at),
            existing.irn,
        )
        .into_bytes()
    })
}

fn listed(entries: &[u8]) -> Vec<u8> {
    [b"[", entries, b"]"].concat()
}

/// Whether the registered document equals the one sent, in a sentence.
fn comparison(duplicate: &DuplicateDocument) -> Option<String> {
    if duplicate.equals_sent()? {
        return Some("The registered document equals the one sent.".to_owned());
    }
    let differences = &duplicate.differences;
    let (named, rest) = differences.split_at(differences.len().min(FIELDS_NAMED_MAX));
    let named: Vec<_> = named.iter().map(|one| one.pointer.as_str()).collect();
    let mut words = format!(
        "The registered document differs from the one sent in {}",
        named.join(", ")
    );
    if !rest.is_empty() {
        let least = if differences.len() == DIFFERENCES_MAX {
            "at least "
        } else {
            ""
        };
        // Writing into a String cannot fail.
        let _ = write!(words, " and {least}{} more", rest.len());
    }
    words.push('.');
    Some(words)
}

fn out_of_reach(unavailable: &Unavailable) -> Response {
    let words = format!(
        "The {} cannot be reached at the moment. Send the same request again after {} seconds; \
         a document that was registered after all is then answered as a duplicate, with its IRN.",
        unavailable.what, unavailable.retry_after_s
    );
    to_be_tried_again(&words, unavailable.retry_after_s)
}

/// The answer of a server that has too much to do, given before the router: 503, `Retry-After`.
pub fn busy(retry_after_s: u32) -> Response {
    let words = "The portal is busy at the moment and has not looked at the request. Send it again";
    let words = format!("{words} after {retry_after_s} seconds.");
    to_be_tried_again(&words, retry_after_s)
}

fn to_be_tried_again(words: &str, retry_after_s: u32) -> Response {
    let mut response = application_error(words);
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, retry_after_s.into());
    response
}

/// A fault of ours. The log knows more under the reference.
pub(crate) fn internal(reference: &str) -> Response {
    let fix = finding(APPLICATION_ERROR)
        .entry
        .words(Language::English)
        .fix;
    application_error(&format!("Reference {reference}. {fix}"))
}

fn application_error(particulars: &str) -> Response {
    let title = finding(APPLICATION_ERROR).message(Language::English);
    let entry = ErrorEntry {
        code: APPLICATION_ERROR,
        message: format!("{title} {particulars}").into(),
    };
    let status = StatusCode::SERVICE_UNAVAILABLE;
    with_code(reply::failure(status, &[entry], None), APPLICATION_ERROR)
}

/// The answer to an address that has used up its authentications. Nothing was looked at.
pub(crate) fn too_many(retry_after_s: u64) -> Response {
    let message = format!(
        "Too many authentications came from this address. Send it again after {retry_after_s} \
         seconds, and use a token for as long as it lives."
    );
    let entry = ErrorEntry {
        code: "429",
        message: message.into(),
    };
    let failure = reply::failure(StatusCode::TOO_MANY_REQUESTS, &[entry], None);
    let mut response = with_code(failure, "429");
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, retry_after_s.into());
    response
}

/// The answer to a path that is none of the API's.
pub(crate) fn unknown_path() -> Response {
    let entry = ErrorEntry {
        code: "404",
        message: "This portal has no such address.".into(),
    };
    with_code(reply::failure(StatusCode::NOT_FOUND, &[entry], None), "404")
}

/// The answer to a method that a path does not have.
pub(crate) async fn unknown_method() -> Response {
    let entry = ErrorEntry {
        code: "405",
        message: "This address does not take this method.".into(),
    };
    let status = StatusCode::METHOD_NOT_ALLOWED;
    with_code(reply::failure(status, &[entry], None), "405")
}

fn with_code(mut response: Response, code: &'static str) -> Response {
    response.extensions_mut().insert(AnswerCodes(vec![code]));
    response
}

#[cfg(test)]
mod tests;
