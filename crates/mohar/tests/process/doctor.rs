//! `mohar doctor` on installations that are well and that are not.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::task::JoinSet;

use crate::postgres::cluster;
use crate::support::portal::Installation;
use crate::support::{mohar, printed};

/// Without gateways a portal that asks for codes at logins would be ill.
const NO_CODES: &str = "[login]\nsecond_factor = \"off\"\n";

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
    let installation = Installation::new(NO_CODES);
    mode(&installation, "", 0o700);
    let (code, verdicts) = examined(&installation);
    assert_eq!(code, 0, "{verdicts}");
    for subject in [
        "kind",
        "open files",
        "signing key",
        "key folder",
        "database folder",
        "database",
        "registry",
        "clock",
    ] {
        assert_eq!(verdicts[subject], "good", "{verdicts}");
    }
    // It does not run, which may be meant.
    assert_eq!(verdicts["portal"], "warning");
    assert_eq!(verdicts["GST master"], Value::Null, "there is none");
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

/// Sets the permissions of a file or folder of it.
fn mode(installation: &Installation, name: &str, mode: u32) {
    let mode = fs::Permissions::from_mode(mode);
    fs::set_permissions(installation.path(name), mode).unwrap();
}

#[tokio::test]
async fn what_others_may_change_or_read_is_named() {
    let installation = Installation::new(NO_CODES);
    drop(installation.serve());
    mode(&installation, "", 0o700);
    let (code, verdicts) = examined(&installation);
    assert_eq!(
        (code, &verdicts["audit folder"]),
        (0, &"good".into()),
        "{verdicts}"
    );
    mode(&installation, "keys", 0o777);
    mode(&installation, "audit", 0o755);
    mode(&installation, "mohar.db", 0o644);
    let (code, verdicts) = examined(&installation);
    assert_eq!(code, 1, "{verdicts}");
    for (subject, verdict) in [
        ("key folder", "bad"),
        ("audit folder", "warning"),
        ("database folder", "good"),
        ("database file", "bad"),
    ] {
        assert_eq!(verdicts[subject], verdict, "{verdicts}");
    }
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
    // Nobody gets codes; it is bad where nobody can log in without one.
    let installation = Installation::new("");
    for (more, code, verdict) in [("", 1, "bad"), (NO_CODES, 0, "warning")] {
        installation.configure(more);
        let (found, verdicts) = examined(&installation);
        assert_eq!(found, code, "{verdicts}");
        assert_eq!(verdicts["gateways"], verdict, "{verdicts}");
        let checked = mohar(&["config", "check", "--config", &installation.config()]);
        let said = printed(&checked.stdout);
        assert!(checked.status.success(), "{said}");
        let told = said.contains("warning: login.second_factor: every login");
        assert_eq!(told, code == 1, "{said}");
    }
    let (_, verdicts) = examined(&installation);
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
    assert!(!said.contains("email.host: "), "{said}");
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

/// The log's disk is looked at on either engine, and whether it is the database's too.
fn the_disk_of_the_audit_log(installation: &Installation, beside_the_database: bool) {
    let found = |told: &str| {
        let output = mohar(&["doctor", "--config", &installation.config(), "--json"]);
        let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        let disk = found.iter().find(|one| one["subject"] == "audit disk");
        let disk = disk.unwrap().clone();
        assert!(disk["found"].as_str().unwrap().contains(told), "{disk}");
        disk["verdict"].clone()
    };
    if beside_the_database {
        assert_eq!(found("on the same disk as the database"), "warning");
    } else {
        found("MiB are free");
    }
    // What is a file is no folder that could be written to.
    fs::write(installation.path("audit"), "").unwrap();
    assert_eq!(found("nothing can be written to"), "bad");
}

#[test]
fn the_disk_of_the_audit_log_is_looked_at_on_sqlite() {
    the_disk_of_the_audit_log(&Installation::new(""), true);
}

#[test]
fn the_disk_of_the_audit_log_is_looked_at_on_postgresql() {
    let database = cluster::shared().database();
    the_disk_of_the_audit_log(&Installation::on(Some(database.url()), ""), false);
}
