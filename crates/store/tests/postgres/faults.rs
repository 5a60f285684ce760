//! The server dies, hangs, cuts connections or refuses to write.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use store::invoices::Registration;
use store::postgres::{PostgresStore, Settings, migrate};
use store::{InstallationKind, Store, StoreError, StoreResult};

use crate::cluster::{Cluster, Database};
use crate::contract::sample::{DATED, account, at, invoice, number, register, seal, supplier};

/// A private cluster with a migrated database.
async fn private() -> (Cluster, Database) {
    let cluster = Cluster::private("");
    let database = cluster.database();
    migrate(&Settings::new(database.url()), InstallationKind::Portal)
        .await
        .unwrap();
    (cluster, database)
}

/// Asks again until the answer is good, for ten seconds.
async fn in_time<T, F: Future<Output = StoreResult<T>>>(ask: impl Fn() -> F) -> T {
    for _ in 0..100 {
        match ask().await {
            Ok(answer) => return answer,
            Err(fault) => assert!(matches!(fault, StoreError::Unavailable(_)), "{fault}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no good answer for ten seconds");
}

/// `kill -9` of the postmaster while 16 callers register. Whatever was answered is there after
/// the restart, nothing is there twice, and callers get on without opening anything anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_killed_server_loses_nothing_that_was_answered() {
    const CALLERS: u16 = 16;
    const EACH: usize = 20;
    let (cluster, database) = private().await;
    let store: Arc<dyn Store> = Arc::new(
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal)
            .await
            .unwrap(),
    );
    let mut sealed = Vec::new();
    for caller in 0..CALLERS {
        let mut own = Vec::new();
        for n in 0..EACH {
            let document = || invoice(supplier(caller), &format!("A/{n}"), DATED);
            let numbers = (number(&*store).await, number(&*store).await);
            own.push((
                seal(document(), numbers.0, at(0)),
                seal(document(), numbers.1, at(1)),
            ));
        }
        sealed.push(own);
    }
    let callers: Vec<_> = sealed
        .into_iter()
        .map(|own| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut answered = Vec::new();
                for (first, again) in own {
                    // One try more once the server is back, as a client does it.
                    let mut answer = store.register(first).await;
                    if answer.is_err() {
                        in_time(|| store.latest_acked_at()).await;
                        answer = store.register(again).await;
                    }
                    let Ok(answer) = answer else { continue };
                    answered.push(match answer {
                        Registration::New(document) => document,
                        Registration::Duplicate(document) => *document,
                    });
                }
                answered
            })
        })
        .collect();
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(60)).await;
        cluster.kill();
        cluster.start();
    }
    let mut answered = HashMap::new();
    for caller in callers {
        for document in caller.await.unwrap() {
            answered.insert(document.irn(), document);
        }
    }
    assert!(answered.len() > usize::from(CALLERS), "{}", answered.len());
    for (irn, document) in &answered {
        let stored = store.by_irn(irn).await.unwrap();
        assert_eq!(stored.as_ref(), Some(document));
    }
    let store = PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal)
        .await
        .unwrap();
    store.integrity_check().await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_down_is_unavailable_until_it_is_back() {
    let (cluster, database) = private().await;
    let store: Arc<dyn Store> = Arc::new(
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal)
            .await
            .unwrap(),
    );
    account(&store, "name", supplier(0)).await;
    let sealed = seal(
        invoice(supplier(0), "A/1", DATED),
        number(&*store).await,
        at(0),
    );
    cluster.stop();
    let outcomes = [
        store.register(sealed).await.err(),
        store.account_by_gstin(&supplier(0)).await.err(),
        store.queue_messages(Vec::new()).await.err(),
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal)
            .await
            .err(),
    ];
    for outcome in outcomes {
        assert!(
            matches!(outcome, Some(StoreError::Unavailable(_))),
            "{outcome:?}"
        );
    }
    cluster.start();
    let whose = supplier(0);
    let found = in_time(|| store.account_by_gstin(&whose)).await;
    assert!(found.is_some());
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
}

/// Connections that are cut while nobody looks cost nobody an answer: registrations and reads are
/// repeated on new ones.
#[tokio::test]
async fn cut_connections_are_made_again() {
    let (cluster, database) = private().await;
    let store: Arc<dyn Store> = Arc::new(
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal)
            .await
            .unwrap(),
    );
    for n in 0..3 {
        let document = invoice(supplier(n), "A/1", DATED);
        register(&store, document, at(0)).await;
        cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'mohar'",
        );
        let found = store.latest_acked_at().await.unwrap();
        assert_eq!(found, Some(at(0)));
    }
}

#[tokio::test]
async fn a_database_that_does_not_write_is_unavailable() {
    let (cluster, database) = private().await;
    let store: Arc<dyn Store> = Arc::new(
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal)
            .await
            .unwrap(),
    );
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let sealed = seal(
        invoice(supplier(0), "A/2", DATED),
        number(&*store).await,
        at(0),
    );
    cluster.sql("ALTER SYSTEM SET default_transaction_read_only = on");
    cluster.sql("SELECT pg_reload_conf()");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let refused = store.register(sealed).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    let refused = store.queue_messages(vec![store::messages::NewMessage {
        route: store::messages::Route::Sms,
        sealed: vec![1],
        created_at: at(0),
    }]);
    let refused = refused.await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    cluster.sql("ALTER SYSTEM RESET default_transaction_read_only");
    cluster.sql("SELECT pg_reload_conf()");
    in_time(|| store.reserve_ack_numbers(crate::SERIES, 1)).await;
    register(&store, invoice(supplier(0), "A/2", DATED), at(0)).await;
}

/// A server that neither answers nor closes: callers hear of it in bounded time.
#[tokio::test]
async fn a_hanging_server_is_unavailable_in_time() {
    let (cluster, database) = private().await;
    let mut settings = Settings::new(database.url());
    settings.statement_duration_max = Duration::from_millis(500);
    let store: Arc<dyn Store> = Arc::new(
        PostgresStore::open(&settings, InstallationKind::Portal)
            .await
            .unwrap(),
    );
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let sealed = seal(
        invoice(supplier(0), "A/2", DATED),
        number(&*store).await,
        at(0),
    );
    let frozen = cluster.freeze();
    let (written, read) = tokio::time::timeout(Duration::from_secs(20), async {
        tokio::join!(store.register(sealed), store.latest_acked_at())
    })
    .await
    .unwrap();
    assert!(
        matches!(written, Err(StoreError::Unavailable(_))),
        "{written:?}"
    );
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    drop(frozen);
    in_time(|| store.latest_acked_at()).await;
    // The first may have been written by the server that hung: asking again tells.
    let again = seal(
        invoice(supplier(0), "A/2", DATED),
        number(&*store).await,
        at(0),
    );
    let irn = again.irn();
    in_time(|| store.existing(&irn)).await;
    store.register(again).await.unwrap();
}

/// Too many connections are refused by the server, and that passes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn too_many_connections_are_unavailable() {
    let cluster = Cluster::private("max_connections = 8\nsuperuser_reserved_connections = 3");
    let database = cluster.database();
    migrate(&Settings::new(database.url()), InstallationKind::Portal)
        .await
        .unwrap();
    // The clusters' own user is a superuser, for whom a place is always kept.
    cluster.sql(&format!(
        "CREATE ROLE clerk LOGIN; GRANT ALL ON DATABASE {} TO clerk",
        database.name()
    ));
    database.sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk");
    let url = database.url().replace("mohar@", "clerk@");
    let store: Arc<dyn Store> = Arc::new(
        PostgresStore::open(&Settings::new(&url), InstallationKind::Portal)
            .await
            .unwrap(),
    );
    let calls: Vec<_> = (0..64)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.latest_acked_at().await })
        })
        .collect();
    for call in calls {
        if let Err(fault) = call.await.unwrap() {
            assert!(matches!(fault, StoreError::Unavailable(_)), "{fault}");
        }
    }
    in_time(|| store.latest_acked_at()).await;
}

/// Failed *but persisted*: the server commits and its reply is lost. The engine asks again by
/// itself, finds its own row, and does not mistake it for somebody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reply_lost_after_the_commit_makes_no_duplicate() {
    let (cluster, database) = private().await;
    let store: Arc<dyn Store> = Arc::new(
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal)
            .await
            .unwrap(),
    );
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let document = invoice(supplier(0), "A/2", DATED);
    let irn = document.irn();
    let sealed = seal(document, number(&*store).await, at(0));
    // A replica that never confirms: commits are durable here, and their replies wait.
    cluster.sql("ALTER SYSTEM SET synchronous_standby_names = 'ghost'");
    cluster.sql("SELECT pg_reload_conf()");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let registering = tokio::spawn({
        let store = store.clone();
        async move { store.register(sealed).await }
    });
    let waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    for _ in 0..100 {
        if cluster.sql(&format!("SELECT count(*) {waiting}")) == "1" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let cut = cluster.sql(&format!("SELECT pg_terminate_backend(pid) {waiting}"));
    assert_eq!(cut, "t", "one reply was waiting");
    let answer = registering.await.unwrap().unwrap();
    cluster.sql("ALTER SYSTEM RESET synchronous_standby_names");
    cluster.sql("SELECT pg_reload_conf()");
    let Registration::New(document) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(store.by_irn(&irn).await.unwrap(), Some(document));
    assert_eq!(database.sql("SELECT count(*) FROM invoices"), "2");
}
