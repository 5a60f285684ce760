//! A mark in the file says whose it is, also when the file was copied alone.

use store::sqlite::{self, SqliteStore};
use store::{InstallationKind, SANDBOX_ISSUER, StoreError};

use crate::Sqlite;
use crate::contract::Engine as _;
use crate::contract::sample::{DATED, account, at, invoice, register, supplier};

#[tokio::test]
async fn a_sandbox_s_and_a_portal_s_files_are_kept_apart() {
    use InstallationKind::{Portal, Sandbox};
    for (own, other, words) in [
        (Portal, Sandbox, "belongs to a real portal"),
        (Sandbox, Portal, "belongs to a sandbox"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mohar.db");
        SqliteStore::open_or_create(&path, own).unwrap().close();
        let elsewhere = tempfile::tempdir().unwrap();
        let copied = elsewhere.path().join("mohar.db");
        std::fs::copy(&path, &copied).unwrap();
        let bytes = std::fs::read(&copied).unwrap();
        for refused in [
            SqliteStore::open(&copied, other).unwrap_err(),
            SqliteStore::open_or_create(&copied, other).unwrap_err(),
        ] {
            assert!(matches!(refused, StoreError::Corrupt(_)));
            assert!(refused.to_string().contains(words), "{refused}");
        }
        assert_eq!(std::fs::read(&copied).unwrap(), bytes, "nothing is written");
        SqliteStore::open(&copied, own).unwrap().close();
    }
}

/// As a file of a version is that had no mark.
#[tokio::test]
async fn a_file_without_a_mark_is_a_portal_s_by_its_documents_or_by_its_operator_s_word() {
    let engine = Sqlite::fresh().await;
    let unmark = || {
        engine
            .hand()
            .execute("DELETE FROM installation", [])
            .unwrap()
    };
    let open = |kind| SqliteStore::open(&engine.path(), kind).map(SqliteStore::close);
    unmark();
    open(InstallationKind::Portal).unwrap();

    let store = engine.open().await;
    account(&store, "name", supplier(0)).await;
    drop(store);
    unmark();
    let refused = open(InstallationKind::Portal).unwrap_err().to_string();
    assert!(refused.contains("mohar migrate --adopt"), "{refused}");
    sqlite::adopt(&engine.path()).unwrap();
    open(InstallationKind::Portal).unwrap();
    assert!(open(InstallationKind::Sandbox).is_err());

    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    drop(store);
    unmark();
    let refused = open(InstallationKind::Sandbox).unwrap_err().to_string();
    assert!(refused.contains("belongs to a real portal"), "{refused}");
    open(InstallationKind::Portal).unwrap();

    unmark();
    let signed = "UPDATE signing_contexts SET issuer = ?1";
    engine.hand().execute(signed, [SANDBOX_ISSUER]).unwrap();
    let bytes = std::fs::read(engine.path()).unwrap();
    for refused in [
        open(InstallationKind::Portal),
        sqlite::adopt(&engine.path()),
    ] {
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("belongs to a sandbox"), "{refused}");
    }
    assert_eq!(std::fs::read(engine.path()).unwrap(), bytes);
    open(InstallationKind::Sandbox).unwrap();
}
