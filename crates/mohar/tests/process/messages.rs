//! A real portal hands what its outbox holds to a gateway.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use service::messages::MessageKind;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::support::portal::Installation;
use crate::support::{mohar, printed};

/// What a gateway was asked: its authorization and the body.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

async fn note(State(asked): State<Asked>, headers: HeaderMap, body: String) -> &'static str {
    let authorization = headers["authorization"].to_str().unwrap().to_owned();
    asked.lock().unwrap().push((authorization, body));
    r#"{"id":"R-4711"}"#
}

pub(crate) fn settings(base: &str) -> String {
    let templates = MessageKind::ALL.map(|kind| format!("template_{} = \"7\"\n", kind.name()));
    format!(
        "[messages]\nlook_ms = 50\n[sms]\nurl = \"{base}/send\"\n\
         body = '{{\"to\":\"{{to}}\",\"text\":\"{{text}}\"}}'\n\
         headers = [\"Authorization: Key {{secret}}\"]\nsecret_file = \"sms-secret\"\n\
         receipt_pointer = \"/id\"\nentity_id = \"1\"\nheader = \"MOHARS\"\n{}",
        templates.concat()
    )
}

/// Puts the gateway's secret where the settings say.
pub(crate) fn write_secret(installation: &Installation) {
    let secret = installation.path("sms-secret");
    fs::write(&secret, "s3cret\n").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
}

#[tokio::test]
async fn a_code_that_is_asked_for_reaches_the_gateway() {
    let asked = Asked::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(note).with_state(Arc::clone(&asked));
    let mut gateway = JoinSet::new();
    gateway.spawn(async move { axum::serve(listener, router).await.unwrap() });

    let installation = Installation::new("");
    installation.configure(&settings(&base));
    let output = mohar(&["config", "check", "--config", &installation.config()]);
    let said = printed(&output.stdout);
    assert!(
        !output.status.success() && said.contains("messages:"),
        "{said}"
    );
    write_secret(&installation);
    let output = mohar(&["config", "check", "--config", &installation.config()]);
    assert!(output.status.success(), "{}", printed(&output.stdout));

    let mut portal = installation.serve();
    let irp = installation.irp().await;
    let gstin = sandbox::seed::ready_gstin();
    let (_, started) = irp.begin_registration(gstin.as_str()).await.unwrap();
    let mobile = started.taxpayer().mobile.clone().unwrap();
    irp.send_code(started).await.unwrap();
    let arrived = async {
        while asked.lock().unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let arrived = tokio::time::timeout(Duration::from_secs(20), arrived).await;
    arrived.expect("the code arrives");
    portal.signal("-TERM");
    assert!(portal.ended().success());

    let asked = asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 1);
    let (authorization, body) = &asked[0];
    assert_eq!(authorization, "Key s3cret");
    assert!(body.contains(&format!("\"to\":\"91{mobile}\"")), "{body}");
    assert!(body.contains("is your code to register GSTIN"), "{body}");
    let newest = irp.store().newest_messages(9).await.unwrap();
    let receipts = newest
        .iter()
        .filter_map(|queued| queued.delivery.receipt.as_deref());
    assert_eq!(receipts.collect::<Vec<_>>(), ["R-4711"]);
    let log = fs::read_to_string(installation.path("log.jsonl")).unwrap();
    assert!(log.contains("e-mails stay in the outbox") && log.contains("message sent"));
    assert!(!log.contains(&mobile) && !log.contains("s3cret"), "{log}");
}
