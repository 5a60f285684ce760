//! A backup that is made under a serving portal, proved, and restored; on both engines.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use jiff::SignedDuration;
use serde_json::{Value, json};
use store::messages::{DeliveryState, NewMessage, QueuedMessage, Route};

use crate::postgres::cluster;
use crate::support::portal::Installation;
use crate::support::{invoice, mohar, printed};

/// What a command prints, when it ends with this code.
fn said(arguments: &[&str], code: i32) -> String {
    let output = mohar(arguments);
    let (out, errors) = (printed(&output.stdout), printed(&output.stderr));
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {out}{errors}"
    );
    out + &errors
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// Settings, keys and backup of an installation, as arguments.
struct Places {
    config: String,
    keys: String,
    backup: String,
}

impl Places {
    fn of(installation: &Installation) -> Self {
        Self {
            config: installation.config(),
            keys: text(&installation.path("keys")),
            backup: text(&installation.path("backup")),
        }
    }

    fn back_up(&self, code: i32) -> String {
        said(
            &["backup", "--config", &self.config, "--to", &self.backup],
            code,
        )
    }

    fn drill(&self, code: i32) -> String {
        let verify = ["backup", "verify", &self.backup, "--keys", &self.keys];
        said(&[&verify[..], &["--config", &self.config]].concat(), code)
    }

    fn restore(&self, code: i32) -> String {
        said(
            &["restore", "--config", &self.config, "--from", &self.backup],
            code,
        )
    }
}

/// The backup says what is in it, and the drill finds a byte that was changed.
fn proved(places: &Places) {
    let words = places.drill(0);
    assert!(words.contains("every IRN recomputed"), "{words}");
    let folder = Path::new(&places.backup);
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["holding"]["rows"]["invoices"], 1);
    let file = folder.join(manifest["files"][0]["name"].as_str().unwrap());
    let good = fs::read(&file).unwrap();
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    fs::write(&file, bad).unwrap();
    let words = places.drill(1);
    assert!(
        words.contains("is not the file that was written"),
        "{words}"
    );
    fs::write(&file, good).unwrap();
    for entry in [folder, &file] {
        let mode = fs::metadata(entry).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", entry.display());
    }
}

/// From the backup to a portal that goes on. `lose` takes the database away, and names settings
/// for a new place.
async fn there_and_back(mut installation: Installation, lose: impl FnOnce(&mut Installation)) {
    let account = installation.account().await;
    let supplier = account.0.gstin.as_str();
    let mut portal = installation.serve();
    let client = portal.client(&account);
    let document = |number: &str| invoice(supplier, number);
    let kept = client.generate(&document("KEPT/1")).await.unwrap();
    let places = Places::of(&installation);
    let waiting = messages_waiting(&installation).await;
    let words = places.back_up(0);
    assert!(words.contains("1 documents"), "{words}");
    let words = places.back_up(1);
    assert!(words.contains("is not empty"), "{words}");
    let gone = client.generate(&document("LOST/1")).await.unwrap();
    proved(&places);

    let words = places.restore(1);
    assert!(
        words.contains("there already") || words.contains("not empty"),
        "{words}"
    );
    portal.signal("-TERM");
    assert!(portal.ended().success());
    lose(&mut installation);
    let words = places.restore(0);
    assert!(words.contains("1 documents of"), "{words}");
    assert!(words.contains("go on at"), "{words}");
    assert!(
        words.contains("2 waiting messages are not sent, 1 are"),
        "{words}"
    );
    only_the_notice_waits(&installation, waiting).await;

    let words = said(&["audit", "compare", "--config", &places.config], 1);
    let missing = format!("{} {}", gone.irn, gone.ack_no);
    assert!(
        words.contains("not in the register: registered") && words.contains(&missing),
        "{words}"
    );
    assert!(!words.contains(&kept.irn), "{words}");

    let portal = installation.serve();
    let client = portal.client(&account);
    let found = client.get_by_irn(&kept.irn).await.unwrap();
    assert_eq!(found, kept, "byte for byte");
    let again = client.generate(&document("LOST/1")).await.unwrap();
    assert_eq!(again.irn, gone.irn);
    assert!(again.ack_no > gone.ack_no, "no number is given out twice");
    drop(portal);
    let words = said(&["restore", "finish", "--config", &places.config], 0);
    assert!(words.contains("1 API tokens"), "{words}");
    written_down(&installation, &places);
}

/// Queues a code, a notice, and a notice that is too old to be sent; tells the second one's number.
async fn messages_waiting(installation: &Installation) -> i64 {
    let irp = installation.irp().await;
    let sealed = |kind: &str, otp: Option<&str>| {
        let message = json!({ "to": "9999912345", "text": "x", "otp": otp, "kind": kind });
        let plain = serde_json::to_vec(&message).unwrap();
        let keys = irp.keys();
        keys.data
            .seal(&plain, b"message", irp.now(), irp.randomness())
    };
    let now = irp.now();
    let day = SignedDuration::from_hours(24);
    for (sealed, created_at) in [
        (sealed("password_replaced", None), now - day),
        (sealed("password_replaced", None), now),
        (sealed("code_log_in", Some("123456")), now),
    ] {
        let message = NewMessage {
            route: Route::Sms,
            sealed,
            created_at,
        };
        irp.store().queue_messages(vec![message]).await.unwrap();
    }
    irp.store().newest_messages(2).await.unwrap()[1].id
}

async fn only_the_notice_waits(installation: &Installation, notice: i64) {
    let irp = installation.irp().await;
    let messages = irp.store().newest_messages(9).await.unwrap();
    let waits =
        |message: &QueuedMessage| matches!(message.delivery.state, DeliveryState::Waiting { .. });
    let waiting = messages.iter().filter(|one| waits(one)).map(|one| one.id);
    assert_eq!(waiting.collect::<Vec<_>>(), [notice]);
}

fn written_down(installation: &Installation, places: &Places) {
    let audit = text(&installation.path("audit"));
    said(&["audit", "verify", &audit, "--keys", &places.keys], 0);
    let lines = installation.chain("operator");
    for event in [
        "backup made",
        "backup verified",
        "database restored",
        "acknowledgement numbers skipped",
    ] {
        let event = format!("\"event\":\"{event}\"");
        assert!(lines.contains(&event), "{event}: {lines}");
    }
}

#[tokio::test]
async fn a_file_is_backed_up_while_serving_proved_and_restored() {
    let installation = Installation::new("");
    there_and_back(installation, |installation| {
        let config = installation.config();
        let folder = text(&installation.path("backup"));
        fs::rename(installation.path("mohar.db"), installation.path("lost.db")).unwrap();
        // A log that belongs to the lost file would be played into the restored one.
        fs::write(installation.path("mohar.db-wal"), "old").unwrap();
        let words = said(&["restore", "--config", &config, "--from", &folder], 1);
        assert!(words.contains("mohar.db-wal is there already"), "{words}");
        fs::remove_file(installation.path("mohar.db-wal")).unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_server_is_backed_up_while_serving_proved_and_restored() {
    let database = cluster::shared().database();
    let empty = cluster::shared().database();
    let installation = Installation::on(Some(database.url()), "");
    there_and_back(installation, |installation| {
        installation.move_to(empty.url());
    })
    .await;
    let left = cluster::shared()
        .sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'mohar_drill_%'");
    assert!(left.trim().starts_with('0'), "{left}");
}

#[test]
fn what_is_no_backup_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = text(folder.path());
    let words = said(&["backup", "verify", &path, "--keys", &path], 1);
    assert!(words.contains("has no manifest.json"), "{words}");
}
