//! The engine for more than one machine keeps the contract, and survives what only it can meet.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(
    clippy::disallowed_methods,
    reason = "a race needs tasks that run at once, and every test awaits its own"
)]

mod bills;
mod cluster;
#[path = "../contract/mod.rs"]
mod contract;
mod copy;
mod distribution;
mod faults;
mod kinds;
mod privileges;
mod processes;
mod restored;
mod schema;

use std::sync::Arc;

use cluster::Database;
use contract::sample::supplier;
use contract::sample::{DATED, SERIES, account, at, invoice, new_account, number, register, seal};
use contract::{Engine, contract_suite};
use store::invoices::{InvoiceFilter, Registration};
use store::postgres::{PostgresStore, Settings, migrate};
use store::{Accounts as _, ApiAccess as _, InstallationKind, Invoices as _, Store, StoreError};

/// A database of its own.
struct Postgres {
    database: Database,
}

impl Postgres {
    async fn fresh() -> Self {
        let database = cluster::shared().database();
        migrate(&Settings::new(database.url()), InstallationKind::Portal)
            .await
            .unwrap();
        Self { database }
    }

    fn settings(&self) -> Settings {
        Settings::new(self.database.url())
    }

    async fn store(&self) -> PostgresStore {
        PostgresStore::open(&self.settings(), InstallationKind::Portal)
            .await
            .unwrap()
    }

    /// A hand in the database.
    fn hand(&self, statements: &str) -> String {
        self.database.sql(statements)
    }
}

#[async_trait::async_trait]
impl Engine for Postgres {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(self.store().await)
    }
}

contract_suite!(crate::Postgres);

/// Breaks one row on purpose: neighbours in its batch go through, nothing of the broken one stays,
/// and it can be repeated.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broken_registration_spoils_nobody() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    engine.hand(
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'broken on purpose' USING ERRCODE = '23514'; END $$;
         CREATE TRIGGER broken AFTER INSERT ON invoices FOR EACH ROW
            WHEN (new.document_number = 'BAD/1') EXECUTE FUNCTION broken()",
    );
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
        assert_eq!(matches!(answer, Err(StoreError::Corrupt(_))), n == 20);
    }
    let bad = || invoice(supplier(0), "BAD/1", DATED);
    assert_eq!(store.existing(&bad().irn()).await.unwrap(), None);
    engine.hand("DROP TRIGGER broken ON invoices");
    register(&store, bad(), at(99)).await;
    engine.store().await.integrity_check().await.unwrap();
}

/// The last statement of a transaction fails: its first ones are taken back too.
#[tokio::test]
async fn a_broken_operation_leaves_nothing_of_its_first_half() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    engine.hand(
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'broken on purpose'; END $$;
         CREATE TRIGGER broken BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION broken()",
    );
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

#[tokio::test]
async fn closing_finishes_what_has_queued() {
    let engine = Postgres::fresh().await;
    let store = engine.store().await;
    let mut documents = Vec::new();
    for n in 0..50 {
        let document = invoice(supplier(n), "A/1", DATED);
        documents.push(document.irn());
        let call = store.register(seal(document, number(&store).await, at(0)));
        drop(tokio::time::timeout(std::time::Duration::ZERO, call).await);
    }
    store.close().await;
    let store = engine.store().await;
    for irn in documents {
        assert!(store.existing(&irn).await.unwrap().is_some());
    }
}

/// Failed *but persisted*: the caller goes away while the commit is under way. Asking again finds
/// the document, with the same bytes.
#[tokio::test]
async fn a_caller_who_left_finds_his_document_when_he_asks_again() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    let document = || invoice(supplier(0), "A/1", DATED);
    let first = seal(document(), number(&*store).await, at(0));
    let call = store.register(first);
    drop(tokio::time::timeout(std::time::Duration::ZERO, call).await);
    let again = seal(document(), number(&*store).await, at(5));
    let Registration::Duplicate(registered) = store.register(again).await.unwrap() else {
        panic!("registered twice");
    };
    assert_eq!(registered.summary().acked_at, at(0));
}

#[tokio::test]
async fn a_reused_acknowledgement_number_is_an_error_and_not_a_duplicate() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    // A counter set back by hand goes on after the register all the same.
    let set_back = format!("UPDATE ack_series SET next_ack_no = {}", SERIES.first());
    engine.hand(&set_back);
    let second = register(&store, invoice(supplier(1), "A/2", DATED), at(1)).await;
    assert_eq!(second.summary().ack_number, SERIES.first() + 1);
    // With the register's own row hidden from the counter, the index is what is left.
    let hidden = number(&*store).await;
    engine.hand(&format!(
        "UPDATE invoices SET ack_no = {} WHERE ack_no = {}",
        hidden.get(),
        SERIES.first()
    ));
    let refused = store
        .register(seal(invoice(supplier(2), "A/3", DATED), hidden, at(2)))
        .await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt(_))),
        "{refused:?}"
    );
}

/// PostgreSQL's texts cannot hold the character NUL. Nobody's account has it in its name, so
/// asking for one finds nothing and is no failure.
#[tokio::test]
async fn texts_with_nul_find_nothing() {
    let engine = Postgres::fresh().await;
    let store = engine.store().await;
    let filter = InvoiceFilter {
        text: Some("A\0".to_owned()),
        ..InvoiceFilter::default()
    };
    let listed = store.list(&supplier(0), &filter, None, 9).await.unwrap();
    assert_eq!(listed.len(), 0);
    assert_eq!(store.account_by_user_name("a\0").await.unwrap(), None);
    assert_eq!(store.client("a\0").await.unwrap(), None);
    assert!(
        !store
            .revoke_client(&supplier(0), "\0", at(0))
            .await
            .unwrap()
    );
    let names = ["a\0".to_owned()];
    assert!(store.taken_user_names(&names).await.unwrap().is_empty());
    // And a document with one comes back exactly.
    let shared: Arc<dyn Store> = Arc::new(store);
    let mut document = invoice(supplier(0), "A/1", DATED);
    "Cotton\0Mills".clone_into(&mut document.buyer.legal_name);
    let first = register(&shared, document, at(0)).await;
    let again = shared.by_irn(&first.irn()).await.unwrap().unwrap();
    assert_eq!(again.signed_invoice(), first.signed_invoice());
}

#[tokio::test]
async fn the_integrity_check_finds_what_is_wrong() {
    let engine = Postgres::fresh().await;
    let store = engine.store().await;
    store.integrity_check().await.unwrap();
    let shared = engine.open().await;
    register(&shared, invoice(supplier(0), "A/1", DATED), at(0)).await;
    store.integrity_check().await.unwrap();
    let breaks = [
        (
            format!("UPDATE ack_series SET next_ack_no = {}", SERIES.first()),
            "outside what was reserved",
        ),
        (
            "UPDATE invoices SET signing_context = 99".to_owned(),
            "a key that is not listed",
        ),
        (
            "INSERT INTO cancellations SELECT ack_no, 0, 1, supplier_gstin, 'x' FROM invoices"
                .to_owned(),
            "cancelled before they were acknowledged",
        ),
        (
            "DROP INDEX invoices_ack_no;
             INSERT INTO invoices SELECT ack_no, acked_at, document_date, item_count,
                signing_context, payload_format, document_type, channel, '29AAACM0001A1Z5', irn,
                document_number, recipient_id, recipient_name, invoice_value, main_hsn, payload,
                invoice_signature, qr_signature FROM invoices"
                .to_owned(),
            "registered more than once",
        ),
    ];
    for (statements, breach) in breaks {
        engine.hand(&statements);
        let fault = store.integrity_check().await.unwrap_err().to_string();
        assert!(fault.contains(breach), "{fault}");
    }
}
