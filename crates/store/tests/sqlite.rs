//! The embedded engine keeps the contract, and survives what only it can meet.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(
    clippy::disallowed_methods,
    reason = "a race needs tasks that run at once, and every test awaits its own"
)]

#[path = "sqlite/backup.rs"]
mod backup;
mod contract;
#[path = "sqlite/kinds.rs"]
mod kinds;

use std::path::PathBuf;
use std::sync::Arc;

use contract::sample::supplier;
use contract::sample::{
    BILLS, DATED, SERIES, account, at, invoice, make_bill, new_account, new_bill, number, register,
    seal,
};
use contract::{Engine, contract_suite};
use store::eway_bills::BillOutcome;
use store::invoices::Registration;
use store::sqlite::SqliteStore;
use store::{Accounts, InstallationKind, Store, StoreError};
use tempfile::TempDir;

/// A database file in a folder that goes away.
struct Sqlite {
    folder: TempDir,
}

impl Sqlite {
    #[expect(
        clippy::unused_async,
        reason = "an engine on a server awaits its server"
    )]
    async fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Self { folder };
        SqliteStore::open_or_create(&engine.path(), InstallationKind::Portal)
            .unwrap()
            .close();
        engine
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("mohar.db")
    }

    /// A hand in the database.
    fn hand(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }
}

#[async_trait::async_trait]
impl Engine for Sqlite {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.path(), InstallationKind::Portal).unwrap())
    }
}

contract_suite!(crate::Sqlite);

#[tokio::test]
async fn a_missing_file_is_not_made_by_accident() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mohar.db");
    let refused = SqliteStore::open(&path, InstallationKind::Portal).unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
    assert!(!path.exists());
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(
        SqliteStore::open(&path, InstallationKind::Portal),
        Err(StoreError::Corrupt(_))
    ));
    // As a crash in the middle of the first start leaves it.
    SqliteStore::open_or_create(&path, InstallationKind::Portal)
        .unwrap()
        .close();
    SqliteStore::open(&path, InstallationKind::Portal)
        .unwrap()
        .close();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mohar.db");
    std::fs::write(&path, "not a database, ".repeat(1_000)).unwrap();
    assert!(SqliteStore::open(&path, InstallationKind::Portal).is_err());
    assert!(SqliteStore::open_or_create(&path, InstallationKind::Portal).is_err());
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    account(&store, "name", supplier(0)).await;
    for name in ["mohar.db", "mohar.db-wal"] {
        let metadata = std::fs::metadata(engine.folder.path().join(name)).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o077, 0, "{name}");
    }
}

/// Breaks one statement on purpose: neighbours in the batch go through, nothing of the broken
/// operation stays, and it can be repeated.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broken_registration_spoils_nobody() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    // Fires after the row is in, so that there is something to take back.
    engine
        .hand()
        .execute_batch(
            "CREATE TRIGGER broken AFTER INSERT ON invoices WHEN new.document_number = 'BAD/1'
             BEGIN SELECT raise(ABORT, 'broken on purpose'); END;",
        )
        .unwrap();
    let mut sealed = Vec::new();
    for n in 0..40 {
        let name = if n == 20 {
            "BAD/1".to_owned()
        } else {
            format!("A/{n}")
        };
        let number = number(&*store).await;
        sealed.push(seal(invoice(supplier(0), &name, DATED), number, at(n)));
    }
    let calls: Vec<_> = sealed
        .into_iter()
        .map(|sealed| {
            let store = store.clone();
            tokio::spawn(async move { store.register(sealed).await })
        })
        .collect();
    for (n, call) in calls.into_iter().enumerate() {
        let answer = call.await.unwrap();
        assert_eq!(
            matches!(answer, Ok(Registration::New(_))),
            n != 20,
            "{n}: {answer:?}"
        );
        assert_eq!(answer.is_err(), n == 20);
    }
    let bad = || invoice(supplier(0), "BAD/1", DATED);
    assert_eq!(store.existing(&bad().irn()).await.unwrap(), None);
    engine.hand().execute_batch("DROP TRIGGER broken").unwrap();
    register(&store, bad(), at(99)).await;
    SqliteStore::open(&engine.path(), InstallationKind::Portal)
        .unwrap()
        .integrity_check()
        .await
        .unwrap();
}

/// The last statement of an operation of many fails: its first ones are taken back too.
#[tokio::test]
async fn a_broken_operation_leaves_nothing_of_its_first_half() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    engine
        .hand()
        .execute_batch(
            "CREATE TRIGGER broken BEFORE INSERT ON messages
             BEGIN SELECT raise(ABORT, 'broken on purpose'); END;",
        )
        .unwrap();
    let mut new = new_account("name", supplier(0));
    new.notices.push(store::messages::NewMessage {
        route: store::messages::Route::Sms,
        sealed: vec![1],
        created_at: at(0),
    });
    assert!(store.create_account(new).await.is_err());
    assert_eq!(store.account_by_user_name("name").await.unwrap(), None);
    account(&store, "name", supplier(0)).await;
}

/// Failed *but persisted*: the caller goes away while the commit is under way. Asking again finds
/// the document, with the same bytes.
#[tokio::test]
async fn a_caller_who_left_finds_his_document_when_he_asks_again() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    let document = || invoice(supplier(0), "A/1", DATED);
    let first = seal(document(), number(&*store).await, at(0));
    let call = store.register(first);
    drop(tokio::time::timeout(std::time::Duration::ZERO, call).await);
    let again = seal(document(), number(&*store).await, at(5));
    let answer = store.register(again).await.unwrap();
    let Registration::Duplicate(registered) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(registered.summary().acked_at, at(0));
}

/// The same with a bill: what has queued goes on without its caller.
#[tokio::test]
async fn a_caller_who_left_finds_his_bill_when_he_asks_again() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    let document = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let first = new_bill(&*store, &document, at(1)).await;
    let number = first.number.get();
    let call = store.make_bill(first);
    drop(tokio::time::timeout(std::time::Duration::ZERO, call).await);
    let again = new_bill(&*store, &document, at(2)).await;
    let outcome = store.make_bill(again).await.unwrap();
    assert!(
        matches!(&outcome, BillOutcome::Exists(bill) if bill.number == number),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn closing_finishes_what_has_queued() {
    let engine = Sqlite::fresh().await;
    let store = SqliteStore::open(&engine.path(), InstallationKind::Portal).unwrap();
    for n in 0..50 {
        let new = new_account(&format!("name{n}"), supplier(n));
        let call = store.create_account(new);
        drop(tokio::time::timeout(std::time::Duration::ZERO, call).await);
    }
    store.close();
    let log = engine.folder.path().join("mohar.db-wal");
    assert!(!log.exists(), "everything is in the one file");
    let store = SqliteStore::open(&engine.path(), InstallationKind::Portal).unwrap();
    for n in 0..50 {
        assert!(
            store
                .account_by_gstin(&supplier(n))
                .await
                .unwrap()
                .is_some(),
            "{n}"
        );
    }
}

#[tokio::test]
async fn a_reused_acknowledgement_number_is_an_error_and_not_a_duplicate() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    // A counter set back by hand goes on after the register all the same.
    engine
        .hand()
        .execute("UPDATE ack_series SET next_ack_no = ?1", [SERIES.first()])
        .unwrap();
    let second = register(&store, invoice(supplier(0), "A/2", DATED), at(1)).await;
    assert_eq!(second.summary().ack_number, SERIES.first() + 1);
    // With the register's own row hidden from the counter, the row's key is what is left.
    let hidden = number(&*store).await;
    let copy = hidden.get();
    register_with_number(&engine, copy);
    let refused = store
        .register(seal(invoice(supplier(0), "A/3", DATED), hidden, at(2)))
        .await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt(_))),
        "{refused:?}"
    );
}

/// Gives the first document's row another number behind the engine's back.
fn register_with_number(engine: &Sqlite, ack_number: u64) {
    engine
        .hand()
        .execute(
            "UPDATE invoices SET ack_no = ?1 WHERE ack_no = ?2",
            [ack_number, SERIES.first()],
        )
        .unwrap();
}

#[tokio::test]
async fn a_reused_bill_number_is_an_error_and_not_an_existing_bill() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    let first = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let second = register(&store, invoice(supplier(0), "A/2", DATED), at(0)).await;
    make_bill(&store, &first, at(1)).await;
    // A counter set back by hand goes on after the bills all the same.
    let set_back = "UPDATE eway_bill_series SET next_number = ?1";
    engine.hand().execute(set_back, [BILLS.first()]).unwrap();
    let bill = new_bill(&*store, &second, at(2)).await;
    assert_eq!(bill.number.get(), BILLS.first() + 1);
    // With the bill hidden from the counter, the row's key is what is left.
    engine
        .hand()
        .execute("UPDATE eway_bills SET number = ?1", [bill.number.get()])
        .unwrap();
    let refused = store.make_bill(bill).await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt(_))),
        "{refused:?}"
    );
    assert_eq!(store.bill_of(&second.irn()).await.unwrap(), None);
}

#[tokio::test]
async fn the_integrity_check_finds_what_is_wrong_with_bills() {
    let engine = Sqlite::fresh().await;
    let store = SqliteStore::open(&engine.path(), InstallationKind::Portal).unwrap();
    let shared: Arc<dyn Store> = engine.open().await;
    let document = register(&shared, invoice(supplier(0), "A/1", DATED), at(0)).await;
    make_bill(&shared, &document, at(1)).await;
    store.integrity_check().await.unwrap();

    // Each breaks one promise behind the engine's back, and mends it.
    for (breaking, mending, complaint) in [
        (
            "UPDATE eway_bill_series SET next_number = next_number - 1",
            "UPDATE eway_bill_series SET next_number = next_number + 1",
            "1 e-way bill numbers outside what was reserved",
        ),
        (
            "INSERT INTO eway_bills SELECT number - 1, ack_no, 2, supplier_gstin, made_by_gstin,
                made_at, valid_until, movement, channel FROM eway_bills",
            "DELETE FROM eway_bills WHERE ordinal = 2",
            "1 documents with several active e-way bills",
        ),
        (
            "UPDATE eway_bills SET ordinal = 2",
            "UPDATE eway_bills SET ordinal = 1",
            "1 e-way bills made out of their order",
        ),
        (
            "INSERT INTO cancellations SELECT ack_no, acked_at, 1, 'x' FROM invoices",
            "DELETE FROM cancellations",
            "1 cancelled documents with an active e-way bill",
        ),
        (
            "UPDATE eway_bills SET supplier_gstin = 'x'",
            "UPDATE eway_bills SET supplier_gstin = (SELECT supplier_gstin FROM invoices)",
            "1 e-way bills of another supplier",
        ),
        (
            "PRAGMA foreign_keys = off; INSERT INTO eway_bill_cancellations VALUES (5, 0, 1, 'x')",
            "DELETE FROM eway_bill_cancellations",
            "eway_bill_cancellations refers to nothing",
        ),
    ] {
        engine.hand().execute_batch(breaking).unwrap();
        let fault = store.integrity_check().await.unwrap_err().to_string();
        assert!(fault.contains(complaint), "{fault}");
        engine.hand().execute_batch(mending).unwrap();
        store.integrity_check().await.unwrap();
    }
}

#[tokio::test]
async fn the_integrity_check_finds_what_is_wrong() {
    let engine = Sqlite::fresh().await;
    let store = SqliteStore::open(&engine.path(), InstallationKind::Portal).unwrap();
    store.integrity_check().await.unwrap();
    let shared: Arc<dyn Store> = engine.open().await;
    register(&shared, invoice(supplier(0), "A/1", DATED), at(0)).await;
    store.integrity_check().await.unwrap();

    let hand = engine.hand();
    hand.execute("UPDATE ack_series SET next_ack_no = ?1", [SERIES.first()])
        .unwrap();
    let fault = store.integrity_check().await.unwrap_err().to_string();
    assert!(fault.contains("outside what was reserved"), "{fault}");
    hand.execute(
        "UPDATE ack_series SET next_ack_no = ?1",
        [SERIES.first() + 1],
    )
    .unwrap();
    store.integrity_check().await.unwrap();

    hand.execute("UPDATE register_clock SET latest_acked_at = 0", [])
        .unwrap();
    let fault = store.integrity_check().await.unwrap_err().to_string();
    assert!(fault.contains("register's clock"), "{fault}");
    let late = at(0).as_millisecond();
    hand.execute("UPDATE register_clock SET latest_acked_at = ?1", [late])
        .unwrap();

    hand.execute_batch(
        "PRAGMA foreign_keys = off; INSERT INTO cancellations VALUES (5, 0, 1, 'x');",
    )
    .unwrap();
    let fault = store.integrity_check().await.unwrap_err().to_string();
    assert!(fault.contains("cancellations refers to nothing"), "{fault}");
}
