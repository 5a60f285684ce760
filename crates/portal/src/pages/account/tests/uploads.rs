//! Uploads and their results.

use axum::http::StatusCode;
use serde_json::Value;

use super::*;

#[tokio::test]
async fn the_sample_registers_at_once_and_again_is_answered_with_its_irn() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let sample = visitor.get("/en/upload/sample").await;
    assert!(
        sample.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let (_, results) = upload(&mut visitor, &sample.body).await;
    assert!(results.body.contains("tag good"), "{}", results.body);
    let irn = irn_in(&results.body);
    let (_, again) = upload(&mut visitor, &sample.body).await;
    assert!(
        again.body.contains("/en/help/errors/2150"),
        "{}",
        again.body
    );
    assert_eq!(irn_in(&again.body), irn);
    assert!(!again.body.contains("<td"), "it is the same");
    let changed = sample.body.replace("Hand drill", "Electric drill");
    let (_, differing) = upload(&mut visitor, &changed).await;
    for part in ["/ItemList/0/PrdDesc", "Hand drill", "Electric drill"] {
        assert!(differing.body.contains(part), "{}", differing.body);
    }
    let pasted = visitor.token("/en/upload").await;
    let parts = [
        ("form_token", pasted.as_str()),
        ("text", sample.body.as_str()),
    ];
    let seen = send_parts(&mut visitor, "/en/upload", &parts).await;
    assert!(seen.location().starts_with("/en/uploads/"));
}

#[tokio::test]
async fn one_bad_document_never_stops_the_rest() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let one = visitor.get("/en/upload/sample").await.body;
    let two = visitor.get("/en/upload/sample").await.body;
    let wrong = two.replace("\"Version\": \"1.1\",", "");
    let list = format!("[{one}, {wrong}, 7, {two}]");
    let (address, results) = upload(&mut visitor, &list).await;
    assert_eq!(
        results.body.matches("class=\"tag good\"").count(),
        2,
        "{}",
        results.body
    );
    assert_eq!(results.body.matches("class=\"tag bad\"").count(), 2);
    assert!(results.body.contains("/Version"));
    let problems = visitor.get(&format!("{address}?show=problems")).await;
    assert_eq!(problems.body.matches("class=\"tag good\"").count(), 0);
    assert_eq!(problems.body.matches("class=\"tag bad\"").count(), 2);

    let csv = visitor.get(&format!("{address}/results.csv")).await;
    assert!(csv.body.lines().count() >= 5);
    let json = visitor.get(&format!("{address}/results.json")).await;
    let results: Value = serde_json::from_str(&json.body).expect("JSON");
    assert_eq!(results[0]["Outcome"], "registered");
    assert!(
        results[0]["Data"]["SignedQRCode"]
            .as_str()
            .unwrap()
            .starts_with("ey")
    );
    assert_eq!(results[1]["Findings"][0]["ErrorCode"], "5002");
}

#[tokio::test]
async fn somebody_else_s_results_look_like_none() {
    let portal = portal().await;
    let mut owner = logged_in(&portal, "malnad01").await;
    let (address, _) = upload(&mut owner, "{}").await;
    let mut other = logged_in(&portal, "other001").await;
    for end in ["", "/results.csv", "/results.json"] {
        let seen = other.get(&format!("{address}{end}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
        assert_eq!(
            owner.get(&format!("{address}{end}")).await.status,
            StatusCode::OK
        );
    }
    let hindi = address.replace("/en/", "/hi/");
    assert_eq!(owner.get(&hindi).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_file_s_size_is_limited() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let max = portal.irp.settings().upload.file_bytes_max;
    let largest = format!("{{}}{}", " ".repeat(max - 2));
    let (_, results) = upload(&mut visitor, &largest).await;
    assert_eq!(results.status, StatusCode::OK);
    let seen = send_file(&mut visitor, "/en/upload", &format!("{largest} ")).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(seen.body.contains("file-fault"));
}

#[tokio::test]
async fn the_number_of_documents_is_limited() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let max = portal.irp.settings().upload.documents_max;
    let list = |count: usize| format!("[{}]", vec!["{}"; count].join(","));
    let (address, results) = upload(&mut visitor, &list(max)).await;
    assert_eq!(
        results.body.matches("class=\"tag bad\"").count(),
        50,
        "a page of them"
    );
    let end = visitor.get(&format!("{address}?page={}", max / 50)).await;
    assert!(end.body.contains(&format!("<h2>{max}. ")), "{}", end.body);
    let seen = send_file(&mut visitor, "/en/upload", &list(max + 1)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for odd in ["", "  ", "[]", "no", "{\"a\":", "\u{feff}"] {
        let seen = send_file(&mut visitor, "/en/upload", odd).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
        assert!(seen.body.contains("file-fault"));
    }
}

#[tokio::test]
async fn others_documents_are_refused() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let sample = visitor.get("/en/upload/sample").await.body;
    let mut other = logged_in(&portal, "other001").await;
    let (_, results) = upload(&mut other, &sample).await;
    assert!(
        results.body.contains("/en/help/errors/2169"),
        "{}",
        results.body
    );
}

/// What is written down of an upload's documents names the request that brought them, although the
/// work outlives it.
#[tokio::test]
async fn an_upload_s_audit_lines_name_its_request() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let sample = visitor.get("/en/upload/sample").await;
    let log = tempfile::NamedTempFile::new().unwrap();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_writer(std::sync::Arc::new(log.reopen().unwrap()))
        .finish();
    let logging = tracing::subscriber::set_default(subscriber);
    let sent = send_file(&mut visitor, "/en/upload", &sample.body).await;
    let id = sent.headers["x-request-id"].to_str().unwrap().to_owned();
    finished(&mut visitor, sent).await;
    drop(logging);
    let log = std::fs::read_to_string(log.path()).unwrap();
    let lines = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_audit: Vec<_> = lines.filter(|line| line["target"] == "audit").collect();
    let registered = |line: &&Value| line["fields"]["message"] == "registered";
    let registered = of_audit.iter().find(registered).unwrap();
    assert_eq!(registered["span"]["request_id"], id.as_str(), "{log}");
}
