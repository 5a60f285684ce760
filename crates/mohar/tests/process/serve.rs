//! What a real portal needs to start, and what it refuses to start with.

use std::fs;

use crate::support::portal::{ISSUER, Installation};
use crate::support::{SandboxProcess, invoice, mohar, printed};

/// What `mohar serve` says when it does not start.
fn refusal(config: &str) -> String {
    let output = mohar(&["serve", "--config", config]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(printed(&output.stdout), "");
    printed(&output.stderr)
}

#[tokio::test]
async fn a_portal_registers_and_a_restart_finds_what_it_registered() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let document = invoice(account.0.gstin.as_str(), "REAL/1");
    let mut first = installation.serve();
    let registered = first.client(&account).generate(&document).await.unwrap();
    let keys: serde_json::Value = reqwest::get(format!("{}/.well-known/jwks.json", first.url))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(1));
    let page = reqwest::get(format!("{}/en", first.url)).await.unwrap();
    let page = page.text().await.unwrap();
    assert!(!page.to_lowercase().contains("sandbox"), "{page}");
    first.signal("-TERM");
    assert!(first.ended().success());
    let held_back = "nobody can log in on the pages";
    let logged = first.logged();
    let mut messages = logged.iter().filter_map(|line| line["message"].as_str());
    assert!(messages.any(|message| message.contains(held_back)));

    let second = installation.serve();
    let found = second
        .client(&account)
        .get_by_irn(&registered.irn)
        .await
        .unwrap();
    assert_eq!(found, registered);
    let claims = registered
        .signed_qr_code
        .split('.')
        .nth(1)
        .unwrap()
        .to_owned();
    let claims = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, claims);
    assert!(String::from_utf8(claims.unwrap()).unwrap().contains(ISSUER));
}

#[test]
fn all_faults_of_the_settings_are_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("mohar.toml");
    fs::write(
        &config,
        "[server]\nlisten = \"nowhere\"\ndrain = 3\n[sever]\n",
    )
    .unwrap();
    let config = config.to_str().unwrap();
    for (arguments, status) in [
        (vec!["serve", "--config", config], 1),
        (vec!["config", "check", "--config", config], 1),
        (vec!["config", "show", "--config", config], 1),
    ] {
        let output = mohar(&arguments);
        let words = printed(&output.stderr) + &printed(&output.stdout);
        assert_eq!(output.status.code(), Some(status), "{words}");
        for told in [
            "line 2: server.listen",
            "line 3: server.drain: there is no such setting",
            "line 4: sever: there is no such section",
            "issuer.name",
        ] {
            assert!(words.contains(told), "{told} in {words}");
        }
    }
}

#[test]
fn nothing_that_is_missing_is_made() {
    let installation = Installation::new("");
    let database = installation.path("mohar.db");
    fs::remove_file(&database).unwrap();
    let words = refusal(&installation.config());
    assert!(
        words.contains("no database") && words.contains("mohar init"),
        "{words}"
    );
    assert!(!database.exists());
    fs::remove_dir_all(installation.path("keys")).unwrap();
    fs::write(&database, "").unwrap();
    let words = refusal(&installation.config());
    assert!(words.contains("keys"), "{words}");
    assert!(!installation.path("keys").exists());
}

#[test]
fn a_real_portal_and_a_sandbox_keep_out_of_each_other_s_data() {
    let installation = Installation::new("");
    let invented = tempfile::tempdir().unwrap();
    let folder = invented.path().to_str().unwrap();
    drop(SandboxProcess::start(&["--data", folder]));
    let text = fs::read_to_string(installation.path("mohar.toml")).unwrap();
    for (ours, theirs, wanted) in [
        (
            "\"mohar.db\"",
            format!("\"{folder}/mohar.db\""),
            "belongs to a sandbox",
        ),
        (
            "\"keys\"",
            format!("\"{folder}/keys\""),
            "belongs to a sandbox",
        ),
    ] {
        fs::write(installation.path("mohar.toml"), text.replace(ours, &theirs)).unwrap();
        let words = refusal(&installation.config());
        assert!(words.contains(wanted), "{words}");
        let output = mohar(&["init", "--config", &installation.config()]);
        assert_eq!(output.status.code(), Some(1));
    }
    // Copied to another place, the keys still say whose they are.
    fs::write(installation.path("mohar.toml"), &text).unwrap();
    let keys = installation.path("keys");
    fs::remove_dir_all(&keys).unwrap();
    let theirs = invented.path().join("keys");
    let copied = std::process::Command::new("cp")
        .arg("-a")
        .arg(&theirs)
        .arg(&keys)
        .status();
    assert!(copied.unwrap().success());
    let words = refusal(&installation.config());
    assert!(words.contains("keys of a sandbox"), "{words}");

    let real = installation.path("");
    let output = mohar(&["sandbox", "--data", real.to_str().unwrap()]);
    let words = printed(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("was not made by a sandbox"), "{words}");
}

#[test]
fn secrets_that_others_can_read_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let installation = Installation::new("");
    let secret = installation.path("secret");
    fs::write(&secret, "Tamarind-9").unwrap();
    let text = fs::read_to_string(installation.path("mohar.toml")).unwrap();
    let text = text.replace(
        "[issuer]",
        "client_id = \"irp\"\nclient_secret_file = \"secret\"\n[issuer]",
    );
    fs::write(installation.path("mohar.toml"), text).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
    let config = installation.config();
    let words = refusal(&config);
    assert!(
        words.contains("chmod 600") && !words.contains("Tamarind"),
        "{words}"
    );
    let checked = mohar(&["config", "check", "--config", &config]);
    assert_eq!(checked.status.code(), Some(1));
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let checked = mohar(&["config", "check", "--config", &config]);
    assert!(checked.status.success(), "{}", printed(&checked.stdout));
    let shown = mohar(&["config", "show", "--config", &config]);
    let shown = printed(&shown.stdout);
    assert!(
        shown.contains("client_secret_file = ") && !shown.contains("Tamarind"),
        "{shown}"
    );
}
