//! The schema's versions, and what a server has to be.

use std::path::Path;

use store::postgres::{Migrated, PostgresStore, Settings, migrate};
use store::{InstallationKind, StoreError};

use crate::cluster::{self, Cluster, Database};

/// The newest version that this program knows.
fn newest() -> i32 {
    i32::try_from(files(".up.sql").len()).unwrap()
}

/// The migrations' files with an ending, in order.
fn files(ending: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// Everything that makes up the schema, as text.
fn dump(database: &Database) -> String {
    database.sql(
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            a.attcollation, a.attstorage, pg_get_expr(d.adbin, d.adrelid)
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            AND NOT a.attisdropped
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1, 2;
         SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1;
         SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    )
}

async fn refusal(database: &Database) -> String {
    let settings = Settings::new(database.url());
    let refused = PostgresStore::open(&settings, InstallationKind::Portal)
        .await
        .unwrap_err();
    refused.to_string()
}

#[tokio::test]
async fn migrating_fills_an_empty_database_once() {
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    let refused = refusal(&database).await;
    assert!(refused.contains("`mohar migrate`"), "{refused}");
    // However many start at once.
    let (one, two) = tokio::join!(
        migrate(&settings, InstallationKind::Portal),
        migrate(&settings, InstallationKind::Portal)
    );
    let mut from = [one.unwrap().from, two.unwrap().from];
    from.sort_unstable();
    assert_eq!(from, [0, newest()]);
    let fresh = dump(&database);
    let again = migrate(&settings, InstallationKind::Portal).await.unwrap();
    let unchanged = Migrated {
        from: newest(),
        to: newest(),
    };
    assert_eq!(again, unchanged);
    assert_eq!(dump(&database), fresh);
    PostgresStore::open(&settings, InstallationKind::Portal)
        .await
        .unwrap()
        .close()
        .await;
}

/// A step that has to wait for a long reader gives up before it holds up everybody else.
#[tokio::test]
async fn migrating_does_not_wait_for_long_readers() {
    let database = cluster::shared().database();
    database.sql(&files(".up.sql")[0]);
    database.sql("INSERT INTO mohar_schema VALUES (true, 1, 1)");
    let config: tokio_postgres::Config = database.url().parse().unwrap();
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client
        .batch_execute("BEGIN; SELECT count(*) FROM proofs")
        .await
        .unwrap();
    let settings = Settings::new(database.url());
    let refused = migrate(&settings, InstallationKind::Portal)
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
    assert_eq!(database.sql("SELECT version FROM mohar_schema"), "1");
    drop(client);
    connection.await.unwrap().unwrap();
    assert_eq!(
        migrate(&settings, InstallationKind::Portal)
            .await
            .unwrap()
            .from,
        1
    );
}

#[tokio::test]
async fn down_undoes_up_and_up_works_again() {
    let database = cluster::shared().database();
    let (ups, downs) = (files(".up.sql"), files(".down.sql"));
    assert_eq!(ups.len(), downs.len());
    let mut dumps = vec![dump(&database)];
    for up in &ups {
        database.sql(up);
        dumps.push(dump(&database));
    }
    for down in downs.iter().rev() {
        assert_eq!(Some(dump(&database)), dumps.pop());
        database.sql(down);
    }
    assert_eq!(Some(dump(&database)), dumps.pop());
    let settings = Settings::new(database.url());
    assert_eq!(
        migrate(&settings, InstallationKind::Portal)
            .await
            .unwrap()
            .from,
        0
    );
}

#[tokio::test]
async fn foreign_older_and_newer_schemas_are_refused() {
    let foreign = cluster::shared().database();
    foreign.sql("CREATE TABLE theirs (x integer)");
    let refused = refusal(&foreign).await;
    assert!(refused.contains("another program's"), "{refused}");
    assert!(
        migrate(&Settings::new(foreign.url()), InstallationKind::Portal)
            .await
            .is_err()
    );

    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    migrate(&settings, InstallationKind::Portal).await.unwrap();
    let set = |version: i32, oldest_program: i32| {
        database.sql(&format!(
            "UPDATE mohar_schema SET version = {version}, oldest_program = {oldest_program}"
        ));
    };
    set(newest() - 1, 1);
    let refused = refusal(&database).await;
    assert!(refused.contains("`mohar migrate` first"), "{refused}");
    // An expanding step of a later program leaves this one at work.
    set(newest() + 1, newest());
    PostgresStore::open(&settings, InstallationKind::Portal)
        .await
        .unwrap();
    assert_eq!(
        migrate(&settings, InstallationKind::Portal)
            .await
            .unwrap()
            .to,
        newest() + 1
    );
    // A contracting one does not.
    set(newest() + 2, newest() + 1);
    let refused = refusal(&database).await;
    assert!(
        refused.contains(&format!("version {}", newest() + 2)),
        "{refused}"
    );
    assert!(migrate(&settings, InstallationKind::Portal).await.is_err());
}

#[tokio::test]
async fn a_server_that_forgets_is_refused() {
    let database = cluster::shared().database();
    let settings = Settings::new(database.url());
    migrate(&settings, InstallationKind::Portal).await.unwrap();
    for value in ["off", "local"] {
        database.sql(&format!(
            "ALTER DATABASE {} SET synchronous_commit = {value}",
            database.name()
        ));
        let refused = refusal(&database).await;
        assert!(
            refused.contains("synchronous_commit") && refused.contains("set it to on"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn another_encoding_is_refused() {
    let name = format!("t{}_latin", std::process::id());
    let cluster = cluster::shared();
    cluster.sql(&format!(
        "CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0"
    ));
    let database = cluster.database();
    let url = database.url().replace(database.name(), &name);
    let refused = migrate(&Settings::new(url), InstallationKind::Portal)
        .await
        .unwrap_err()
        .to_string();
    cluster.sql(&format!("DROP DATABASE {name} WITH (FORCE)"));
    assert!(refused.contains("ENCODING 'UTF8'"), "{refused}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    let database = cluster::shared().database();
    let mut url = database.url();
    url.push_str("_not");
    let refused = PostgresStore::open(&Settings::new(url), InstallationKind::Portal)
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
    assert!(refused.to_string().contains("does not exist"), "{refused}");
}

/// TLS with a certificate of one's own authority; without it, the server is not believed.
#[tokio::test]
async fn the_network_is_crossed_by_tls() {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let cluster = Cluster::private("");
    cluster.write("data/server.crt", &cert.pem());
    cluster.write("data/server.key", &signing_key.serialize_pem());
    let (client_authority, certificate, key) = client_certificate();
    cluster.write("data/client-ca.crt", &client_authority);
    cluster.sql("ALTER SYSTEM SET ssl_ca_file = 'client-ca.crt'");
    cluster.sql("ALTER SYSTEM SET ssl = on");
    cluster.sql("ALTER SYSTEM SET listen_addresses = '127.0.0.1'");
    cluster.sql(&format!("ALTER SYSTEM SET port = {port}"));
    let database = cluster.database();
    cluster.stop();
    // The socket's name has the port in it, so the test's own hand comes by network as well.
    cluster.start();
    let url = format!(
        "postgres://mohar@localhost:{port}/{}?sslmode=require",
        database.name()
    );
    let mut settings = Settings::new(&url);
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, cert.pem()).unwrap();
    let refused = migrate(&settings, InstallationKind::Portal)
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused}");
    settings.root_certificates = Some(authority);
    migrate(&settings, InstallationKind::Portal).await.unwrap();
    PostgresStore::open(&settings, InstallationKind::Portal)
        .await
        .unwrap()
        .close()
        .await;

    // Who comes by network has to show a certificate instead of a password.
    let rule = "local all all trust\nhostssl all mohar 127.0.0.1/32 cert\n";
    cluster.write("data/pg_hba.conf", rule);
    cluster.stop();
    cluster.start();
    let refused = PostgresStore::open(&settings, InstallationKind::Portal).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    let files = [("client.crt", certificate), ("client.key", key)].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    settings.client_certificate = Some(files.into());
    let opened = PostgresStore::open(&settings, InstallationKind::Portal).await;
    opened.unwrap().close().await;
}

/// A certificate for the role of the tests with its key, and before them the authority's.
fn client_certificate() -> (String, String, String) {
    let key = || rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority_key = key();
    let authority_certificate = authority.self_signed(&authority_key).unwrap();
    let issuer = rcgen::Issuer::new(authority, authority_key);
    let mut client = rcgen::CertificateParams::new(Vec::new()).unwrap();
    client.distinguished_name = rcgen::DistinguishedName::new();
    let name = rcgen::DnType::CommonName;
    client.distinguished_name.push(name, "mohar");
    let client_key = key();
    let certificate = client.signed_by(&client_key, &issuer).unwrap();
    (
        authority_certificate.pem(),
        certificate.pem(),
        client_key.serialize_pem(),
    )
}
