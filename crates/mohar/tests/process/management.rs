//! The management listener.

use jiff::Timestamp;
use serde_json::json;

use crate::support::SandboxProcess;

#[tokio::test]
async fn pages_and_lists() {
    let sandbox = SandboxProcess::start(&[]);
    let page = reqwest::get(&sandbox.manage).await.unwrap();
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let page = page.text().await.unwrap();
    let account = sandbox.managed("/integrator").await;
    for member in ["base_url", "client_id", "gstin", "user_name", "password"] {
        assert!(page.contains(account[member].as_str().unwrap()), "{member}");
    }
    assert_eq!(account["base_url"], sandbox.portal.as_str());

    for link in page.split("href=\"").skip(1) {
        let link = link.split('"').next().unwrap();
        if link.starts_with(&sandbox.portal) {
            let answer = reqwest::get(link).await.unwrap();
            assert!(
                answer.status().is_success(),
                "{link} answers {}",
                answer.status()
            );
        }
    }

    let taxpayers = sandbox.managed("/taxpayers").await;
    for row in taxpayers.as_array().unwrap() {
        assert!(page.contains(row["gstin"].as_str().unwrap()));
    }
    assert!(sandbox.managed("/inbox").await.is_array());

    let keys: serde_json::Value = reqwest::get(account["jwks_url"].as_str().unwrap())
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn only_the_own_host_is_answered_and_only_json_is_taken() {
    let sandbox = SandboxProcess::start(&[]);
    let client = reqwest::Client::new();
    let inbox = format!("{}/inbox", sandbox.manage);
    let evil = client
        .get(&inbox)
        .header("host", "evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(evil.status(), 421);
    let page = client
        .get(&inbox)
        .header("origin", "http://evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 403);
    let accounts = format!("{}/accounts", sandbox.manage);
    let form = client
        .post(&accounts)
        .header("content-type", "text/plain")
        .body(r#"{"gstin":"29AABCT1332L000"}"#);
    assert_eq!(form.send().await.unwrap().status(), 415);
}

#[tokio::test]
async fn the_clock_can_be_moved_and_set() {
    let sandbox = SandboxProcess::start(&[]);
    let now = |reading: &serde_json::Value| reading["now"].as_str().unwrap().parse::<Timestamp>();
    let before = now(&sandbox.managed("/clock").await).unwrap();
    let (status, reading) = sandbox
        .manage("/clock", &json!({ "advance_s": 7_200 }))
        .await;
    assert_eq!(status, 200);
    assert!(now(&reading).unwrap().duration_since(before).as_secs() >= 7_200);

    let noon = "2026-08-01T06:30:00Z";
    let (_, reading) = sandbox.manage("/clock", &json!({ "set": noon })).await;
    assert_eq!(reading["ist"], "2026-08-01 12:00:00");
    let (status, answer) = sandbox.manage("/clock", &json!({ "advance_s": -1 })).await;
    assert_eq!(
        (status, &answer["errors"][0]["pointer"]),
        (422, &json!("/advance_s"))
    );
}
