//! Bodies that are not what they should be.

use axum::http::Method;
use service::Settings;

use crate::harness::{World, invoice};

const GENERATE: &str = "/eicore/v1.03/Invoice";

#[tokio::test]
async fn each_fault_of_the_envelope_has_its_code() {
    let world = World::start().await;
    let session = world.session().await;
    let clear = format!(r#"{{"Data":{:?}}}"#, invoice("A-1"));
    let cases = [
        ("", "5003"),
        ("{}", "5003"),
        (r#"{"Data":null}"#, "5003"),
        (r#"{"Data":""}"#, "5003"),
        ("[]", "5002"),
        ("not JSON", "5002"),
        (r#"{"Data":12}"#, "5002"),
        (r#"{"Data":{}}"#, "5002"),
        (r#"{"Data":"AAAA"}"#, "1020"),
        (r#"{"Data":"!"}"#, "1020"),
        (clear.as_str(), "1020"),
    ];
    for path in [GENERATE, "/eicore/v1.03/Invoice/Cancel"] {
        for (body, code) in cases {
            let body = body.to_owned();
            let reply = world
                .call(Method::POST, path, &session.headers(), body.clone())
                .await;
            assert_eq!(reply.codes(), [code], "{path} {body}");
        }
    }
    for json in ["nothing", "[]", "{", "12"] {
        let codes = session.post(GENERATE, json).await.codes();
        assert!(codes.iter().all(|code| code == "5002"), "{json} {codes:?}");
        let codes = session.post("/eicore/v1.03/Cancel", json).await.codes();
        assert_eq!(codes, ["5002"], "{json}");
    }
}

#[tokio::test]
async fn headers_are_judged_before_the_body() {
    let world = World::start().await;
    let session = world.session().await;
    let mut headers = session.headers().to_vec();
    headers.retain(|(name, _)| *name != "user_name");
    let reply = world
        .call(Method::POST, GENERATE, &headers, "not JSON")
        .await;
    assert_eq!(reply.codes(), ["1006"]);
}

#[tokio::test]
async fn a_body_may_be_as_long_as_the_limit() {
    let mut settings = Settings::default();
    settings.api.request_bytes_max = 4_096;
    let world = World::with(settings).await;
    let session = world.session().await;
    let padded = |length: usize| {
        let data = session.key.encrypt(invoice("L-1").as_bytes());
        let body = format!(r#"{{"Data":"{data}"}}"#);
        format!("{body}{}", " ".repeat(length - body.len()))
    };
    let headers = session.headers();
    let beyond = world
        .call(Method::POST, GENERATE, &headers, padded(4_097))
        .await;
    assert_eq!(beyond.codes(), ["5002"]);
    assert!(
        beyond.text.contains("longer than 4096 bytes"),
        "{}",
        beyond.text
    );
    let at = world
        .call(Method::POST, GENERATE, &headers, padded(4_096))
        .await;
    session.open(&at);
}
