//! `mohar doctor` on installations that are well and that are not.

use std::fs;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::task::JoinSet;

use crate::support::portal::Installation;
use crate::support::{mohar, printed};

/// The exit code, and the verdicts by subject.
fn examined(installation: &Installation) -> (i32, Value) {
    let output = mohar(&["doctor", "--config", &installation.config(), "--json"]);
    let found: Vec<Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", printed(&output.stderr)));
    let mut verdicts = Value::Null;
    for one in found {
        let good = one["verdict"] == "good";
        assert_eq!(good, one["advice"] == "", "{one}");
        verdicts[one["subject"].as_str().unwrap()] = one["verdict"].clone();
    }
    (output.status.code().unwrap(), verdicts)
}

#[tokio::test]
async fn an_installation_that_is_well() {
    let installation = Installation::new("");
    let (code, verdicts) = examined(&installation);
    assert_eq!(code, 0, "{verdicts}");
    for subject in [
        "kind",
        "open files",
        "signing key",
        "database",
        "registry",
        "clock",
    ] {
        assert_eq!(verdicts[subject], "good", "{verdicts}");
    }
    // It does not run, which may be meant.
    assert_eq!(verdicts["portal"], "warning");
    let text = mohar(&["doctor", "--config", &installation.config()]);
    let text = printed(&text.stdout);
    assert!(
        text.contains("warning  portal") && text.contains("→"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_wrong_is_named_each_for_itself() {
    let mut installation = Installation::new("");
    installation.registry.kill();
    fs::rename(installation.path("keys"), installation.path("lost")).unwrap();
    let (code, verdicts) = examined(&installation);
    assert_eq!(code, 1, "{verdicts}");
    for (subject, verdict) in [("keys", "bad"), ("registry", "bad"), ("database", "good")] {
        assert_eq!(verdicts[subject], verdict, "{verdicts}");
    }
    assert_eq!(verdicts["clock"], "warning");
}

/// Gateways are reached and nothing is sent; what goes over a network in the clear is named.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gateways_are_reached_and_clear_networks_are_named() {
    let there = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", there.local_addr().unwrap());
    let mut gateway = JoinSet::new();
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let noting = Arc::clone(&asked);
    let note = async move |request: axum::extract::Request| {
        let authorized = request.headers().contains_key("authorization");
        let line = format!("{} {} {authorized}", request.method(), request.uri());
        noting.lock().unwrap().push(line);
    };
    let router = axum::Router::new().fallback(note);
    gateway.spawn(async move { axum::serve(there, router).await.unwrap() });
    let away = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let email = format!(
        "[email]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n\
         from = \"no-reply@irp.example.in\"\n",
        away.local_addr().unwrap().port()
    );
    drop(away);
    let installation = Installation::new("");
    let (_, verdicts) = examined(&installation);
    assert_eq!(verdicts["gateways"], "warning", "{verdicts}");
    assert_eq!(verdicts["network"], "good", "{verdicts}");

    installation.configure(&format!("{}{email}", crate::messages::settings(&base)));
    crate::messages::write_secret(&installation);
    let config = fs::read_to_string(installation.config()).unwrap();
    let open = config.replace(
        "operations_listen = \"127.0.0.1:0\"",
        "operations_listen = \"0.0.0.0:0\"",
    );
    fs::write(installation.config(), open).unwrap();
    let (code, verdicts) = examined(&installation);
    assert_eq!(code, 1, "{verdicts}");
    assert_eq!(verdicts["SMS gateway"], "good", "{verdicts}");
    assert_eq!(verdicts["mail server"], "bad", "{verdicts}");
    assert_eq!(verdicts["network"], "warning", "{verdicts}");
    assert_eq!(*asked.lock().unwrap(), ["HEAD / false"]);

    // The same words at a check of the settings and at a start.
    let output = mohar(&["config", "check", "--config", &installation.config()]);
    let said = printed(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("warning: server.operations_listen: "),
        "{said}"
    );
    let portal = installation.serve();
    let logged = portal.logged();
    let told = logged.iter().any(|line| {
        let words = line["message"]
            .as_str()
            .or(line["fields"]["message"].as_str());
        words.is_some_and(|words| words.starts_with("server.operations_listen: "))
    });
    assert!(told, "{logged:?}");
}
