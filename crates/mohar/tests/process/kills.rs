//! The database dies or hangs under load, and replies get lost. The short forms of the soak.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::ledger::{Ledger, ROWS, accounts};
use crate::postgres::cluster::Cluster;
use crate::support::invoice;
use crate::support::portal::{Installation, PortalProcess};

/// How often the database server is killed.
const KILLS: u32 = 3;
/// Suppliers, and callers of each.
const SUPPLIERS: usize = 2;
const CALLERS_EACH: usize = 3;
/// How long the load goes on before the first kill and after each.
const LOAD: Duration = Duration::from_millis(1_500);
/// How long after the server is back registering may take to go on.
const RESUMES_WITHIN: Duration = Duration::from_secs(15);
/// A caller hears within this time that the database does not answer.
const TOLD_WITHIN: Duration = Duration::from_secs(20);

/// `kill -9` of the postmaster, again and again, under two portals at work.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_database_loses_nothing_that_two_portals_answered() {
    let server = Cluster::private("");
    let database = server.database();
    let installation = Installation::on(Some(database.url()), "");
    let accounts = accounts(&installation, SUPPLIERS).await;
    let (one, other) = (installation.serve(), installation.serve());
    let ledger = Ledger::default();
    let rest = Duration::from_millis(5);
    let load = ledger.load(&[&one, &other], &accounts, CALLERS_EACH, rest);
    sleep(LOAD).await;
    for _ in 0..KILLS {
        let answered = ledger.counts().registered;
        server.kill();
        server.start();
        let back = Instant::now();
        while ledger.counts().registered == answered {
            assert!(back.elapsed() < RESUMES_WITHIN, "{:?}", ledger.counts());
            sleep(Duration::from_millis(20)).await;
        }
        sleep(LOAD).await;
    }
    load.end().await;
    let counts = ledger.counts();
    assert!(counts.refused + counts.unanswered > 0, "{counts:?}");
    ledger.check_through(&other, &accounts).await;
    let stored = ledger.check_rows(&database.sql(ROWS));
    assert_eq!(stored, counts.registered + counts.known_already);
    println!("{KILLS} kills of the database: {counts:?}");
}

/// Failed *but persisted*: the portal dies after the database has committed and before it could
/// answer. The client's next try is told 2150 with the IRN under which the document stands.
#[tokio::test]
async fn a_reply_lost_after_the_commit_is_answered_2150_with_the_same_irn() {
    let server = Cluster::private("");
    let database = server.database();
    let installation = Installation::on(Some(database.url()), "");
    let account = installation.account().await;
    let (mut one, other) = (installation.serve(), installation.serve());
    let supplier = account.0.gstin.as_str();
    let client = one.client(&account);
    client.generate(&invoice(supplier, "LOST/1")).await.unwrap();
    let elsewhere = other.client(&account);
    elsewhere.authenticate().await.unwrap();
    // A replica that never confirms: commits are durable here, and the portal waits for the word.
    server.sql("ALTER SYSTEM SET synchronous_standby_names = 'ghost'");
    server.sql("SELECT pg_reload_conf()");
    let document = invoice(supplier, "LOST/2");
    let mut calling = JoinSet::new();
    calling.spawn({
        let document = document.clone();
        async move { client.generate(&document).await }
    });
    until_a_commit_waits(&server).await;
    one.signal("-KILL");
    one.ended();
    let lost = calling.join_next().await.unwrap().unwrap().unwrap_err();
    assert!(lost.api().is_none(), "{lost}");
    server.sql("ALTER SYSTEM RESET synchronous_standby_names");
    server.sql("SELECT pg_reload_conf()");

    let again = elsewhere.generate(&document).await.unwrap_err();
    assert!(again.has_code("2150"), "{again}");
    let irn = again.api().and_then(|api| api.registered_irn()).unwrap();
    let stored = "SELECT string_agg(encode(irn, 'hex'), ' ') FROM invoices
                  WHERE document_number = 'LOST/2'";
    assert_eq!(database.sql(stored), irn);
    let registered = elsewhere.get_by_irn(irn).await.unwrap();
    assert_eq!(registered.irn, irn);
}

/// Waits until a transaction has committed and waits for the replica that is not there.
async fn until_a_commit_waits(server: &Cluster) {
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    for _ in 0..200 {
        if server.sql(waiting) != "0" {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("no commit waited for a replica");
}

/// The database neither answers nor closes connections: callers are told in time, in the API's own
/// words, and the portal goes on by itself once the database does.
#[tokio::test]
async fn a_frozen_database_is_told_in_the_api_s_words_and_passes() {
    let server = Cluster::private("");
    let database = server.database();
    let installation = Installation::on(Some(database.url()), "");
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    let supplier = account.0.gstin.as_str();
    let before = client
        .generate(&invoice(supplier, "FROZEN/1"))
        .await
        .unwrap();
    let document = invoice(supplier, "FROZEN/2");
    let session = client.authenticate().await.unwrap();
    let request = reqwest::Client::new()
        .post(format!("{}/eicore/v1.03/Invoice", portal.url))
        .header("client_id", &account.0.client_id)
        .header("client_secret", &account.0.client_secret)
        .header("gstin", supplier)
        .header("user_name", &account.0.user_name)
        .header("authtoken", &session.auth_token)
        .json(&json!({ "Data": session.key.encrypt(document.as_bytes()) }));

    let frozen = server.freeze();
    let answer = timeout(TOLD_WITHIN, request.send()).await.unwrap().unwrap();
    assert_eq!(answer.status().as_u16(), 503);
    let retry_after = answer.headers()["retry-after"].to_str().unwrap().to_owned();
    assert!(retry_after.parse::<u32>().unwrap() > 0, "{retry_after}");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["Status"].to_string().trim_matches('"'), "0", "{body}");
    assert_eq!(body["ErrorDetails"][0]["ErrorCode"], "5001", "{body}");
    let words = body["ErrorDetails"][0]["ErrorMessage"].as_str().unwrap();
    assert!(words.contains("database"), "{words}");
    assert_eq!(body["Data"], Value::Null, "{body}");
    let ready = timeout(TOLD_WITHIN, portal.asked("/readyz")).await.unwrap();
    assert_eq!(ready.0, 503, "{}", ready.1);

    drop(frozen);
    let irn = registered_in_time(&portal, &client, &document).await;
    let rows = database.sql("SELECT count(*) || ' ' || count(DISTINCT ack_no) FROM invoices");
    assert_eq!(rows, "2 2");
    for irn in [&before.irn, &irn] {
        assert_eq!(&client.get_by_irn(irn).await.unwrap().irn, irn);
    }
    assert_eq!(portal.asked("/readyz").await.0, 200);
}

/// Sends a document again until it is answered: registered now, or while the database hung.
async fn registered_in_time(
    portal: &PortalProcess,
    client: &nic_client::Client,
    document: &str,
) -> String {
    let until = Instant::now() + RESUMES_WITHIN;
    loop {
        match client.generate(document).await {
            Ok(registered) => return registered.irn,
            Err(known) if known.has_code("2150") => {
                let irn = known.api().and_then(|api| api.registered_irn());
                return irn.unwrap().to_owned();
            }
            Err(away) => {
                assert!(away.has_code("5001"), "{away}");
                assert!(
                    Instant::now() < until,
                    "{away}: {:?}",
                    portal.logged().last()
                );
            }
        }
        sleep(Duration::from_millis(200)).await;
    }
}
