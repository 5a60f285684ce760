//! A copy of the file while others write, and what follows its restoration.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use seal::KeyRing;
use store::backup::{
    ACK_NUMBERS_SKIPPED_MIN, BILL_NUMBERS_SKIPPED_MIN, ROW_NUMBERS_SKIPPED, Restoring,
};
use store::messages::{DeliveryState, NewMessage, Route};
use store::sqlite::{self, SqliteStore};

use crate::Sqlite;
use crate::contract::Engine as _;
use crate::contract::sample::{
    DATED, SERIES, account, at, invoice, key, make_bill, number, register, supplier,
};

fn keys() -> KeyRing {
    KeyRing::new(vec![key().public()])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_is_of_one_moment_while_others_write() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    for n in 0..200 {
        register(&store, invoice(supplier(n), "A/1", DATED), at(n.into())).await;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (writing, stopped) = (store.clone(), stop.clone());
    let writer = tokio::spawn(async move {
        let mut written = 0_u16;
        while !stopped.load(Ordering::SeqCst) {
            let document = invoice(supplier(written), "B/1", DATED);
            register(&writing, document, at(1_000 + i64::from(written))).await;
            written += 1;
        }
        written
    });
    let (from, to) = (engine.path(), engine.folder.path().join("copy.db"));
    let copied = tokio::task::spawn_blocking(move || {
        let mut told = Vec::new();
        let done = sqlite::back_up(&from, &to, |pages, all| told.push((pages, all)));
        (done, told, to)
    });
    let (done, told, to) = copied.await.unwrap();
    stop.store(true, Ordering::SeqCst);
    assert!(writer.await.unwrap() > 0, "writing went on");
    let done = done.unwrap();
    let (pages, all) = *told.last().unwrap();
    assert!(pages == all && all > 0);

    let inspected = sqlite::inspect(&to).unwrap();
    assert_eq!(inspected.schema_version, done.schema_version);
    let found = sqlite::verify(&to, &keys(), |_| ()).await.unwrap();
    assert_eq!(found, done.holding);
    assert!(found.rows["invoices"] >= 200);
    // Nobody has it open: the log of the last one is closed.
    drop(store);
    let (from, to) = (engine.path(), engine.folder.path().join("closed.db"));
    let done = sqlite::back_up(&from, &to, |_, _| ()).unwrap();
    let found = sqlite::verify(&to, &keys(), |_| ()).await.unwrap();
    assert_eq!(found, done.holding);
    // A key that did not sign it.
    let stranger = KeyRing::new(Vec::new());
    assert!(sqlite::verify(&to, &stranger, |_| ()).await.is_err());
}

#[tokio::test]
async fn a_document_that_was_changed_is_found() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    drop(store);
    engine
        .hand()
        .execute("UPDATE invoices SET invoice_value = '1.00'", [])
        .unwrap();
    let refused = sqlite::verify(&engine.path(), &keys(), |_| ()).await;
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("signed QR code does not verify"), "{words}");
}

#[tokio::test]
async fn a_restored_file_gives_no_number_out_twice_and_sends_what_is_worth_it() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    let first = account(&store, "name", supplier(0)).await;
    let document = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let bill = make_bill(&store, &document, at(1)).await;
    let message = NewMessage {
        route: Route::Sms,
        sealed: vec![1],
        created_at: at(0),
    };
    let kept = NewMessage {
        sealed: vec![2],
        ..message.clone()
    };
    let queued = vec![kept.clone(), message.clone()];
    store.queue_messages(queued).await.unwrap();
    let before = store.newest_messages(1).await.unwrap()[0].id;
    let (ack, next_bill) = (document.summary().ack_number, bill.number);
    drop(store);

    let restoring = Restoring {
        irp: SERIES.irp,
        node: SERIES.node,
        at: at(9),
    };
    let keeps = |message: &NewMessage| message.sealed == [2];
    let finished = sqlite::finish_restore(&engine.path(), restoring, &keeps).unwrap();
    assert_eq!((finished.messages_given_up, finished.messages_kept), (1, 1));
    let store = engine.open().await;
    let next = account(&store, "other", supplier(2)).await;
    assert_eq!(next.id.0, first.id.0 + ROW_NUMBERS_SKIPPED + 1);
    let next = account(&store, "third", supplier(3)).await;
    assert_eq!(next.id.0, first.id.0 + ROW_NUMBERS_SKIPPED + 2);
    let number = number(&*store).await.get();
    assert_eq!(number, ack + 1 + ACK_NUMBERS_SKIPPED_MIN);
    let second = register(&store, invoice(supplier(1), "A/1", DATED), at(10)).await;
    let bill = make_bill(&store, &second, at(11)).await;
    assert_eq!(bill.number, next_bill + 1 + BILL_NUMBERS_SKIPPED_MIN);
    let claimed = store.claim_messages(Route::Sms, at(99), 60, 9).await;
    let claimed: Vec<_> = claimed
        .unwrap()
        .into_iter()
        .map(|one| one.message)
        .collect();
    assert_eq!(claimed, [kept]);
    store.queue_messages(vec![message]).await.unwrap();
    let newest = store.newest_messages(2).await.unwrap();
    assert_eq!(newest[0].id, before + ROW_NUMBERS_SKIPPED + 1);
    let given_up = &newest[1].delivery;
    assert_eq!(given_up.state, DeliveryState::GivenUp { at: at(9) });
    // While it is open, nobody finishes it.
    let open = SqliteStore::open(&engine.path(), store::InstallationKind::Portal).unwrap();
    let (path, refused) = (engine.path(), restoring);
    let refused =
        tokio::task::spawn_blocking(move || sqlite::finish_restore(&path, refused, &|_| true));
    let words = refused.await.unwrap().unwrap_err().to_string();
    assert!(words.contains("stop the portal first"), "{words}");
    open.close();
}

/// What an operator runs before a new program is let at the file.
#[tokio::test]
async fn a_file_of_an_older_version_is_looked_at_and_copied_as_it_is() {
    let engine = Sqlite::fresh().await;
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    drop(store);
    let newest = sqlite::inspect(&engine.path()).unwrap().program_version;
    let hand = engine.hand();
    for down in [
        include_str!("../../migrations/sqlite/0006_authenticators.down.sql"),
        include_str!("../../migrations/sqlite/0005_operation.down.sql"),
    ] {
        hand.execute_batch(down).unwrap();
    }
    hand.pragma_update(None, "user_version", 4).unwrap();
    drop(hand);
    let copy = engine.folder.path().join("copy.db");
    let done = sqlite::back_up(&engine.path(), &copy, |_, _| ()).unwrap();
    assert_eq!((done.schema_version, done.holding.rows["invoices"]), (4, 1));
    for path in [engine.path(), copy.clone()] {
        let inspected = sqlite::inspect(&path).unwrap();
        assert_eq!(
            (inspected.schema_version, inspected.program_version),
            (4, newest)
        );
    }
    let found = sqlite::verify(&copy, &keys(), |_| ()).await.unwrap();
    assert_eq!(found, done.holding);
    assert_eq!(sqlite::inspect(&copy).unwrap().schema_version, newest);
}
