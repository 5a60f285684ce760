//! A sandbox's and a portal's databases are kept apart.

use seal::KeyRing;
use store::copy::copy;
use store::postgres::{PostgresStore, Settings, adopt, migrate};
use store::sqlite::SqliteStore;
use store::{InstallationKind, SANDBOX_ISSUER};

use crate::Postgres;
use crate::cluster;
use crate::contract::Engine as _;
use crate::contract::sample::{DATED, account, at, invoice, key, register, supplier};

/// A mark in the database says whose it is. Nothing is written into one of the other kind.
#[tokio::test]
async fn a_sandbox_s_and_a_portal_s_databases_are_kept_apart() {
    use InstallationKind::{Portal, Sandbox};
    for (own, other, words) in [
        (Portal, Sandbox, "belongs to a real portal"),
        (Sandbox, Portal, "belongs to a sandbox"),
    ] {
        let database = cluster::shared().database();
        let settings = Settings::new(database.url());
        migrate(&settings, own).await.unwrap();
        let refused = PostgresStore::open(&settings, other).await.unwrap_err();
        assert!(refused.to_string().contains(words), "{refused}");
        let refused = migrate(&settings, other).await.unwrap_err();
        assert!(refused.to_string().contains(words), "{refused}");
        PostgresStore::open(&settings, own).await.unwrap();
    }
}

/// Two open at once what belongs to nobody yet: one of them gets it.
#[tokio::test]
async fn a_database_without_a_mark_is_the_first_one_s() {
    use InstallationKind::{Portal, Sandbox};
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    migrate(&settings, Portal).await.unwrap();
    for _ in 0..5 {
        database.sql("DELETE FROM installation");
        let (one, two) = tokio::join!(
            PostgresStore::open(&settings, Portal),
            PostgresStore::open(&settings, Sandbox)
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    }
}

#[tokio::test]
async fn a_sandbox_s_database_is_not_moved_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mohar.db");
    let made = SqliteStore::open_or_create(&path, InstallationKind::Sandbox);
    made.unwrap().close();
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    let refused = copy(
        &path,
        &settings,
        &KeyRing::new(vec![key().public()]),
        |_| (),
    )
    .await
    .unwrap_err();
    assert!(
        refused.to_string().contains("belongs to a sandbox"),
        "{refused}"
    );
    let tables = database.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(tables, "0", "nothing is written");
}

#[tokio::test]
async fn a_database_without_a_mark_is_a_portal_s_by_its_documents_or_by_its_operator_s_word() {
    use InstallationKind::{Portal, Sandbox};
    let engine = Postgres::fresh().await;
    let settings = engine.settings();
    let store = engine.open().await;
    account(&store, "name", supplier(0)).await;
    engine.hand("DELETE FROM installation");
    for refused in [
        PostgresStore::open(&settings, Portal).await.map(drop),
        migrate(&settings, Portal).await.map(drop),
    ] {
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("mohar migrate --adopt"), "{refused}");
    }
    adopt(&settings).await.unwrap();
    PostgresStore::open(&settings, Portal).await.unwrap();

    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    engine.hand("DELETE FROM installation");
    let refused = migrate(&settings, Sandbox).await.unwrap_err().to_string();
    assert!(refused.contains("belongs to a real portal"), "{refused}");
    PostgresStore::open(&settings, Portal).await.unwrap();

    engine.hand("DELETE FROM installation");
    engine.hand(&format!(
        "UPDATE signing_contexts SET issuer = '{SANDBOX_ISSUER}'"
    ));
    for refused in [
        PostgresStore::open(&settings, Portal).await.map(drop),
        adopt(&settings).await.map(drop),
    ] {
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("belongs to a sandbox"), "{refused}");
    }
    let marks = engine.database.sql("SELECT count(*) FROM installation");
    assert_eq!(marks, "0", "nothing is written");
}
