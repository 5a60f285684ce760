//! What clients see of what went wrong.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use axum::body::to_bytes;
use einvoice::Irn;
use service::Difference;

use super::*;

async fn parts(fault: Fault) -> (u16, Option<String>, String) {
    let response = Refusal(fault).into_response();
    let retry = response.headers().get(header::RETRY_AFTER);
    let retry = retry.map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, retry, String::from_utf8(bytes.to_vec()).unwrap())
}

fn duplicate(code: &'static str) -> Fault {
    Fault::Duplicate(Box::new(DuplicateDocument {
        finding: finding(code),
        existing: Existing {
            irn: Irn::from_bytes([0xab; 32]),
            ack_number: 912_610_000_000_000,
            acked_at: "2026-04-01T06:30:05Z".parse().unwrap(),
            cancelled: code != DUPLICATE,
        },
        registered: None,
        compared: false,
        differences: Vec::new(),
    }))
}

/// A duplicate that differs in so many members.
fn compared(count: usize) -> Fault {
    let Fault::Duplicate(mut duplicate) = duplicate(DUPLICATE) else {
        panic!("a duplicate");
    };
    duplicate.compared = true;
    duplicate.differences = (0..count)
        .map(|index| Difference {
            pointer: format!("/ItemList/{index}/Qty"),
            stored: None,
            sent: None,
        })
        .collect();
    Fault::Duplicate(duplicate)
}

#[test]
fn every_code_of_this_crate_is_in_the_catalogue() {
    for code in [
        BODY_MALFORMED,
        DATA_MISSING,
        UNDECRYPTABLE,
        DUPLICATE,
        APPLICATION_ERROR,
        DUPLICATE_OF_CANCELLED,
    ] {
        assert_eq!(finding(code).code(), code);
    }
}

#[test]
fn every_body_fault_has_words() {
    for fault in [
        BodyFault::TooLong { bytes_max: 5 },
        BodyFault::BrokenOff,
        BodyFault::NotJson,
        BodyFault::DataMisshapen,
    ] {
        let finding = body_finding(fault);
        assert_eq!(finding.code(), "5002");
        assert!(!finding.detail.english.is_empty() && !finding.detail.hindi.is_empty());
    }
    assert_eq!(body_finding(BodyFault::DataMissing).code(), "5003");
}

#[tokio::test]
async fn a_duplicate_names_the_registered_document() {
    let (status, _, body) = parts(duplicate(DUPLICATE)).await;
    assert_eq!(status, 200);
    let irn = "ab".repeat(32);
    let info = format!(
        concat!(
            r#""Data":null,"InfoDtls":[{{"InfCd":"DUPIRN","Desc":{{"AckNo":912610000000000,"#,
            r#""AckDt":"2026-04-01 12:00:05","Irn":"{irn}"}}}}]}}"#,
        ),
        irn = irn,
    );
    assert!(
        body.starts_with(r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"2150","#),
        "{body}"
    );
    assert!(body.ends_with(&info), "{body}");
}

#[tokio::test]
async fn a_duplicate_tells_in_what_it_differs() {
    let entry = r#"{"InfCd":"ADDNLNFO","Desc":"The registered document "#;
    for (count, begins, ends) in [
        (0, "equals the one sent.", "equals the one sent."),
        (1, "differs from the one sent in /ItemList/0/Qty.", "Qty."),
        (FIELDS_NAMED_MAX, "differs from", "/ItemList/9/Qty."),
        (
            FIELDS_NAMED_MAX + 1,
            "differs from",
            "/ItemList/9/Qty and 1 more.",
        ),
        (DIFFERENCES_MAX, "differs from", "and at least 90 more."),
    ] {
        let (_, _, body) = parts(compared(count)).await;
        let (first, second) = body.split_once("}},").unwrap();
        assert!(first.contains(r#""InfoDtls":[{"InfCd":"DUPIRN""#), "{body}");
        assert!(second.starts_with(&format!("{entry}{begins}")), "{body}");
        assert!(second.ends_with(&format!("{ends}\"}}]}}")), "{body}");
    }
}

#[tokio::test]
async fn the_number_of_a_cancelled_document_is_refused_without_one() {
    let (status, _, body) = parts(duplicate("2278")).await;
    assert_eq!(status, 200);
    assert!(body.contains(r#""ErrorCode":"2278""#), "{body}");
    assert!(body.ends_with(r#""InfoDtls":null}"#), "{body}");
}

#[tokio::test]
async fn what_is_not_the_clients_fault_is_no_200_and_no_500() {
    let unavailable = Unavailable {
        what: "database",
        retry_after_s: 7,
    };
    let (status, retry, body) = parts(Fault::Unavailable(unavailable)).await;
    assert_eq!((status, retry.as_deref()), (503, Some("7")));
    assert!(body.contains(r#""ErrorCode":"5001""#), "{body}");
    let reference = "R4ND0M".to_owned();
    let (status, retry, body) = parts(Fault::Internal { reference }).await;
    assert_eq!((status, retry), (503, None));
    assert!(body.contains("R4ND0M"), "{body}");
}
