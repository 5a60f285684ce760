//! A snapshot for a dump, and what follows the restoration of a database.

use seal::KeyRing;
use store::backup::{
    ACK_NUMBERS_SKIPPED_MIN, BILL_NUMBERS_SKIPPED_MIN, ROW_NUMBERS_SKIPPED, Restoring,
};
use store::messages::{NewMessage, Route};
use store::postgres::{
    PostgresStore, Settings, Snapshot, begin_restore, create_database, drop_database, end_restore,
    finish_restore, migrate, verify,
};
use store::retention::{Expired, Purged};

use crate::Postgres;
use crate::cluster;
use crate::contract::Engine as _;
use crate::contract::sample::{
    DATED, SERIES, account, at, invoice, key, make_bill, number, register, supplier,
};

fn keys() -> KeyRing {
    KeyRing::new(vec![key().public()])
}

#[tokio::test]
async fn a_snapshot_tells_what_was_there_when_it_was_taken() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let snapshot = Snapshot::take(&engine.settings()).await.unwrap();
    register(&store, invoice(supplier(1), "A/1", DATED), at(1)).await;
    assert!(!snapshot.name().is_empty());
    let held = snapshot.end().await.unwrap().holding;
    assert_eq!(
        (held.rows["invoices"], held.latest_acked_at),
        (1, Some(at(0)))
    );
    let found = verify(&engine.settings(), &keys(), |_| ()).await.unwrap();
    assert_eq!(found.rows["invoices"], 2);
    engine.hand("UPDATE invoices SET item_count = 2 WHERE acked_at % 2000 = 0");
    let refused = verify(&engine.settings(), &keys(), |_| ()).await;
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("signed QR code does not verify"), "{words}");
}

#[tokio::test]
async fn a_database_that_is_being_restored_is_not_served_from() {
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    begin_restore(&settings).await.unwrap();
    migrate(&settings, store::InstallationKind::Portal)
        .await
        .unwrap_err();
    database.sql("DROP TABLE mohar_copy");
    migrate(&settings, store::InstallationKind::Portal)
        .await
        .unwrap();
    let refused = begin_restore(&settings).await.unwrap_err().to_string();
    assert!(refused.contains("not empty"), "{refused}");
    // As it is between pg_restore and the end.
    database.sql("CREATE TABLE mohar_copy (source text)");
    let refused = PostgresStore::open(&settings, store::InstallationKind::Portal)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("a restore"), "{refused}");
    let refused = Snapshot::take(&settings).await.unwrap_err();
    assert!(refused.to_string().contains("a restore"), "{refused}");
    end_restore(&settings).await.unwrap();
    PostgresStore::open(&settings, store::InstallationKind::Portal)
        .await
        .unwrap()
        .close()
        .await;
}

#[tokio::test]
async fn a_restored_database_gives_no_number_out_twice() {
    let engine = Postgres::fresh().await;
    let store = engine.store().await;
    let shared: std::sync::Arc<dyn store::Store> = engine.open().await;
    let document = register(&shared, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let bill = make_bill(&shared, &document, at(1)).await;
    let message = NewMessage {
        route: Route::Sms,
        sealed: vec![1],
        created_at: at(0),
    };
    let kept = NewMessage {
        sealed: vec![2],
        ..message.clone()
    };
    // More of them than are read at a time.
    let mut queued = vec![message.clone(); 1_200];
    queued.push(kept.clone());
    shared.queue_messages(queued).await.unwrap();
    let before = shared.newest_messages(1).await.unwrap()[0].id;
    let first = account(&shared, "name", supplier(0)).await;
    let restoring = Restoring {
        irp: SERIES.irp,
        node: SERIES.node,
        at: at(9),
    };
    let keeps = |message: &NewMessage| message.sealed == [2];
    let refused = finish_restore(&engine.settings(), restoring, &keeps).await;
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("stop it first"), "{words}");
    drop(shared);
    store.close().await;
    let finished = finish_restore(&engine.settings(), restoring, &keeps).await;
    let finished = finished.unwrap();
    assert_eq!(
        (finished.messages_given_up, finished.messages_kept),
        (1_200, 1)
    );
    let store = engine.open().await;
    let next = account(&store, "other", supplier(2)).await;
    assert_eq!(next.id.0, first.id.0 + ROW_NUMBERS_SKIPPED + 1);
    let next = number(&*store).await.get();
    assert_eq!(
        next,
        document.summary().ack_number + 1 + ACK_NUMBERS_SKIPPED_MIN
    );
    let second = register(&store, invoice(supplier(1), "A/1", DATED), at(10)).await;
    let next = make_bill(&store, &second, at(11)).await.number;
    assert_eq!(next, bill.number + 1 + BILL_NUMBERS_SKIPPED_MIN);
    let claimed = store.claim_messages(Route::Sms, at(99), 60, 9).await;
    let claimed: Vec<_> = claimed
        .unwrap()
        .into_iter()
        .map(|one| one.message)
        .collect();
    assert_eq!(claimed, [kept]);
    store.queue_messages(vec![message]).await.unwrap();
    let newest = store.newest_messages(1).await.unwrap()[0].id;
    assert_eq!(newest, before + ROW_NUMBERS_SKIPPED + 1);
}

#[tokio::test]
async fn a_database_for_a_trial_comes_and_goes() {
    let engine = Postgres::fresh().await;
    let name = format!("{}_drill", engine.database.name());
    let settings = engine.settings();
    create_database(&settings, &name).await.unwrap();
    let trial = Settings {
        database: Some(name.clone()),
        ..settings.clone()
    };
    migrate(&trial, store::InstallationKind::Portal)
        .await
        .unwrap();
    drop_database(&settings, &name).await.unwrap();
    drop_database(&settings, &name).await.unwrap();
    assert!(
        migrate(&trial, store::InstallationKind::Portal)
            .await
            .is_err()
    );
    for wrong in ["", "a\"; DROP DATABASE mohar", "a-b"] {
        assert!(create_database(&settings, wrong).await.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn one_process_deletes_at_a_time() {
    let engine = Postgres::fresh().await;
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    // 5,196,868 is the lock of whoever deletes.
    let held = engine.database.url();
    let (client, connection) = tokio_postgres::connect(&held, tokio_postgres::NoTls)
        .await
        .unwrap();
    let connection = tokio::spawn(connection);
    client
        .batch_execute("SELECT pg_advisory_lock(x'4F4C44'::int)")
        .await
        .unwrap();
    let old = Expired::Documents(at(99));
    assert_eq!(store.purge(old, 9).await.unwrap(), Purged::Elsewhere);
    drop(client);
    connection.await.unwrap().unwrap();
    let mut purged = Purged::Elsewhere;
    while purged == Purged::Elsewhere {
        purged = store.purge(old, 9).await.unwrap();
    }
    assert_eq!(purged, Purged::Rows(1));
}
