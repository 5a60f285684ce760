//! Real portals over one PostgreSQL: they share everything, and outlive the server's death.

use std::time::Duration;

use nic_client::{Client, Registration};
use tokio::time::{Instant, sleep};

use crate::support::portal::{Installation, PortalProcess};
use crate::support::{invoice, mohar, printed};

#[path = "../../../store/tests/postgres/cluster.rs"]
#[expect(dead_code, reason = "the tests of the store need more of it")]
pub(crate) mod cluster;

/// How long after the server is back registering may take to go on.
const RESUMES_WITHIN: Duration = Duration::from_secs(15);

#[tokio::test]
async fn two_portals_on_one_database_are_one_portal() {
    let database = cluster::shared().database();
    let installation = Installation::on(Some(database.url()), "");
    let account = installation.account().await;
    let (one, other) = (installation.serve(), installation.serve());
    let client = one.client(&account);
    let session = client.authenticate().await.unwrap();
    let elsewhere = other.client(&account);
    // No login of its own: the token of one works on the other.
    elsewhere.resume(session).await;
    let supplier = account.0.gstin.as_str();
    let document = invoice(supplier, "BOTH/1");
    let registered = client.generate(&document).await.unwrap();
    let found = elsewhere.get_by_irn(&registered.irn).await.unwrap();
    assert_eq!(found, registered);
    let again = elsewhere.generate(&document).await.unwrap_err();
    assert!(again.has_code("2150"), "{again}");
    let second = elsewhere
        .generate(&invoice(supplier, "BOTH/2"))
        .await
        .unwrap();
    assert_ne!(second.ack_no, registered.ack_no);
    for portal in [&one, &other] {
        assert_eq!(portal.asked("/readyz").await.0, 200);
    }
    let migrated = mohar(&["migrate", "--config", &installation.config()]);
    let words = printed(&migrated.stdout);
    assert!(
        migrated.status.success() && words.contains("schema version"),
        "{words}"
    );
}

#[tokio::test]
async fn a_database_that_dies_is_told_and_loses_nothing_that_was_answered() {
    let server = cluster::Cluster::private("");
    let database = server.database();
    let installation = Installation::on(Some(database.url()), "");
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    let supplier = account.0.gstin.as_str();
    let before = client.generate(&invoice(supplier, "DIES/1")).await.unwrap();
    server.kill();
    let asked = Instant::now();
    let refused = client
        .generate(&invoice(supplier, "DIES/2"))
        .await
        .unwrap_err();
    assert!(refused.has_code("5001"), "{refused}");
    assert!(refused.to_string().contains("database"), "{refused}");
    assert!(
        asked.elapsed() < Duration::from_secs(10),
        "{:?}",
        asked.elapsed()
    );
    assert_eq!(portal.asked("/readyz").await.0, 503);
    server.start();
    let after = resumed(&portal, &client, &invoice(supplier, "DIES/2")).await;
    for registered in [&before, &after] {
        assert_eq!(
            &client.get_by_irn(&registered.irn).await.unwrap(),
            registered
        );
    }
}

/// Sends a document again, as clients are told to, until it is registered.
async fn resumed(portal: &PortalProcess, client: &Client, document: &str) -> Registration {
    let until = Instant::now() + RESUMES_WITHIN;
    loop {
        match client.generate(document).await {
            Ok(registered) => return registered,
            Err(away) if away.has_code("5001") => {
                let logged = portal.logged();
                assert!(Instant::now() < until, "{away}: {:?}", logged.last());
                sleep(Duration::from_millis(200)).await;
            }
            Err(other) => panic!("{other}"),
        }
    }
}
