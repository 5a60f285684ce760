//! A sandbox and a real portal keep out of each other's data, also when only a file was copied.

use std::fs;

use crate::postgres::cluster;
use crate::support::portal::Installation;
use crate::support::{SandboxProcess, mohar, printed};

/// What a command says that must not succeed.
fn refused(arguments: &[&str]) -> String {
    let output = mohar(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    printed(&output.stderr)
}

/// The database of a sandbox that has run and ended, alone in a folder.
fn of_a_sandbox() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut sandbox = SandboxProcess::start(&["--data", data.to_str().unwrap()]);
    assert!(sandbox.stop().success());
    fs::copy(data.join("mohar.db"), folder.path().join("mohar.db")).unwrap();
    fs::remove_dir_all(data).unwrap();
    folder
}

#[tokio::test]
async fn a_portal_refuses_a_sandbox_s_file() {
    let sandboxs = of_a_sandbox();
    let file = sandboxs.path().join("mohar.db");
    let bytes = fs::read(&file).unwrap();
    let installation = Installation::new("");
    let own = installation.path("mohar.db");
    fs::copy(&file, &own).unwrap();
    for command in ["serve", "init", "migrate"] {
        let words = refused(&[command, "--config", &installation.config()]);
        assert!(words.contains("belongs to a sandbox"), "{command}: {words}");
    }
    assert_eq!(fs::read(&own).unwrap(), bytes, "nothing is written");

    let database = cluster::shared().database();
    let from = format!("sqlite:{}", file.display());
    let keys = installation.path("keys").display().to_string();
    let url = database.url();
    let words = refused(&["copy", "--from", &from, "--to", &url, "--keys", &keys]);
    assert!(words.contains("belongs to a sandbox"), "{words}");
    let tables = database.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(tables, "0", "nothing is written");
}

#[tokio::test]
async fn a_sandbox_refuses_a_portal_s_file() {
    let installation = Installation::new("");
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    // The folder is a sandbox's own, and only the file in it is not.
    let mut sandbox = SandboxProcess::start(&["--data", data]);
    assert!(sandbox.stop().success());
    let own = folder.path().join("mohar.db");
    fs::copy(installation.path("mohar.db"), &own).unwrap();
    let bytes = fs::read(&own).unwrap();
    let free = ["--listen", "127.0.0.1:0", "--manage", "127.0.0.1:0"];
    let words = refused(&[&["sandbox", "--data", data][..], &free].concat());
    assert!(words.contains("belongs to a real portal"), "{words}");
    assert_eq!(fs::read(&own).unwrap(), bytes, "nothing is written");
}

#[tokio::test]
async fn a_portal_refuses_a_sandbox_s_database_on_a_server() {
    let database = cluster::shared().database();
    let installation = Installation::on(Some(database.url()), "");
    assert_eq!(database.sql("SELECT kind FROM installation"), "1");
    database.sql("UPDATE installation SET kind = 2");
    for command in ["serve", "init", "migrate"] {
        let words = refused(&[command, "--config", &installation.config()]);
        assert!(words.contains("belongs to a sandbox"), "{command}: {words}");
    }
    // One without a mark is the portal's that opens it.
    database.sql("DELETE FROM installation");
    drop(installation.serve());
    assert_eq!(database.sql("SELECT kind FROM installation"), "1");
}

/// A sandbox that has signed nothing cannot be told from a portal that has not, so the operator is
/// asked; and what he says is written down.
#[tokio::test]
async fn a_file_that_does_not_say_whose_it_is_waits_for_its_operator_s_word() {
    let installation = Installation::new("");
    installation.account().await;
    let hand = rusqlite::Connection::open(installation.path("mohar.db")).unwrap();
    hand.execute("DELETE FROM installation", []).unwrap();
    drop(hand);
    let config = installation.config();
    for command in ["serve", "init", "migrate"] {
        let words = refused(&[command, "--config", &config]);
        assert!(
            words.contains("mohar migrate --adopt"),
            "{command}: {words}"
        );
    }
    let adopted = mohar(&["migrate", "--adopt", "--config", &config]);
    assert!(adopted.status.success(), "{}", printed(&adopted.stderr));
    assert!(installation.chain("operator").contains("database adopted"));
    drop(installation.serve());

    let sandboxs = of_a_sandbox();
    let (file, own) = (
        sandboxs.path().join("mohar.db"),
        installation.path("mohar.db"),
    );
    for end in ["-wal", "-shm"] {
        // What the killed portal left belongs to its own file.
        let _ = fs::remove_file(installation.path(&format!("mohar.db{end}")));
    }
    fs::copy(file, own).unwrap();
    let words = refused(&["migrate", "--adopt", "--config", &config]);
    assert!(words.contains("belongs to a sandbox"), "{words}");
}
