//! A mark in the file says whose it is, also when the file was copied alone.

use store::sqlite::SqliteStore;
use store::{InstallationKind, StoreError};

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
