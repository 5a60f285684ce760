//! Authentication, tokens and who may call.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use nic_api::AUTHENTICATION_BYTES_MAX;
use seal::{AppKey, LoginPublicKey};
use service::{Allowance, Settings};

use crate::harness::{World, names, text};

const AUTH: &str = "/eivital/v1.04/auth";

#[tokio::test]
async fn the_answer_has_nics_shape() {
    let world = World::start().await;
    let app_key = AppKey::random(&world.random);
    let body = world.login(&world.account.password, &app_key);
    let reply = world
        .call(Method::POST, AUTH, &world.client_headers(), body)
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["cache-control"], "no-store");
    let json = reply.json();
    assert_eq!(names(&json), ["Status", "Data", "ErrorDetails", "InfoDtls"]);
    assert_eq!(json["Status"], 1);
    assert!(json["ErrorDetails"].is_null() && json["InfoDtls"].is_null());
    let data = &json["Data"];
    assert_eq!(
        names(data),
        ["ClientId", "UserName", "AuthToken", "Sek", "TokenExpiry"]
    );
    assert_eq!(text(data, "ClientId"), world.account.client_id);
    assert_eq!(text(data, "UserName"), "kaveri");
    assert_eq!(text(data, "Sek").len(), 64);
    // Six hours after noon in India.
    assert_eq!(text(data, "TokenExpiry"), "2026-04-02 18:00:00");
    let token = text(data, "AuthToken");
    assert_eq!(token.len(), 25);
    assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
}

#[tokio::test]
async fn within_its_life_one_token_is_handed_out_under_every_application_key() {
    let world = World::start().await;
    let first = world.session().await;
    world.irp.clock().advance(SignedDuration::from_mins(60));
    let second = world.session().await;
    assert_eq!(first.token, second.token);
    assert_eq!(first.key, second.key);
    // Both work, whichever key the client holds.
    let answer = first.registered("A-1").await;
    let irn: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let path = format!("/eicore/v1.03/Invoice/irn/{}", text(&irn, "Irn"));
    assert_eq!(second.open(&second.get(&path).await), answer);
}

#[tokio::test]
async fn the_older_shape_opens_the_same_session() {
    let world = World::start().await;
    let newer = world.session().await;
    let app_key = AppKey::random(&world.random);
    let key = LoginPublicKey::from_pem(&world.irp.login_public_key_pem()).unwrap();
    let password = key.seal(world.account.password.as_bytes()).unwrap();
    let sealed_key = key.seal(app_key.as_bytes()).unwrap();
    let login = serde_json::json!({
        "UserName": world.account.user_name,
        "Password": password,
        "AppKey": sealed_key,
        "ForceRefreshAccessToken": false,
    });
    let body = format!(r#"{{"data":{login}}}"#);
    for path in ["/eivital/v1.03/auth", AUTH] {
        let headers = world.client_headers();
        let reply = world.call(Method::POST, path, &headers, body.clone()).await;
        let older = world.session_of(&reply, &app_key);
        assert_eq!(older.token, newer.token);
        assert_eq!(older.key, newer.key);
    }
}

#[tokio::test]
async fn an_authentication_may_be_as_long_as_its_own_limit() {
    let world = World::start().await;
    let body = world.login(&world.account.password, &AppKey::random(&world.random));
    let padded = |length: usize| format!("{body}{}", " ".repeat(length - body.len()));
    let headers = world.client_headers();
    let at = padded(AUTHENTICATION_BYTES_MAX);
    let reply = world.call(Method::POST, AUTH, &headers, at).await;
    assert_eq!(reply.json()["Status"], 1, "{}", reply.text);
    for length in [
        AUTHENTICATION_BYTES_MAX + 1,
        world.irp.settings().api.request_bytes_max,
    ] {
        let beyond = padded(length);
        let reply = world.call(Method::POST, AUTH, &headers, beyond).await;
        assert_eq!(reply.codes(), ["5002"]);
        assert!(
            reply.text.contains("longer than 16384 bytes"),
            "{}",
            reply.text
        );
    }
}

#[tokio::test]
async fn a_token_ends() {
    let world = World::start().await;
    let session = world.session().await;
    world.irp.clock().advance(SignedDuration::from_hours(6));
    world.irp.clock().advance(SignedDuration::from_mins(10));
    let reply = session
        .get("/eivital/v1.04/Master/gstin/29AAAPL2356Q1ZX")
        .await;
    assert_eq!(reply.codes(), ["1005"]);
}

#[tokio::test]
async fn wrong_secret_password_and_seal_are_refused() {
    let world = World::start().await;
    let app_key = AppKey::random(&world.random);
    let [id, _, gstin] = world.client_headers();
    let body = world.login(&world.account.password, &app_key);
    let headers = [id, ("client-secret", "wrong"), gstin];
    let reply = world.call(Method::POST, AUTH, &headers, body).await;
    assert_eq!(reply.codes(), ["1010"]);

    let body = world.login("Wrong#Pass9482", &app_key);
    let reply = world
        .call(Method::POST, AUTH, &world.client_headers(), body)
        .await;
    assert_eq!(reply.codes().len(), 1);
    assert!(!reply.text.contains("AuthToken"), "{}", reply.text);

    // Not sealed at all, a block that nobody sealed, a block of another length: one answer.
    let plain = STANDARD.encode(r#"{"UserName":"kaveri","Password":"x"}"#);
    let mut seen = Vec::new();
    for data in [
        plain,
        STANDARD.encode([1; 256]),
        STANDARD.encode([1; 255]),
        "*".to_owned(),
    ] {
        let body = format!(r#"{{"Data":"{data}"}}"#);
        let reply = world
            .call(Method::POST, AUTH, &world.client_headers(), body)
            .await;
        assert_eq!(reply.codes(), ["1020"]);
        seen.push(reply.text);
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[tokio::test]
async fn all_missing_headers_are_named_at_once() {
    let world = World::start().await;
    let reply = world
        .call(Method::POST, "/eicore/v1.03/Invoice", &[], "{}")
        .await;
    let codes = reply.codes();
    for code in ["1004", "1006", "1011", "1012"] {
        assert!(
            codes.iter().any(|found| found == code),
            "{code} in {codes:?}"
        );
    }
    let body = world.login(&world.account.password, &AppKey::random(&world.random));
    let reply = world
        .call(Method::POST, AUTH, &[("client_id", "")], body)
        .await;
    let codes = reply.codes();
    for code in ["1004", "1011", "1012"] {
        assert!(
            codes.iter().any(|found| found == code),
            "{code} in {codes:?}"
        );
    }
}

#[tokio::test]
async fn headers_may_be_doubled_if_they_agree() {
    let world = World::start().await;
    let session = world.session().await;
    let gstin = world.account.gstin.to_string();
    let path = format!("/eivital/v1.04/Master/gstin/{gstin}");
    let twice = format!("{gstin}, {gstin}");
    let other = format!("{gstin}, 27AABCM1234A1Z5");
    for (value, accepted) in [(&gstin, true), (&twice, true), (&other, false)] {
        let headers = [
            ("Client_Id", world.account.client_id.as_str()),
            ("CLIENT-ID", world.account.client_id.as_str()),
            ("Client_Secret", world.account.client_secret.as_str()),
            ("GSTIN", value.as_str()),
            ("user_name", world.account.user_name.as_str()),
            ("auth-token", session.token.as_str()),
        ];
        let reply = world.call(Method::GET, &path, &headers, "").await;
        assert_eq!(reply.json()["Status"] == 1, accepted, "{}", reply.text);
    }
}

/// An account's own block does not stop who tries one password on many accounts; this does.
#[tokio::test]
async fn an_address_has_so_many_authentications() {
    let mut settings = Settings::default();
    settings.api.authentications = Allowance::new(3, 60);
    settings.login.refusal_floor_ms = 0;
    let world = World::with(settings).await;
    let attempt = async || {
        let body = world.login("Wrong%Monsoon7", &AppKey::random(&world.random));
        let headers = world.client_headers();
        world.call(Method::POST, AUTH, &headers, body).await
    };
    for _ in 0..3 {
        assert_eq!(attempt().await.codes(), ["1008"]);
    }
    let refused = attempt().await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.headers["retry-after"], "21");
    assert_eq!(refused.json()["ErrorDetails"][0]["ErrorCode"], "429");
    // Calls with a token are counted by nobody.
    let ping = "/eivital/v1.04/heartbeat/ping";
    assert_eq!(world.call(Method::GET, ping, &[], "").await.status, 200);
    world.irp.clock().advance(SignedDuration::from_secs(20));
    assert_eq!(attempt().await.codes(), ["1008"]);
    assert_eq!(attempt().await.status, 429);
}
