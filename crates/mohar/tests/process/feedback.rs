//! `mohar feedback`.

use std::sync::Arc;

use sandbox::data_folder::DataFolder;
use seal::{Randomness, key_store};
use serde_json::Value;
use service::{Clock, FeedbackForm, GstRegistry, Irp, Parts, Settings};
use store::InstallationKind;
use store::sqlite::SqliteStore;

use crate::postgres::cluster;
use crate::support::portal::Installation;
use crate::support::{SandboxProcess, mohar, printed};

fn listed(data: &str, options: &[&str]) -> String {
    let output = mohar(&[&["feedback", "--data", data], options].concat());
    assert!(output.status.success(), "{}", printed(&output.stderr));
    printed(&output.stdout)
}

/// Leaves feedback as the portal's form does.
async fn leave(folder: &DataFolder, text: &str) {
    let (clock, randomness) = (Clock::system(), Randomness::system());
    let keys = key_store::load_or_create(&folder.keys(), "", clock.now(), &randomness).unwrap();
    let irp = Irp::new(Parts {
        store: Arc::new(SqliteStore::open(&folder.database(), InstallationKind::Sandbox).unwrap()),
        clock,
        randomness,
        keys,
        registry: GstRegistry::new(String::new()),
        settings: Settings::sandbox(),
    });
    let form = FeedbackForm {
        page: "/en/registration".to_owned(),
        language: "en".to_owned(),
        text: text.to_owned(),
        contact: Some("asha@example.com".to_owned()),
    };
    irp.leave_feedback(form).await.unwrap();
}

#[tokio::test]
async fn feedback_is_listed_while_the_portal_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let _sandbox = SandboxProcess::start(&["--data", data]);
    assert_eq!(listed(data, &[]), "Nobody has left feedback yet.\n");
    assert_eq!(listed(data, &["--json"]), "[]\n");

    let own = DataFolder::existing(folder.path());
    leave(&own, "The first thing.").await;
    leave(&own, "The second \u{1b}[31mthing.").await;
    let text = listed(data, &[]);
    assert!(text.find("second") < text.find("first"), "{text}");
    assert!(text.contains("asha@example.com"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");

    let json: Value = serde_json::from_str(&listed(data, &["--json"])).unwrap();
    assert_eq!(json[1]["text"], "The first thing.");
    assert_eq!(json[0]["page"], "/en/registration");
    let one = listed(data, &["--json", "--limit", "1"]);
    assert_eq!(
        serde_json::from_str::<Value>(&one)
            .unwrap()
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// What a portal's pages collect, on either engine.
async fn a_portal_s_is_listed_by_its_settings(installation: &Installation) {
    let form = FeedbackForm {
        page: "/hi/login".to_owned(),
        language: "hi".to_owned(),
        text: "Something is missing.".to_owned(),
        contact: Some("asha@example.com".to_owned()),
    };
    installation.irp().await.leave_feedback(form).await.unwrap();
    let _portal = installation.serve();
    let output = mohar(&["feedback", "--config", &installation.config(), "--json"]);
    assert!(output.status.success(), "{}", printed(&output.stderr));
    let listed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(listed[0]["text"], "Something is missing.");
    assert_eq!(listed[0]["contact"], "asha@example.com");
    assert_eq!(listed[1], Value::Null);
}

#[tokio::test]
async fn a_portal_s_feedback_is_listed_from_sqlite() {
    a_portal_s_is_listed_by_its_settings(&Installation::new("")).await;
}

#[tokio::test]
async fn a_portal_s_feedback_is_listed_from_postgresql() {
    let database = cluster::shared().database();
    let installation = Installation::on(Some(database.url()), "");
    a_portal_s_is_listed_by_its_settings(&installation).await;
}

#[test]
fn settings_or_a_folder_are_named_and_not_both() {
    for wrong in [
        &["feedback"][..],
        &["feedback", "--data", "a", "--config", "b"],
    ] {
        let output = mohar(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        let words = printed(&output.stderr);
        assert!(words.contains("--config"), "{words}");
    }
}

#[test]
fn a_folder_without_data_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let output = mohar(&["feedback", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output.stderr).contains("no database"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_whose_keys_are_gone_gets_no_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let own = DataFolder::existing(folder.path());
    drop(SqliteStore::open_or_create(&own.database(), InstallationKind::Portal).unwrap());
    let output = mohar(&["feedback", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let words = printed(&output.stderr);
    assert!(words.contains("restore it from a backup"), "{words}");
    assert!(!own.keys().exists());
}
