//! E-way bills on a server: who waits for whom, and what a hand in the database can break.

use std::sync::Arc;
use std::time::Duration;

use store::eway_bills::{BillCancelOutcome, BillOutcome};
use store::invoices::CancelOutcome;
use store::line::Registered;
use store::{EwayBills as _, Store, StoreError};
use tokio_postgres::{Client, NoTls};

use crate::Postgres;
use crate::contract::Engine as _;
use crate::contract::bill_cancellations::{cancel_bill, cancel_document};
use crate::contract::eway_bills::document;
use crate::contract::sample::{BILLS, at, make_bill, new_bill};

/// Another process in the middle of a transaction: it holds the document's lock.
async fn rival(engine: &Postgres, document: &Registered) -> Client {
    let config: tokio_postgres::Config = engine.database.url().parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("BEGIN").await.unwrap();
    let locked = client
        .query(
            "SELECT 1 FROM invoices WHERE irn = $1 FOR NO KEY UPDATE",
            &[&document.irn().as_bytes().as_slice()],
        )
        .await
        .unwrap();
    assert_eq!(locked.len(), 1);
    client
}

/// Starts a call that has to wait for the rival, lets the rival write and commit, and returns
/// what the call was answered.
async fn after<T: Send + 'static>(
    rival: Client,
    call: impl Future<Output = T> + Send + 'static,
    written: &str,
) -> T {
    let call = tokio::spawn(call);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!call.is_finished(), "it waits for the document's lock");
    rival.batch_execute(written).await.unwrap();
    rival.batch_execute("COMMIT").await.unwrap();
    call.await.unwrap()
}

const CANCEL_THE_DOCUMENT: &str = "INSERT INTO cancellations
    SELECT ack_no, acked_at, 1, supplier_gstin, 'x' FROM invoices";
const CANCEL_THE_BILL: &str = "INSERT INTO eway_bill_cancellations
    SELECT number, made_at, 1, supplier_gstin, 'x' FROM eway_bills";

/// What is judged is what the rival left, not what was there when the call came.
#[tokio::test]
async fn whoever_waited_judges_what_the_other_left() {
    // A bill is to be made while the document is being cancelled.
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    let first = document(&store, "A/1").await;
    let bill = new_bill(&*store, &first, at(1)).await;
    let making = store.clone();
    let call = async move { making.make_bill(bill).await.unwrap() };
    let outcome = after(rival(&engine, &first).await, call, CANCEL_THE_DOCUMENT).await;
    assert!(
        matches!(outcome, BillOutcome::DocumentCancelled),
        "{outcome:?}"
    );

    // A document is to be cancelled while its bill is being made.
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    let first = document(&store, "A/1").await;
    let number = BILLS.first();
    let make = format!(
        "INSERT INTO eway_bills SELECT {number}, ack_no, acked_at, NULL, 1, 1, supplier_gstin,
            supplier_gstin, '{{}}' FROM invoices"
    );
    let (cancelling, kept) = (store.clone(), first.clone());
    let call = async move { cancel_document(&cancelling, &kept).await };
    let outcome = after(rival(&engine, &first).await, call, &make).await;
    assert!(
        matches!(&outcome, CancelOutcome::BillActive(kept, active)
            if *kept == first && *active == number),
        "{outcome:?}"
    );

    // A bill is to be cancelled, and another to be made, while it is being cancelled.
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    let first = document(&store, "A/1").await;
    let bill = make_bill(&store, &first, at(1)).await;
    let (cancelling, active) = (store.clone(), bill.clone());
    let call = async move { cancel_bill(&cancelling, &active, 2).await };
    let outcome = after(rival(&engine, &first).await, call, CANCEL_THE_BILL).await;
    assert!(
        matches!(outcome, BillCancelOutcome::AlreadyCancelled(_)),
        "{outcome:?}"
    );
    engine.hand("DELETE FROM eway_bill_cancellations");
    let second = new_bill(&*store, &first, at(3)).await;
    let making = store.clone();
    let call = async move { making.make_bill(second).await.unwrap() };
    let outcome = after(rival(&engine, &first).await, call, CANCEL_THE_BILL).await;
    assert!(matches!(outcome, BillOutcome::Made(_)), "{outcome:?}");
    engine.store().await.integrity_check().await.unwrap();
}

#[tokio::test]
async fn a_reused_bill_number_is_an_error_and_not_an_existing_bill() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    let first = document(&store, "A/1").await;
    let second = document(&store, "A/2").await;
    make_bill(&store, &first, at(1)).await;
    // A counter set back by hand goes on after the bills all the same.
    engine.hand(&format!(
        "UPDATE eway_bill_series SET next_number = {}",
        BILLS.first()
    ));
    let bill = new_bill(&*store, &second, at(2)).await;
    assert_eq!(bill.number.get(), BILLS.first() + 1);
    // With the bill hidden from the counter, the row's key is what is left.
    engine.hand(&format!(
        "UPDATE eway_bills SET number = {}",
        bill.number.get()
    ));
    let refused = store.make_bill(bill).await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt(_))),
        "{refused:?}"
    );
    assert_eq!(store.bill_of(&second.irn()).await.unwrap(), None);
}

/// PostgreSQL's texts cannot hold the character NUL; the JSON of a movement never does.
#[tokio::test]
async fn a_movement_with_nul_comes_back_exactly() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let mut bill = new_bill(&*store, &document, at(1)).await;
    "Malnad\0Tools".clone_into(&mut bill.movement.from.name);
    let (number, movement) = (bill.number.get(), bill.movement.clone());
    store.make_bill(bill).await.unwrap();
    let found = engine.store().await.bill(number).await.unwrap().unwrap();
    assert_eq!(found.movement, movement);
}

#[tokio::test]
async fn the_integrity_check_finds_what_is_wrong_with_bills() {
    let engine = Postgres::fresh().await;
    let store = engine.store().await;
    let shared: Arc<dyn Store> = engine.open().await;
    let document = document(&shared, "A/1").await;
    make_bill(&shared, &document, at(1)).await;
    store.integrity_check().await.unwrap();
    // As a distributed register is: these are what Citus cannot keep, or keeps a shard at a time.
    engine.hand(
        "DROP INDEX eway_bills_number;
         ALTER TABLE eway_bills DROP CONSTRAINT eway_bills_supplier_gstin_ack_no_fkey;
         ALTER TABLE eway_bill_cancellations
            DROP CONSTRAINT eway_bill_cancellations_supplier_gstin_number_fkey",
    );

    // Each breaks one promise behind the engine's back, and mends it.
    for (breaking, mending, complaint) in [
        (
            "UPDATE eway_bill_series SET next_number = next_number - 1",
            "UPDATE eway_bill_series SET next_number = next_number + 1",
            "1 e-way bill numbers outside what was reserved",
        ),
        (
            "INSERT INTO eway_bills SELECT number, ack_no, made_at, valid_until, 1, channel,
                'another', made_by_gstin, movement FROM eway_bills",
            "DELETE FROM eway_bills WHERE supplier_gstin = 'another'",
            "1 e-way bill numbers used more than once",
        ),
        (
            "UPDATE eway_bills SET ack_no = ack_no + 1",
            "UPDATE eway_bills SET ack_no = ack_no - 1",
            "1 e-way bills of documents that are not there",
        ),
        (
            "UPDATE eway_bills SET supplier_gstin = 'x'",
            "UPDATE eway_bills SET supplier_gstin = (SELECT supplier_gstin FROM invoices)",
            "1 e-way bills of documents that are not there",
        ),
        (
            "INSERT INTO eway_bills SELECT number - 1, ack_no, made_at, valid_until, 2, channel,
                supplier_gstin, made_by_gstin, movement FROM eway_bills",
            "DELETE FROM eway_bills WHERE ordinal = 2",
            "1 documents with several active e-way bills",
        ),
        (
            "UPDATE eway_bills SET ordinal = 2",
            "UPDATE eway_bills SET ordinal = 1",
            "1 e-way bills made out of their order",
        ),
        (
            CANCEL_THE_DOCUMENT,
            "DELETE FROM cancellations",
            "1 cancelled documents with an active e-way bill",
        ),
        (
            "INSERT INTO eway_bill_cancellations VALUES (5, 0, 1, 'x', 'x')",
            "DELETE FROM eway_bill_cancellations",
            "1 cancellations of e-way bills that are not there",
        ),
    ] {
        engine.hand(breaking);
        let fault = store.integrity_check().await.unwrap_err().to_string();
        assert!(fault.contains(complaint), "{fault}");
        engine.hand(mending);
        store.integrity_check().await.unwrap();
    }
}
