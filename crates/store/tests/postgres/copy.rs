//! Moving an embedded installation up.

mod compare;
mod embedded;

use std::sync::Arc;

use seal::KeyRing;
use store::backup::{ROW_NUMBERS_SKIPPED, Restoring};
use store::copy::{Copied, copy};
use store::postgres::{PostgresStore, Settings};
use store::{InstallationKind, Store, StoreError, sqlite};

use crate::cluster::{self, Database};
use crate::contract::sample::{SERIES, account, at, key, supplier};
use compare::compare;
use embedded::{Embedded, message};

/// More documents than go into one transaction of a copy, and not a multiple of it.
const DOCUMENTS: u16 = 430;

fn keys() -> KeyRing {
    KeyRing::new(vec![key().public()])
}

async fn run(embedded: &Embedded, database: &Database) -> Result<Copied, StoreError> {
    let settings = Settings::new(database.url());
    copy(&embedded.path(), &settings, &keys(), |_| ()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_is_copied_and_verified() {
    let embedded = Embedded::filled(DOCUMENTS).await;
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    let mut steps = Vec::new();
    let (path, keys) = (embedded.path(), keys());
    let copied = copy(&path, &settings, &keys, |step| steps.push(step));
    let copied = copied.await.unwrap();
    assert_eq!(copied.documents, u64::from(DOCUMENTS));
    assert_eq!(copied.documents_before, 0);
    let last = steps.last().unwrap();
    assert_eq!(
        (last.rows_done, last.rows_total),
        (copied.rows, copied.rows)
    );
    assert!(steps.is_sorted_by_key(|step| step.rows_done));
    compare(&embedded, &database).await;
    // A database in use is not copied into.
    let refused = run(&embedded, &database).await.unwrap_err().to_string();
    assert!(refused.contains("not empty"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_that_ended_early_goes_on() {
    let embedded = Embedded::filled(DOCUMENTS).await;
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    let (stop, mut stopped) = tokio::sync::mpsc::unbounded_channel();
    let keys = keys();
    let path = embedded.path();
    {
        let copying = copy(&path, &settings, &keys, |step| {
            if step.rows_done > 250 {
                stop.send(()).unwrap();
            }
        });
        tokio::select! {
            biased;
            _ = stopped.recv() => {}
            done = copying => panic!("{done:?}"),
        }
    }
    // Half a copy is nothing to serve from.
    let refused = PostgresStore::open(&settings, InstallationKind::Portal)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("mohar copy"), "{refused}");
    // Nor to be continued from elsewhere.
    let other = Embedded::filled(3).await;
    let hand = rusqlite::Connection::open(other.path()).unwrap();
    hand.execute_batch(
        "DELETE FROM eway_bills; DELETE FROM cancellations;
         DELETE FROM invoices WHERE ack_no % 2 = 0",
    )
    .unwrap();
    let refused = run(&other, &database).await.unwrap_err().to_string();
    assert!(refused.contains("another embedded database"), "{refused}");
    // What changes meanwhile is brought anew.
    let store = embedded.open();
    let user = store.account_by_gstin(&supplier(0)).await.unwrap().unwrap();
    store.login_failed(user.id, 9, at(0)).await.unwrap();
    drop(store);
    let copied = in_peace(&embedded, &database).await;
    assert_eq!(copied.documents, u64::from(DOCUMENTS));
    assert!(copied.documents_before >= 200, "{copied:?}");
    compare(&embedded, &database).await;
}

/// The connection of the copy that was given up may hold its lock for a moment.
async fn in_peace(embedded: &Embedded, database: &Database) -> Copied {
    for _ in 0..50 {
        match run(embedded, database).await {
            Ok(copied) => return copied,
            Err(fault) => assert!(fault.to_string().contains("under way"), "{fault}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the lock is still held");
}

#[tokio::test]
async fn a_document_that_does_not_verify_is_not_brought() {
    let breaks = [
        ("invoice_signature = qr_signature", "signed invoice"),
        ("qr_signature = invoice_signature", "signed QR code"),
        ("item_count = 5", "signed QR code"),
        ("document_number = 'B/9'", "IRN does not fit"),
        ("acked_at = acked_at + 1000", "another document's"),
    ];
    let embedded = Embedded::filled(3).await;
    let second = embedded.documents[1].clone();
    for (change, complaint) in breaks {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(embedded.path(), folder.path().join("mohar.db")).unwrap();
        let broken = Embedded {
            folder,
            documents: Vec::new(),
            bills: Vec::new(),
        };
        rusqlite::Connection::open(broken.path())
            .unwrap()
            .execute_batch(&format!(
                "UPDATE invoices SET {change} WHERE ack_no = {}",
                second.summary().ack_number
            ))
            .unwrap();
        let database = cluster::shared().database();
        let refused = run(&broken, &database).await.unwrap_err().to_string();
        assert!(
            refused.contains(complaint) && refused.contains(&second.irn().to_string()),
            "{change}: {refused}"
        );
        assert_eq!(database.sql("SELECT count(*) FROM invoices"), "0");
    }
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    let refused = copy(&embedded.path(), &settings, &KeyRing::default(), |_| ()).await;
    assert!(refused.unwrap_err().to_string().contains("unknown key"));
}

/// What a restoration skipped stays skipped, also before anything new has been numbered.
#[tokio::test]
async fn numbers_that_a_restored_file_skips_are_skipped_by_its_copy() {
    let embedded = Embedded::filled(3).await;
    let store = embedded.open();
    let latest = store.account_by_gstin(&supplier(1)).await.unwrap().unwrap();
    let latest_message = store.newest_messages(1).await.unwrap()[0].id;
    drop(store);
    let restoring = Restoring {
        irp: SERIES.irp,
        node: SERIES.node,
        at: at(1_000),
    };
    sqlite::finish_restore(&embedded.path(), restoring, &|_| true).unwrap();
    let database = cluster::shared().database();
    run(&embedded, &database).await.unwrap();
    let settings = Settings::new(database.url());
    let opened = PostgresStore::open(&settings, InstallationKind::Portal).await;
    let store: Arc<dyn Store> = Arc::new(opened.unwrap());
    let fresh = account(&store, "fresh", supplier(6)).await;
    assert_eq!(fresh.id.0, latest.id.0 + ROW_NUMBERS_SKIPPED + 1);
    store.queue_messages(vec![message(8)]).await.unwrap();
    let newest = store.newest_messages(1).await.unwrap()[0].id;
    assert_eq!(newest, latest_message + ROW_NUMBERS_SKIPPED + 1);
}
