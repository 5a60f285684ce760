//! What the operations listener tells, and what callers get while the database cannot write.

use std::process::Command;
use std::time::Duration;

use nic_client::Session;
use serde_json::{Value, json};
use service::ReadyAccount;

use crate::clock;
use crate::support::portal::{Installation, PortalProcess};
use crate::support::{MOHAR, invoice};

#[tokio::test]
async fn health_readiness_and_figures() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let portal = installation.serve();
    assert_eq!(portal.asked("/healthz").await.0, 200);
    let (status, ready) = portal.asked("/readyz").await;
    let ready: Value = serde_json::from_str(&ready).unwrap();
    assert_eq!((status, &ready["ready"]), (200, &Value::Bool(true)));
    let client = portal.client(&account);
    let document = invoice(account.0.gstin.as_str(), "FIG/1");
    client.generate(&document).await.unwrap();
    client.generate(&document).await.unwrap_err();
    let (_, figures) = portal.asked("/metrics").await;
    for line in [
        "mohar_documents_registered_total 1",
        "mohar_refusals_total{code=\"2150\"} 1",
        "mohar_requests_total{route=\"/eicore/v1.03/invoice\",method=\"POST\",status=\"2xx\"} 2",
        "mohar_request_duration_seconds_count{route=\"/eicore/v1.03/invoice\"} 2",
        "mohar_requests_at_work{kind=\"documents\"} 0",
        "mohar_requests_turned_away_total{kind=\"pages\"} 0",
        "mohar_password_checks 0",
        "mohar_audit_written 1",
    ] {
        assert!(
            figures.lines().any(|found| found == line),
            "{line} in {figures}"
        );
    }
    for personal in [account.0.gstin.as_str(), &account.0.user_name, "127.0.0.1"] {
        assert!(!figures.contains(personal), "{personal} in {figures}");
    }
    // The public listener has none of it, and the operations listener no portal.
    for path in ["/healthz", "/readyz", "/metrics"] {
        let public = reqwest::get(format!("{}{path}", portal.url)).await.unwrap();
        assert_eq!(public.status().as_u16(), 404);
    }
    assert_eq!(portal.asked("/en").await.0, 404);
}

/// The metrics that the dashboard shows exist.
#[tokio::test]
async fn the_dashboard_shows_what_there_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging/grafana.json");
    let dashboard = std::fs::read_to_string(path).unwrap();
    let dashboard: Value = serde_json::from_str(&dashboard).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    assert!(panels.len() >= 8, "{}", panels.len());
    let installation = Installation::new("");
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    let document = invoice(account.0.gstin.as_str(), "DASH/1");
    client.generate(&document).await.unwrap();
    client.generate(&document).await.unwrap_err();
    let figures = clock::compared(&portal).await;
    let mut seen = 0;
    for panel in panels {
        for target in panel["targets"].as_array().unwrap() {
            let asked = target["expr"].as_str().unwrap();
            let words = asked.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
            for name in words.filter(|word| word.starts_with("mohar_")) {
                seen += 1;
                let there = figures.lines().any(|line| {
                    line.strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with([' ', '{']))
                });
                // Only a portal that speaks TLS has a certificate.
                let there = there || name == "mohar_tls_certificate_not_after_seconds";
                assert!(there, "{name} in {figures}");
            }
        }
    }
    assert!(seen >= 8, "{seen}");
}

/// Every write of the process beyond the first byte of a file fails, as on a full disk.
fn fill_disk(portal: &PortalProcess, full: bool) {
    let limit = if full {
        "--fsize=1:unlimited"
    } else {
        "--fsize=unlimited:unlimited"
    };
    let done = Command::new("prlimit")
        .args(["--pid", &portal.id(), limit])
        .status();
    assert!(done.unwrap().success());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_database_that_cannot_write_is_told_and_service_resumes_by_itself() {
    let installation = Installation::new("");
    let account = installation.account().await;
    // Without this the system would end the process instead of failing its writes.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", MOHAR]);
    let portal = installation.serve_by(command);
    let client = portal.client(&account);
    let supplier = account.0.gstin.as_str();
    client.generate(&invoice(supplier, "DISK/1")).await.unwrap();

    let session = client.authenticate().await.unwrap();
    fill_disk(&portal, true);
    let lost = invoice(supplier, "DISK/2");
    let (status, retry_after, body) = generate(&portal, &(account.0.clone(), session), &lost).await;
    assert_eq!((status, retry_after.as_deref()), (503, Some("5")), "{body}");
    assert!(
        body.starts_with(r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"5001""#),
        "{body}"
    );
    // The audit log is what a full disk stops first: nothing is signed that is not written down.
    assert!(
        body.contains("audit log") && body.contains("after 5 seconds"),
        "{body}"
    );
    let (status, retry_after, page) = log_in(&portal, &account.0.user_name).await;
    assert_eq!((status, retry_after.as_deref()), (503, Some("5")), "{page}");
    assert!(page.contains("<html") && !page.contains("disk"), "{page}");
    let (status, ready) = portal.asked("/readyz").await;
    assert_eq!(status, 503, "{ready}");
    let told = r#"{"ready":false,"draining":false,"database":"unavailable","audit":"unavailable"}"#;
    assert_eq!(ready, told);
    assert_eq!(portal.asked("/healthz").await.0, 200);

    fill_disk(&portal, false);
    let registered = client.generate(&lost).await.unwrap();
    assert_eq!(
        client.get_by_irn(&registered.irn).await.unwrap(),
        registered
    );
    // What the database said is good for a second.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(portal.asked("/readyz").await.0, 200);
}

/// Registers by hand; status, `Retry-After` and body as they come.
pub(crate) async fn generate(
    portal: &PortalProcess,
    (account, session): &(ReadyAccount, Session),
    document: &str,
) -> (u16, Option<String>, String) {
    let answer = reqwest::Client::new()
        .post(format!("{}/eicore/v1.03/invoice", portal.url))
        .header("client-id", &account.client_id)
        .header("client-secret", &account.client_secret)
        .header("gstin", account.gstin.as_str())
        .header("user_name", &account.user_name)
        .header("authtoken", &session.auth_token)
        .json(&json!({ "Data": session.key.encrypt(document.as_bytes()) }))
        .send()
        .await
        .unwrap();
    told(answer).await
}

async fn told(answer: reqwest::Response) -> (u16, Option<String>, String) {
    let retry_after = answer.headers().get("retry-after");
    let retry_after = retry_after.map(|value| value.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    (status, retry_after, answer.text().await.unwrap())
}

/// Posts the login form with a wrong password, as a browser would: that is counted, and so written.
async fn log_in(portal: &PortalProcess, user_name: &str) -> (u16, Option<String>, String) {
    let address = format!("{}/en/login", portal.url);
    let client = reqwest::Client::new();
    let form = client.get(&address).send().await.unwrap();
    let cookie = form.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let text = form.text().await.unwrap();
    let token = text.split("name=\"form_token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let posted = client
        .post(&address)
        .header("cookie", cookie)
        .form(&[
            ("form_token", token),
            ("user_id", user_name),
            ("password", "wrong"),
        ])
        .send()
        .await
        .unwrap();
    told(posted).await
}
