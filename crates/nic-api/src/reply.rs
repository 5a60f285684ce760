//! The envelope of every answer, written straight into one buffer.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use einvoice::catalogue::Language;
use einvoice::finding::Finding;
use seal::SessionKey;

/// Findings that one answer lists. What goes beyond is counted in one more entry.
pub(crate) const FINDINGS_MAX: usize = 100;

/// Codes that an answer's [`AnswerCodes`] hold at most.
pub const ANSWER_CODES_MAX: usize = 10;

/// The error codes of an answer, each once and in its order, among the response's extensions: for
/// the request's log line and for figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerCodes(pub Vec<&'static str>);

impl AnswerCodes {
    fn of(findings: &[Finding]) -> Self {
        let mut codes = Vec::new();
        for finding in findings {
            if codes.len() == ANSWER_CODES_MAX {
                break;
            }
            if !codes.contains(&finding.code()) {
                codes.push(finding.code());
            }
        }
        Self(codes)
    }
}

/// One entry of `ErrorDetails`.
pub(crate) struct ErrorEntry<'a> {
    pub(crate) code: &'a str,
    pub(crate) message: Cow<'a, str>,
}

/// A success whose data only the holder of the session key can read.
pub(crate) fn encrypted(plaintext: &[u8], session_key: &SessionKey) -> Response {
    encrypted_with(plaintext, session_key, None)
}

/// The same with the JSON of `InfoDtls`.
pub(crate) fn encrypted_with(
    plaintext: &[u8],
    session_key: &SessionKey,
    info: Option<&[u8]>,
) -> Response {
    let data = session_key.encrypt(plaintext);
    let mut body = Vec::with_capacity(data.len() + 64);
    body.extend_from_slice(br#"{"Status":1,"ErrorDetails":null,"Data":""#);
    // Base64 needs no escapes.
    body.extend_from_slice(data.as_bytes());
    body.extend_from_slice(br#"","InfoDtls":"#);
    body.extend_from_slice(info.unwrap_or(b"null"));
    body.push(b'}');
    response(StatusCode::OK, body)
}

/// A success with JSON that is not encrypted, or with none.
pub(crate) fn plain(data: Option<&[u8]>) -> Response {
    let data = data.unwrap_or(b"null");
    let mut body = Vec::with_capacity(data.len() + 64);
    body.extend_from_slice(br#"{"Status":1,"ErrorDetails":null,"Data":"#);
    body.extend_from_slice(data);
    body.extend_from_slice(br#","InfoDtls":null}"#);
    response(StatusCode::OK, body)
}

/// An answered authentication: this one has `Data` before `ErrorDetails`.
pub(crate) fn authenticated(data: &[u8]) -> Response {
    let mut body = Vec::with_capacity(data.len() + 64);
    body.extend_from_slice(br#"{"Status":1,"Data":"#);
    body.extend_from_slice(data);
    body.extend_from_slice(br#","ErrorDetails":null,"InfoDtls":null}"#);
    response(StatusCode::OK, body)
}

/// A refusal with all its findings; `info` is the JSON of `InfoDtls`.
pub(crate) fn refused(findings: &[Finding], info: Option<&[u8]>) -> Response {
    let mut response = failure(StatusCode::OK, &entries(findings), info);
    response.extensions_mut().insert(AnswerCodes::of(findings));
    response
}

/// Findings as they are listed: so many, and one entry that counts the rest.
pub(crate) fn entries(findings: &[Finding]) -> Vec<ErrorEntry<'_>> {
    let shown = findings.len().min(FINDINGS_MAX);
    let mut entries: Vec<_> = findings[..shown].iter().map(entry).collect();
    if let Some(next) = findings.get(shown) {
        let more = findings.len() - shown;
        entries.push(ErrorEntry {
            code: next.code(),
            message: Cow::Owned(format!(
                "{more} more findings are not listed; the next one is at {}.",
                next.pointer
            )),
        });
    }
    entries
}

/// A failure in NIC's shape.
pub(crate) fn failure(
    status: StatusCode,
    entries: &[ErrorEntry<'_>],
    info: Option<&[u8]>,
) -> Response {
    let mut body = Vec::with_capacity(96 + entries.len() * 192);
    body.extend_from_slice(br#"{"Status":0,"ErrorDetails":"#);
    push_entries(&mut body, entries);
    body.extend_from_slice(br#","Data":null,"InfoDtls":"#);
    body.extend_from_slice(info.unwrap_or(b"null"));
    body.push(b'}');
    response(status, body)
}

/// Appends a list of codes with their messages.
pub(crate) fn push_entries(body: &mut Vec<u8>, entries: &[ErrorEntry<'_>]) {
    body.push(b'[');
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            body.push(b',');
        }
        body.extend_from_slice(br#"{"ErrorCode":"#);
        push_text(body, entry.code);
        body.extend_from_slice(br#","ErrorMessage":"#);
        push_text(body, &entry.message);
        body.push(b'}');
    }
    body.push(b']');
}

/// A finding in one line: what is wrong, where, and how to mend it.
fn entry(finding: &Finding) -> ErrorEntry<'_> {
    let mut message = finding.message(Language::English);
    if !finding.pointer.is_empty() {
        message.push_str(" [");
        message.push_str(&finding.pointer);
        message.push(']');
    }
    let fix = finding.entry.words(Language::English).fix;
    if !fix.is_empty() {
        message.push(' ');
        message.push_str(fix);
    }
    ErrorEntry {
        code: finding.code(),
        message: Cow::Owned(message),
    }
}

/// Appends a JSON string.
pub(crate) fn push_text(buffer: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(buffer, text).expect("writing text to memory cannot fail");
}

/// JSON with the headers of every answer.
pub(crate) fn response(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use axum::body::to_bytes;
    use serde_json::Value;

    use super::*;
    use crate::fault::finding;

    async fn text(response: Response) -> String {
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn members_come_in_the_order_that_was_captured() {
        insta::assert_snapshot!(
            text(plain(None)).await,
            @r#"{"Status":1,"ErrorDetails":null,"Data":null,"InfoDtls":null}"#
        );
        insta::assert_snapshot!(
            text(authenticated(b"{}")).await,
            @r#"{"Status":1,"Data":{},"ErrorDetails":null,"InfoDtls":null}"#
        );
        let entry = ErrorEntry {
            code: "2150",
            message: "Say \"no\"\n".into(),
        };
        let expected = concat!(
            r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"2150","#,
            r#""ErrorMessage":"Say \"no\"\n"}],"Data":null,"InfoDtls":[]}"#,
        );
        assert_eq!(
            text(failure(StatusCode::OK, &[entry], Some(b"[]"))).await,
            expected
        );
    }

    #[tokio::test]
    async fn encrypted_data_opens_with_the_key() {
        let key = SessionKey::from_bytes([3; 32]);
        let response = encrypted(br#"{"Irn":null}"#, &key);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let envelope: Value = serde_json::from_str(&text(response).await).unwrap();
        let names: Vec<_> = envelope.as_object().unwrap().keys().collect();
        assert_eq!(names, ["Status", "ErrorDetails", "Data", "InfoDtls"]);
        let data = envelope["Data"].as_str().unwrap();
        assert_eq!(key.decrypt(data).unwrap(), br#"{"Irn":null}"#);
    }

    #[tokio::test]
    async fn as_many_findings_as_fit_are_listed_and_the_rest_is_counted() {
        for (count, entries) in [
            (1, 1),
            (FINDINGS_MAX, FINDINGS_MAX),
            (FINDINGS_MAX + 1, 101),
            (250, 101),
        ] {
            let findings: Vec<_> = (0..count)
                .map(|index| {
                    let mut finding = finding("5002");
                    finding.pointer = format!("/ItemList/{index}");
                    finding
                })
                .collect();
            let body: Value = serde_json::from_str(&text(refused(&findings, None)).await).unwrap();
            let details = body["ErrorDetails"].as_array().unwrap();
            assert_eq!(details.len(), entries, "{count}");
            assert!(
                details[0]["ErrorMessage"]
                    .as_str()
                    .unwrap()
                    .contains("[/ItemList/0]")
            );
            if count > FINDINGS_MAX {
                let last = details[FINDINGS_MAX]["ErrorMessage"].as_str().unwrap();
                let more = count - FINDINGS_MAX;
                let expected = format!(
                    "{more} more findings are not listed; the next one is at /ItemList/100."
                );
                assert_eq!(last, expected);
            }
        }
    }
}
