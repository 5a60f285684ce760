//! A portal that is killed at random moments, a hundred times on each engine.

use nic_client::Client;
use store::postgres::{PostgresStore, Settings};
use store::sqlite::SqliteStore;
use store::{InstallationKind, Invoices};

use super::{audit_is_whole, serve};
use crate::crash::{Shared, check_the_store, compare, live_and_die, settle};
use crate::ledger::{Account, accounts};
use crate::postgres::cluster::Cluster;
use crate::support::portal::{Installation, PortalProcess};

/// How often the process is killed.
const KILLS: u32 = 100;
/// Suppliers, each with a client of its own.
const SUPPLIERS: usize = 3;

#[ignore = "takes minutes; `cargo xtask soak processes` runs it"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_on_sqlite() {
    let installation = Installation::new("");
    let (answers, suppliers) = kill_again_and_again(&installation).await;
    let store =
        SqliteStore::open(&installation.path("mohar.db"), InstallationKind::Portal).unwrap();
    store.integrity_check().await.unwrap();
    tell("SQLite", &store, &suppliers, &answers).await;
}

#[ignore = "takes minutes; `cargo xtask soak processes` runs it"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_on_postgresql() {
    let server = Cluster::private("");
    let database = server.database();
    let installation = Installation::on(Some(database.url()), "");
    let (answers, suppliers) = kill_again_and_again(&installation).await;
    let settings = Settings::new(database.url());
    let store = PostgresStore::open(&settings, InstallationKind::Portal)
        .await
        .unwrap();
    store.integrity_check().await.unwrap();
    tell("PostgreSQL", &store, &suppliers, &answers).await;
}

/// Kills portal after portal; after each start everything that was answered since the one before
/// is asked for, and after the last everything that ever was.
async fn kill_again_and_again(installation: &Installation) -> (Shared, Vec<String>) {
    let accounts = accounts(installation, SUPPLIERS).await;
    let suppliers: Vec<_> = accounts.iter().map(|one| one.0.gstin.to_string()).collect();
    let answers = Shared::default();
    let mut checked = 0;
    for round in 0..KILLS {
        let mut portal = serve(installation);
        let clients = clients(&portal, &accounts);
        settle(&answers, &clients).await;
        checked = compare(&answers, &clients, checked).await;
        live_and_die(round, &clients, &suppliers, &answers, || {
            portal.signal("-KILL");
            portal.ended();
        })
        .await;
    }
    let portal = serve(installation);
    let clients = clients(&portal, &accounts);
    settle(&answers, &clients).await;
    compare(&answers, &clients, 0).await;
    drop(portal);
    audit_is_whole(installation);
    (answers, suppliers)
}

fn clients(portal: &PortalProcess, accounts: &[Account]) -> Vec<Client> {
    accounts.iter().map(|one| portal.client(one)).collect()
}

/// Checks the database itself, and prints a row of the table.
async fn tell(engine: &str, store: &(dyn Invoices + Sync), suppliers: &[String], answers: &Shared) {
    let (documents, cancellations) = check_the_store(store, suppliers, answers).await;
    assert!(documents > KILLS as usize, "only {documents} documents");
    println!(
        "\n| engine | kills | documents answered | cancellations answered | lost or doubled |"
    );
    println!("|---|---|---|---|---|");
    println!("| {engine} | {KILLS} | {documents} | {cancellations} | 0 |");
}
