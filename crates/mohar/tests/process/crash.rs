//! Nothing that was answered is lost, doubled or changed when the process dies at any moment.
//!
//! A sandbox under load is killed without a warning and started again on the same files, many
//! times over. What may fail and what may not:
//!
//! - A call that got no answer may or may not have taken effect; asked again, it says which.
//! - A call that was answered has taken effect for good: the same IRN, the same acknowledgement
//!   number, the same signed bytes, and cancelled if that was answered.
//! - No acknowledgement number is ever given to two documents, and no document has two.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gst::Gstin;
use nic_client::{CancellationReason, Client, Registration};
use sandbox::data_folder::DataFolder;
use seal::Randomness;
use serde_json::{Value, json};
use store::invoices::InvoiceFilter;
use store::sqlite::SqliteStore;
use store::{InstallationKind, Invoices};
use tokio::task::JoinSet;

use crate::support::{SandboxProcess, invoice};

/// How often the process is killed.
const ROUNDS: u32 = 32;

/// Suppliers, each with a client of its own.
const SUPPLIERS: usize = 3;

/// Calls of one client that are under way at a time.
const CALLS_AT_ONCE: u32 = 3;

/// The process lives this long under load, at least and at most.
const LIFE_MS: (u32, u32) = (40, 900);

/// Every so many documents one is cancelled.
const CANCEL_EVERY: u32 = 4;

/// What was answered, and what was not.
#[derive(Default)]
pub(crate) struct Answers {
    /// By IRN: which supplier's, and what was answered.
    registered: BTreeMap<String, (usize, Registration)>,
    /// IRNs whose cancellation was answered.
    cancelled: Vec<String>,
    /// Documents whose registration got no answer.
    unanswered: Vec<(usize, String)>,
}

/// What all callers know.
pub(crate) type Shared = Arc<Mutex<Answers>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_outlives_every_crash() {
    let folder = tempfile::tempdir().unwrap();
    let data = ["--data", folder.path().to_str().unwrap()];
    let answers = Shared::default();
    let mut accounts = Vec::new();
    let mut checked = 0;
    for round in 0..ROUNDS {
        let mut sandbox = SandboxProcess::start(&data);
        if accounts.is_empty() {
            accounts = order_accounts(&sandbox).await;
        }
        let clients: Vec<_> = accounts
            .iter()
            .map(|account| sandbox.client(account))
            .collect();
        settle(&answers, &clients).await;
        checked = compare(&answers, &clients, checked).await;

        live_and_die(round, &clients, &suppliers(&accounts), &answers, || {
            sandbox.kill();
        })
        .await;
    }
    let sandbox = SandboxProcess::start(&data);
    let clients: Vec<_> = accounts
        .iter()
        .map(|account| sandbox.client(account))
        .collect();
    settle(&answers, &clients).await;
    compare(&answers, &clients, 0).await;
    drop(sandbox);
    let store = SqliteStore::open(
        &DataFolder::existing(folder.path()).database(),
        InstallationKind::Sandbox,
    )
    .unwrap();
    store.integrity_check().await.unwrap();
    let (documents, cancellations) = check_the_store(&store, &suppliers(&accounts), &answers).await;
    assert!(documents > ROUNDS as usize, "only {documents} documents");
    println!("{ROUNDS} crashes, {documents} documents and {cancellations} cancellations answered");
}

/// The suppliers of accounts.
fn suppliers(accounts: &[Value]) -> Vec<String> {
    let gstin = |account: &Value| account["gstin"].as_str().unwrap().to_owned();
    accounts.iter().map(gstin).collect()
}

/// One life of a process: callers register through it until it is killed, at a random moment.
pub(crate) async fn live_and_die(
    round: u32,
    clients: &[Client],
    suppliers: &[String],
    answers: &Shared,
    kill: impl FnOnce(),
) {
    let mut load = JoinSet::new();
    for (supplier, client) in clients.iter().enumerate() {
        for call in 0..CALLS_AT_ONCE {
            let first = format!("{round}-{supplier}-{call}-");
            load.spawn(register_until_it_fails(
                client.clone(),
                (supplier, suppliers[supplier].clone()),
                first,
                Arc::clone(answers),
            ));
        }
    }
    let (least, most) = LIFE_MS;
    let life = least + Randomness::system().below(most - least);
    tokio::time::sleep(Duration::from_millis(life.into())).await;
    kill();
    while let Some(ended) = load.join_next().await {
        ended.unwrap();
    }
}

async fn order_accounts(sandbox: &SandboxProcess) -> Vec<Value> {
    let mut accounts = Vec::new();
    for number in 0..SUPPLIERS {
        let gstin = Gstin::with_check_digit(&format!("29AAHCC77{number:02}K1Z")).unwrap();
        let (status, account) = sandbox
            .manage("/accounts", &json!({ "gstin": gstin }))
            .await;
        assert_eq!(status, 201, "{account}");
        accounts.push(account);
    }
    accounts
}

/// One caller: registers document after document, and cancels some, until the process is gone.
async fn register_until_it_fails(
    client: Client,
    (supplier, gstin): (usize, String),
    first: String,
    answers: Shared,
) {
    for count in 0.. {
        let number = format!("{first}{count}");
        let document = invoice(&gstin, &document_number(&number));
        let registration = match client.generate(&document).await {
            Ok(registration) => registration,
            Err(error) => {
                assert!(error.api().is_none(), "{error}");
                answers
                    .lock()
                    .unwrap()
                    .unanswered
                    .push((supplier, document));
                return;
            }
        };
        let irn = registration.irn.clone();
        let before = answers
            .lock()
            .unwrap()
            .registered
            .insert(irn.clone(), (supplier, registration));
        assert_eq!(before, None, "two documents have one IRN");
        if count % CANCEL_EVERY == 0 {
            let reason = CancellationReason::DataEntryMistake;
            match client.cancel(&irn, reason, "Wrong rate").await {
                Ok(_) => answers.lock().unwrap().cancelled.push(irn),
                Err(error) => {
                    assert!(error.api().is_none(), "{error}");
                    return;
                }
            }
        }
    }
}

/// A document number does not begin with zero.
fn document_number(number: &str) -> String {
    format!("C{number}")
}

/// Asks again about what was not answered: it is registered now, or had been before the crash.
pub(crate) async fn settle(answers: &Shared, clients: &[Client]) {
    let unanswered = std::mem::take(&mut answers.lock().unwrap().unanswered);
    for (supplier, document) in unanswered {
        let client = &clients[supplier];
        let registration = match client.generate(&document).await {
            Ok(registration) => registration,
            Err(error) => {
                assert!(error.has_code("2150"), "{error}");
                let irn = error
                    .api()
                    .and_then(|api| api.registered_irn())
                    .unwrap()
                    .to_owned();
                client.get_by_irn(&irn).await.unwrap()
            }
        };
        let irn = registration.irn.clone();
        answers
            .lock()
            .unwrap()
            .registered
            .insert(irn, (supplier, registration));
    }
}

/// Compares what is stored with what was answered, from the `skip`-th on in the order of
/// acknowledgement. Returns how many there are.
pub(crate) async fn compare(answers: &Shared, clients: &[Client], skip: usize) -> usize {
    let (mut registered, cancelled) = {
        let answers = answers.lock().unwrap();
        let registered: Vec<_> = answers.registered.values().cloned().collect();
        (registered, answers.cancelled.clone())
    };
    registered.sort_by_key(|(_, registration)| registration.ack_no);
    for (supplier, answered) in registered.iter().skip(skip) {
        let found = clients[*supplier].get_by_irn(&answered.irn).await.unwrap();
        assert_eq!(found.ack_no, answered.ack_no);
        assert_eq!(found.ack_date, answered.ack_date);
        assert_eq!(found.signed_invoice, answered.signed_invoice);
        assert_eq!(found.signed_qr_code, answered.signed_qr_code);
        if cancelled.contains(&answered.irn) {
            assert_eq!(found.status, "CNL", "{}", answered.irn);
        }
    }
    registered.len()
}

/// Reads the database without the program: every answer is there with its bytes, and nothing is
/// there twice. Returns how many documents and how many cancellations were answered.
pub(crate) async fn check_the_store(
    store: &(dyn Invoices + Sync),
    suppliers: &[String],
    answers: &Shared,
) -> (usize, usize) {
    let (registered, cancelled) = {
        let mut answers = answers.lock().unwrap();
        (
            std::mem::take(&mut answers.registered),
            std::mem::take(&mut answers.cancelled),
        )
    };
    assert!(!cancelled.is_empty());

    let mut by_number = HashMap::new();
    for supplier in suppliers {
        let supplier = Gstin::parse(supplier).unwrap();
        let (mut before, filter) = (None, InvoiceFilter::default());
        loop {
            let page = store.list(&supplier, &filter, before, 500).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.summary.ack_number);
            for row in page {
                let irn = row.summary.qr.irn.to_string();
                let other = by_number.insert(row.summary.ack_number, irn);
                assert_eq!(other, None, "an acknowledgement number was used twice");
            }
        }
    }
    let mut irns: Vec<_> = by_number.values().collect();
    irns.sort_unstable();
    irns.dedup();
    assert_eq!(
        irns.len(),
        by_number.len(),
        "a document is registered twice"
    );
    assert_eq!(by_number.len(), registered.len(), "nobody was told of some");

    for (irn, (_, answered)) in &registered {
        let stored = store.by_irn(&irn.parse().unwrap()).await.unwrap();
        let stored = stored.unwrap_or_else(|| panic!("{irn} was answered and is lost"));
        assert_eq!(stored.summary().ack_number, answered.ack_no);
        assert_eq!(stored.signed_invoice(), answered.signed_invoice);
        assert_eq!(stored.signed_qr_code(), answered.signed_qr_code);
        if cancelled.contains(irn) {
            assert!(
                stored.cancellation().is_some(),
                "the cancellation of {irn} is lost"
            );
        }
    }
    (registered.len(), cancelled.len())
}
