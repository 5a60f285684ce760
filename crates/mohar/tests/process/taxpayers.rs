//! The GST master from a file, into a portal that serves.

mod files;
mod memory;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use gst::Gstin;
use serde_json::Value;
use service::ReadyAccount;
use store::taxpayers::RecordSource;

use crate::postgres::cluster;
use crate::support::portal::Installation;
use crate::support::{MOHAR, invoice, mohar, printed};

const FIRST_LINE: &str = "gstin,legal_name,type,status,mobile,email,turnover";

fn gstin(n: u32) -> String {
    let letter = if n < 10_000 { 'A' } else { 'B' };
    let first14 = format!("29AAACT{:04}{letter}1Z", n % 10_000);
    Gstin::with_check_digit(&first14).unwrap().to_string()
}

fn row(n: u32) -> String {
    let gstin = gstin(n);
    let mobile = format!("99999{n:05}");
    format!("{gstin},Imported {n},Regular,Active,{mobile},a{n}@invented.example,70000000\n")
}

/// A master of so many taxpayers, in descending order.
fn master(installation: &Installation, count: u32) -> String {
    let rows: String = (0..count).rev().map(row).collect();
    write(installation, "master.csv", &format!("{FIRST_LINE}\n{rows}"))
}

fn write(installation: &Installation, name: &str, text: &str) -> String {
    let path = installation.path(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn arguments<'a>(config: &'a str, file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let as_of = "2026-01-01T00:00:00Z";
    let mut arguments = vec!["taxpayers", "import", "--config", config, "--as-of", as_of];
    arguments.extend(more);
    arguments.push(file);
    arguments
}

fn import(installation: &Installation, file: &str, more: &[&str]) -> Output {
    mohar(&arguments(&installation.config(), file, more))
}

fn imports(installation: &Installation) -> String {
    let output = mohar(&["taxpayers", "imports", "--config", &installation.config()]);
    assert!(output.status.success(), "{}", printed(&output.stderr));
    printed(&output.stdout)
}

fn show(installation: &Installation, gstin: &str) -> (Option<i32>, String) {
    let config = installation.config();
    let output = mohar(&["taxpayers", "show", gstin, "--config", &config]);
    (output.status.code(), printed(&output.stdout))
}

/// Kills an import when it has said this.
fn killed_at(installation: &Installation, file: &str, words: &str) {
    let config = installation.config();
    let mut child: Child = Command::new(MOHAR)
        .args(arguments(&config, file, &[]))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = lines
        .map(Result::unwrap)
        .any(|line| line.starts_with(words));
    assert!(said, "it said {words:?}");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Imports while documents are registered one after the other.
async fn imported_while_issuing(
    installation: &Installation,
    client: &nic_client::Client,
    account: &(ReadyAccount, String),
    file: &str,
) -> Output {
    let over = AtomicBool::new(false);
    let issuing = async {
        let mut issued = 0_u32;
        while !over.load(Ordering::Relaxed) {
            issued += 1;
            let document = invoice(account.0.gstin.as_str(), &format!("DURING/{issued}"));
            client.generate(&document).await.unwrap();
        }
        issued
    };
    let importing = async {
        let (config, file) = (installation.config(), file.to_owned());
        let run = move || mohar(&arguments(&config, &file, &[]));
        let output = tokio::task::spawn_blocking(run).await.unwrap();
        over.store(true, Ordering::Relaxed);
        output
    };
    let (issued, output) = tokio::join!(issuing, importing);
    assert!(issued > 0);
    output
}

/// The same as JSON; and the doctor sees that the master is of January.
fn told_to_programs(installation: &Installation, known: &str) {
    let config = installation.config();
    let told = |arguments: &[&str]| -> (Option<i32>, Value) {
        let output = mohar(&[arguments, &["--config", &config, "--json"]].concat());
        let value = serde_json::from_slice(&output.stdout);
        (output.status.code(), value.unwrap())
    };
    let (code, taxpayer) = told(&["taxpayers", "show", known]);
    assert_eq!(code, Some(0));
    assert_eq!(taxpayer["legal_name"], "Imported 4321");
    assert_eq!(taxpayer["mobile_masked"], "99xxxxxx21");
    assert_eq!(taxpayer["source"], "import");
    assert_eq!(taxpayer["as_of"], "2026-01-01T00:00:00Z");
    let text = taxpayer.to_string();
    assert!(!text.contains("9999904321") && !text.contains("a4321@"));
    assert_eq!(
        told(&["taxpayers", "show", &gstin(9_999)]),
        (Some(1), Value::Null)
    );
    let (code, imports) = told(&["taxpayers", "imports"]);
    assert_eq!(code, Some(0));
    assert_eq!(imports[0]["state"], "in force");
    assert_eq!(imports[0]["rows"], 6_000);
    assert_eq!(imports[0]["given_up_at"], Value::Null);
    let (_, found) = told(&["doctor"]);
    let found = found.as_array().unwrap().iter();
    let mut master = found.filter(|row| row["subject"] == "GST master");
    let master = master.next().unwrap();
    assert_eq!(master["verdict"], "warning");
    assert!(
        master["found"]
            .as_str()
            .unwrap()
            .starts_with("6000 taxpayers as of 2026-01-01")
    );
}

/// Everything that an operator and a taxpayer expect, on either engine.
async fn a_master_is_brought_in(mut installation: Installation) {
    const COUNT: u32 = 6_000;
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    // With it the portal gets to know the buyer.
    let document = invoice(account.0.gstin.as_str(), "BEFORE/1");
    client.generate(&document).await.unwrap();
    installation.registry.kill();
    let known = gstin(4_321);
    assert!(client.gstin(&known).await.is_err(), "nobody knows it yet");
    let (code, words) = show(&installation, &known);
    assert_eq!(code, Some(1), "{words}");

    // While it comes in, the portal issues.
    let file = master(&installation, COUNT);
    let output = imported_while_issuing(&installation, &client, &account, &file).await;
    let words = printed(&output.stdout);
    assert!(
        output.status.success(),
        "{words}{}",
        printed(&output.stderr)
    );
    assert!(words.contains("6,000 taxpayers: 6,000 active"), "{words}");
    assert!(!installation.path("master.csv.mohar-import").exists());

    // A running portal has it, and nobody asks a registry.
    let details = client.gstin(&known).await.unwrap();
    assert_eq!(details.legal_name.as_deref(), Some("Imported 4321"));
    let irp = installation.irp().await;
    let (_, started) = irp.begin_registration(&known).await.unwrap();
    assert_eq!(started.taxpayer().mobile.as_deref(), Some("9999904321"));
    irp.send_code(started).await.unwrap();
    let stored = irp.stored_taxpayer(&known.parse().unwrap()).await.unwrap();
    assert_eq!(stored.unwrap().source, RecordSource::Imported);
    let (code, words) = show(&installation, &known);
    assert_eq!(code, Some(0));
    assert!(
        words.contains("99xxxxxx21") && words.contains("the imported master"),
        "{words}"
    );
    assert!(
        !words.contains("9999904321") && !words.contains("a4321@"),
        "{words}"
    );
    told_to_programs(&installation, &known);

    // The same again is in force; a newer one takes its place.
    let again = import(&installation, &file, &[]);
    assert!(again.status.success());
    assert!(printed(&again.stdout).contains("in force already"));
    let smaller = master(&installation, 10);
    let newer = import(&installation, &smaller, &[]);
    let words = printed(&newer.stdout);
    assert!(
        words.contains("the rows of import 1 were taken away"),
        "{words}"
    );
    let listed = imports(&installation);
    assert!(listed.starts_with("import 2: in force since"), "{listed}");
    assert!(listed.contains("import 1: was in force"), "{listed}");
    assert_eq!(show(&installation, &known).0, Some(1));
    audited(&installation);
}

/// Begin and activation are in the operator's chain, without anybody's particulars.
fn audited(installation: &Installation) {
    let text = installation.chain("operator");
    for event in [
        "GST master import begun",
        "activating GST master",
        "GST master in force",
    ] {
        let event = format!("\"event\":\"{event}\"");
        assert_eq!(text.matches(&event).count(), 2, "{event}");
    }
    assert!(
        !text.contains("99999") && !text.contains("invented.example"),
        "{text}"
    );
    let (folder, keys) = (installation.path("audit"), installation.path("keys"));
    let (folder, keys) = (folder.to_str().unwrap(), keys.to_str().unwrap());
    let verified = mohar(&["audit", "verify", folder, "--keys", keys]);
    assert!(verified.status.success(), "{}", printed(&verified.stdout));
}

#[tokio::test]
async fn a_master_comes_in_beside_a_portal_on_sqlite() {
    a_master_is_brought_in(Installation::new("")).await;
}

#[tokio::test]
async fn a_master_comes_in_beside_a_portal_on_postgresql() {
    let database = cluster::shared().database();
    a_master_is_brought_in(Installation::on(Some(database.url()), "")).await;
}

/// Killed while it loads, and begun again.
fn an_import_that_is_killed_goes_on(installation: &Installation) {
    const COUNT: u32 = 20_000;
    let file = master(installation, COUNT);
    killed_at(installation, &file, "loading: ");
    let listed = imports(installation);
    assert!(listed.starts_with("import 1: unfinished"), "{listed}");
    assert_eq!(show(installation, &gstin(COUNT - 1)).0, Some(1));

    // Another file waits its turn.
    let other = write(
        installation,
        "other.csv",
        &format!("{FIRST_LINE}\n{}", row(1)),
    );
    let refused = import(installation, &other, &[]);
    let words = printed(&refused.stderr);
    assert!(
        !refused.status.success() && words.contains("--give-up-unfinished"),
        "{words}"
    );

    let output = import(installation, &file, &[]);
    let words = printed(&output.stdout);
    assert!(output.status.success(), "{}", printed(&output.stderr));
    for said in [
        "that was interrupted goes on",
        "rows were loaded before",
        "20,000 taxpayers",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(imports(installation).starts_with("import 1: in force since"));
    for n in [0, 1, 9_999, 10_000, COUNT - 1] {
        assert_eq!(show(installation, &gstin(n)).0, Some(0), "{n}");
    }
    // What was begun for it is given up by who says so.
    let output = import(installation, &other, &["--give-up-unfinished"]);
    assert!(output.status.success(), "{}", printed(&output.stderr));
}

#[test]
fn an_import_that_is_killed_goes_on_on_sqlite() {
    an_import_that_is_killed_goes_on(&Installation::new(""));
}

#[test]
fn an_import_that_is_killed_goes_on_on_postgresql() {
    let database = cluster::shared().database();
    an_import_that_is_killed_goes_on(&Installation::on(Some(database.url()), ""));
}
