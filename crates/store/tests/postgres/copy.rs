//! Moving an embedded installation up.

use std::path::PathBuf;
use std::sync::Arc;

use seal::KeyRing;
use store::copy::{Copied, copy};
use store::eway_bills::EwayBill;
use store::feedback::Feedback;
use store::invoices::{CancelOutcome, InvoiceFilter};
use store::line::Registered;
use store::messages::{NewMessage, Route};
use store::postgres::{PostgresStore, Settings};
use store::proofs::Purpose;
use store::sessions::Session;
use store::sqlite::SqliteStore;
use store::{InstallationKind, Store, StoreError};
use tempfile::TempDir;

use crate::cluster::{self, Database};
use crate::contract::bill_cancellations::cancel_bill;
use crate::contract::sample::{
    DATED, account, at, cancellation, digest, invoice, issue, key, make_bill, number, open, prove,
    register, seal, supplier,
};
use crate::contract::taxpayers::{enablement, record};

/// More documents than go into one transaction of a copy, and not a multiple of it.
const DOCUMENTS: u16 = 430;

/// An embedded installation with a row or more in every table.
struct Embedded {
    folder: TempDir,
    documents: Vec<Registered>,
    /// Active and cancelled ones.
    bills: Vec<EwayBill>,
}

impl Embedded {
    fn path(&self) -> PathBuf {
        self.folder.path().join("mohar.db")
    }

    fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.path(), InstallationKind::Portal).unwrap())
    }

    async fn filled(documents: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut embedded = Self {
            folder,
            documents: Vec::new(),
            bills: Vec::new(),
        };
        SqliteStore::open_or_create(&embedded.path(), InstallationKind::Portal)
            .unwrap()
            .close();
        let store = embedded.open();
        for n in 0..documents {
            let document = invoice(supplier(n % 7), &format!("A/{n}"), DATED);
            let document = register(&store, document, at(n.into())).await;
            embedded.documents.push(document);
        }
        for document in embedded.documents.iter_mut().step_by(9) {
            let summary = document.summary();
            store
                .cancel(
                    &summary.supplier,
                    &document.irn(),
                    at(0),
                    cancellation(at(900)),
                )
                .await
                .unwrap();
            *document = store.by_irn(&document.irn()).await.unwrap().unwrap();
        }
        embedded.travel(&store).await;
        people(&store).await;
        embedded
    }

    /// A document in nine travels; of two of those in three, a bill was cancelled, and of one a
    /// second one made.
    async fn travel(&mut self, store: &Arc<dyn Store>) {
        for (n, document) in self.documents.iter().skip(1).step_by(9).enumerate() {
            let mut bill = make_bill(store, document, at(910)).await;
            if n % 3 > 0 {
                cancel_bill(store, &bill, 911).await;
                bill.cancellation = Some(cancellation(at(911)));
            }
            self.bills.push(bill);
            if n % 3 > 1 {
                self.bills.push(make_bill(store, document, at(912)).await);
            }
        }
    }
}

/// Accounts, sessions, proofs, taxpayers, API access, messages, feedback.
async fn people(store: &Arc<dyn Store>) {
    let user = account(store, "MalnadTools", supplier(0)).await;
    account(store, "other", supplier(1)).await;
    store.login_succeeded(user.id, at(1)).await.unwrap();
    store.login_succeeded(user.id, at(2)).await.unwrap();
    let session = Session {
        token_digest: digest(1),
        account: user.id,
        created_at: at(2),
        seen_at: at(3),
    };
    open(store, session, at(0)).await;
    prove(store, 1, supplier(2), Purpose::Recover).await;
    let taxpayer = record(supplier(0), "Malnad Tools", 3);
    store.put_taxpayer(taxpayer).await.unwrap();
    store
        .enable(&supplier(0), None, enablement(4), Vec::new())
        .await
        .unwrap();
    let client = store::api_access::ApiClient {
        client_id: "A".to_owned(),
        secret_digest: digest(1),
        owner: supplier(0),
        created_at: at(0),
        revoked_at: None,
    };
    store.create_client(client, 9).await.unwrap();
    let token = store::api_access::ApiToken {
        token_digest: digest(2),
        sealed: vec![2; 90],
        client_id: "A".to_owned(),
        account: user.id,
        gstin: supplier(0),
        issued_at: at(0),
        expires_at: at(3_600),
    };
    issue(store, token, at(600)).await;
    store
        .queue_messages(vec![message(6), message(7)])
        .await
        .unwrap();
    let newest = store.newest_messages(1).await.unwrap()[0].id;
    let receipt = Some("R-1".to_owned());
    store.message_sent(newest, receipt, at(8)).await.unwrap();
    store.leave_feedback(feedback()).await.unwrap();
}

fn message(n: u8) -> NewMessage {
    NewMessage {
        route: Route::Email,
        sealed: vec![n; 40],
        created_at: at(5),
    }
}

fn feedback() -> Feedback {
    Feedback {
        at: at(6),
        page: "/hi/verify".to_owned(),
        language: "hi".to_owned(),
        text: "अच्छा\0है".to_owned(),
        contact_sealed: Some(vec![7]),
    }
}

fn keys() -> KeyRing {
    KeyRing::new(vec![key().public()])
}

async fn run(embedded: &Embedded, database: &Database) -> Result<Copied, StoreError> {
    let settings = Settings::new(database.url());
    copy(&embedded.path(), &settings, &keys(), |_| ()).await
}

/// Everything that the embedded store tells, the other one tells.
async fn compare(embedded: &Embedded, database: &Database) {
    let opened =
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal).await;
    let (one, two): (_, Arc<dyn Store>) = (embedded.open(), Arc::new(opened.unwrap()));
    for document in &embedded.documents {
        let there = two.by_irn(&document.irn()).await.unwrap().unwrap();
        assert_eq!(&there, document);
        assert_eq!(there.signed_invoice(), document.signed_invoice());
        assert_eq!(there.signed_qr_code(), document.signed_qr_code());
    }
    for bill in &embedded.bills {
        let there = two.bill(bill.number).await.unwrap();
        assert_eq!(there.as_ref(), Some(bill));
        assert_eq!(
            two.bill_of(&bill.irn).await.unwrap(),
            one.bill_of(&bill.irn).await.unwrap()
        );
    }
    let everything = InvoiceFilter::default();
    for n in 0..7 {
        let whose = supplier(n);
        assert_eq!(
            two.list(&whose, &everything, None, 1_000).await.unwrap(),
            one.list(&whose, &everything, None, 1_000).await.unwrap()
        );
        assert_eq!(
            two.bills(&whose, None, 1_000).await.unwrap(),
            one.bills(&whose, None, 1_000).await.unwrap()
        );
        assert_eq!(
            two.counts(&whose, at(0)).await.unwrap(),
            one.counts(&whose, at(0)).await.unwrap()
        );
        assert_eq!(
            two.account_by_gstin(&whose).await.unwrap(),
            one.account_by_gstin(&whose).await.unwrap()
        );
        assert_eq!(
            two.taxpayer(&whose).await.unwrap(),
            one.taxpayer(&whose).await.unwrap()
        );
    }
    let token = digest(1);
    assert_eq!(
        two.session(&token).await.unwrap(),
        one.session(&token).await.unwrap()
    );
    assert_eq!(
        two.proof(&token).await.unwrap(),
        one.proof(&token).await.unwrap()
    );
    let token = digest(2);
    let found = two.token(&token).await.unwrap();
    assert!(found.is_some());
    assert_eq!(found, one.token(&token).await.unwrap());
    assert_eq!(
        two.latest_acked_at().await.unwrap(),
        one.latest_acked_at().await.unwrap()
    );
    assert_eq!(
        two.newest_messages(9).await.unwrap(),
        one.newest_messages(9).await.unwrap()
    );
    // But for the character that PostgreSQL's texts cannot hold.
    let left = two.feedback(9).await.unwrap().pop().unwrap();
    assert_eq!(left.text, "अच्छा\u{FFFD}है");

    go_on(embedded, &two).await;
}

/// Life goes on: numbers continue, nothing is given out twice.
async fn go_on(embedded: &Embedded, two: &Arc<dyn Store>) {
    let fresh = register(two, invoice(supplier(0), "B/1", DATED), at(9_000)).await;
    assert!(
        embedded
            .documents
            .iter()
            .all(|document| document.summary().ack_number < fresh.summary().ack_number)
    );
    let bill = make_bill(two, &fresh, at(9_001)).await;
    assert!(
        embedded
            .bills
            .iter()
            .all(|before| before.number < bill.number)
    );
    // An active bill is in the way here as it was there.
    let active = embedded
        .bills
        .iter()
        .find(|bill| bill.cancellation.is_none());
    let active = active.unwrap();
    let refused = two.cancel(
        &active.supplier,
        &active.irn,
        at(0),
        cancellation(at(9_002)),
    );
    assert!(matches!(
        refused.await.unwrap(),
        CancelOutcome::BillActive(_, number) if number == active.number
    ));
    account(two, "new", supplier(5)).await;
    two.queue_messages(vec![message(8)]).await.unwrap();
    two.leave_feedback(feedback()).await.unwrap();
    let again = invoice(supplier(0), "A/0", DATED);
    let number = number(&**two).await;
    let again = two.register(seal(again, number, at(9_001)));
    let again = again.await.unwrap();
    assert!(matches!(
        again,
        store::invoices::Registration::Duplicate(document) if *document == embedded.documents[0]
    ));
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
