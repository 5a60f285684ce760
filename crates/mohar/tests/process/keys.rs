//! Keys that an operator changes under a running portal, and the audit log of all that.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use nic_client::Error;
use serde_json::Value;
use tokio::time::sleep;

use crate::support::portal::{Installation, PortalProcess};
use crate::support::{MOHAR, invoice, mohar, printed};

fn keys(installation: &Installation, arguments: &[&str]) -> Output {
    let config = installation.config();
    mohar(&[&["keys", "--config", &config], arguments].concat())
}

/// What `mohar keys` printed, when it did what it was asked.
fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", printed(&output.stderr));
    printed(&output.stdout)
}

/// The only word of a text that is an identifier of a signing key.
fn key_id(text: &str) -> String {
    let is_id = |word: &&str| word.len() == 40 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split_whitespace().find(is_id).unwrap().to_owned()
}

async fn key_set(portal: &PortalProcess) -> String {
    let url = format!("{}/.well-known/jwks.json", portal.url);
    reqwest::get(url).await.unwrap().text().await.unwrap()
}

/// Waits until a running portal publishes a key.
async fn publishes(portal: &PortalProcess, id: &str) {
    for _ in 0..300 {
        if key_set(portal).await.contains(id) {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("the portal did not take up {id}");
}

fn kid_of(token: &str) -> String {
    jsonwebtoken::decode_header(token).unwrap().kid.unwrap()
}

/// `mohar audit verify` with the portal's own keys.
fn verified(installation: &Installation, more: &[&str]) -> (Option<i32>, Value) {
    let (folder, keys) = (installation.path("audit"), installation.path("keys"));
    let (folder, keys) = (folder.to_str().unwrap(), keys.to_str().unwrap());
    let mut arguments = vec!["audit", "verify", folder, "--keys", keys, "--json"];
    arguments.extend(more);
    let output = mohar(&arguments);
    let json = serde_json::from_slice(&output.stdout);
    let json = json.unwrap_or_else(|_| panic!("{}", printed(&output.stderr)));
    (output.status.code(), json)
}

/// The lines of a portal's chain.
fn chain(installation: &Installation) -> Vec<Value> {
    let text = installation.chain("portal-1");
    let lines = text.lines().map(serde_json::from_str);
    lines.map(Result::unwrap).collect()
}

/// Whoever has the key set can check tokens.
fn anybody_can_check(installation: &Installation, key_set: &str, tokens: &[&String]) {
    let (set, file) = (installation.path("jwks.json"), installation.path("token"));
    fs::write(&set, key_set).unwrap();
    for token in tokens {
        fs::write(&file, token).unwrap();
        let (file, set) = (file.to_str().unwrap(), set.to_str().unwrap());
        let output = mohar(&["verify", file, "--jwks", set]);
        assert!(output.status.success(), "{}", printed(&output.stderr));
    }
}

#[tokio::test]
async fn a_rotation_needs_no_restart_and_everything_still_verifies() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let mut portal = installation.serve();
    let client = portal.client(&account);
    let document = |number: &str| invoice(account.0.gstin.as_str(), number);
    let before = client.generate(&document("KEY/1")).await.unwrap();

    let second = key_id(&done(&keys(&installation, &["rotate", "signing", "--now"])));
    publishes(&portal, &second).await;
    // A key begins with a whole second.
    sleep(Duration::from_secs(1)).await;
    let after = client.generate(&document("KEY/2")).await.unwrap();
    assert_ne!(kid_of(&before.signed_invoice), second);
    assert_eq!(kid_of(&after.signed_invoice), second);
    assert_eq!(kid_of(&after.signed_qr_code), second);
    let found = client.get_by_irn(&before.irn).await.unwrap();
    assert_eq!(found.signed_invoice, before.signed_invoice);

    let tokens = [&before.signed_invoice, &after.signed_qr_code];
    anybody_can_check(&installation, &key_set(&portal).await, &tokens);

    // A client that has the old login key's file still comes in.
    done(&keys(&installation, &["rotate", "login", "--now"]));
    done(&keys(&installation, &["rotate", "data", "--now"]));
    sleep(Duration::from_secs(7)).await;
    let late = portal.client(&account).generate(&document("KEY/3")).await;
    assert!(late.is_ok(), "{late:?}");
    let listed = done(&keys(&installation, &["list", "--json"]));
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let in_use = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["in_use"] == true);
    assert_eq!((listed.as_array().unwrap().len(), in_use.count()), (6, 3));
    let exported = done(&keys(&installation, &["export", "--form", "login-key"]));
    assert!(
        exported.starts_with("-----BEGIN PUBLIC KEY-----") && exported.trim() != account.1.trim()
    );

    portal.signal("-TERM");
    assert!(portal.ended().success());
    let (status, report) = verified(&installation, &[]);
    assert_eq!(status, Some(0), "{report:#}");
    let nodes: Vec<_> = report
        .as_array()
        .unwrap()
        .iter()
        .map(|chain| &chain["node"])
        .collect();
    assert_eq!(nodes, ["operator", "portal-1"]);
    assert!(report[1]["closed"] == true && report[1]["checkpoints"].as_u64() >= Some(1));
    let events: Vec<Value> = chain(&installation)
        .iter()
        .map(|line| line["event"].clone())
        .collect();
    for wanted in [
        "audit log opened",
        "API token issued",
        "signing",
        "signed",
        "registered",
    ] {
        assert!(
            events.iter().any(|event| event == wanted),
            "{wanted} in {events:?}"
        );
    }
    assert!(
        events.iter().any(|event| event == "signing key"),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_changed_audit_log_is_found() {
    let installation = Installation::new("[audit]\nnode = \"portal-1\"\n");
    let account = installation.account().await;
    let mut portal = installation.serve();
    let client = portal.client(&account);
    client
        .generate(&invoice(account.0.gstin.as_str(), "AUD/1"))
        .await
        .unwrap();
    // A second process of the same name does not start.
    let config = installation.config();
    let second = mohar(&["serve", "--config", &config]);
    assert!(
        printed(&second.stderr).contains("another process"),
        "{second:?}"
    );
    portal.signal("-TERM");
    assert!(portal.ended().success());

    let (status, report) = verified(&installation, &[]);
    assert_eq!(status, Some(0), "{report:#}");
    let noted = installation.path("noted.json");
    fs::write(&noted, report.to_string()).unwrap();
    let noted = noted.to_str().unwrap();
    assert_eq!(verified(&installation, &["--noted", noted]).0, Some(0));

    let files = fs::read_dir(installation.path("audit")).unwrap();
    let mut files = files.map(|entry| entry.unwrap().path());
    let file = files
        .find(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .unwrap();
    let good = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    fs::write(
        &file,
        good.replace("\"event\":\"registered\"", "\"event\":\"discarded\""),
    )
    .unwrap();
    let (status, report) = verified(&installation, &[]);
    assert_eq!(status, Some(1));
    assert!(report[0]["broken"]["line"].is_u64(), "{report:#}");
    // Whole lines that are gone at the end are missed only by whoever has noted the end.
    fs::write(&file, lines[..3].join("\n") + "\n").unwrap();
    assert_eq!(verified(&installation, &[]).0, Some(0));
    assert_eq!(verified(&installation, &["--noted", noted]).0, Some(1));
}

/// A SoftHSM token in the installation's folder, as settings for its processes.
struct Token {
    configuration: String,
}

const PIN: &str = "270926";

impl Token {
    fn new(installation: &Installation) -> Self {
        let tokens = installation.path("tokens");
        fs::create_dir(&tokens).unwrap();
        let configuration = installation.path("softhsm2.conf");
        fs::write(
            &configuration,
            format!("directories.tokendir = {}\n", tokens.display()),
        )
        .unwrap();
        let configuration = configuration.to_str().unwrap().to_owned();
        let made = Command::new("softhsm2-util")
            .args(["--init-token", "--free", "--label", "mohar", "--pin", PIN])
            .args(["--so-pin", "12345678"])
            .env("SOFTHSM2_CONF", &configuration)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        Self { configuration }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(MOHAR);
        command.env("SOFTHSM2_CONF", &self.configuration);
        command
    }
}

fn write_pin(file: &Path) {
    fs::write(file, format!("{PIN}\n")).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

#[tokio::test]
async fn a_portal_signs_with_a_key_in_a_token_and_waits_for_one_that_is_away() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let token = Token::new(&installation);
    let pin = installation.path("pin");
    write_pin(&pin);
    let modules = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
    ];
    let module = modules
        .into_iter()
        .find(|path| Path::new(path).exists())
        .unwrap();
    let (config, pin_file) = (installation.config(), pin.to_str().unwrap().to_owned());
    let place = [
        "--module",
        module,
        "--token",
        "mohar",
        "--pin-file",
        &pin_file,
    ];
    let keys = |arguments: &[&str]| {
        let mut command = token.command();
        command.args(["keys", "--config", &config]).args(arguments);
        done(&command.output().unwrap())
    };
    let made = key_id(&keys(&[&["new", "signing"], &place[..]].concat()));
    assert!(keys(&["csr", &made, "--common-name", "Test"]).contains("CERTIFICATE REQUEST"));
    keys(&["rotate", "signing", "--to", &made, "--now"]);
    assert!(
        !installation
            .path(&format!("keys/signing/{made}.key.pem"))
            .exists()
    );

    // A key begins with a whole second.
    sleep(Duration::from_secs(1)).await;
    // The token cannot be opened: nothing is registered, and callers are told to come again.
    fs::remove_file(&pin).unwrap();
    let portal = installation.serve_by(token.command());
    let client = portal.client(&account);
    let document = invoice(account.0.gstin.as_str(), "TOK/1");
    let refused = client.generate(&document).await;
    let Err(Error::Api(refused)) = refused else {
        panic!("{refused:?}");
    };
    let words = refused.to_string();
    assert!(
        words.contains("5001") && words.contains("signing key"),
        "{words}"
    );
    let events = chain(&installation);
    assert_eq!(events.last().unwrap()["event"], "not signed", "{events:?}");

    // It is found again without a restart, and the document gets its first IRN.
    write_pin(&pin);
    let registered = client.generate(&document).await.unwrap();
    assert_eq!(kid_of(&registered.signed_invoice), made);
    assert!(key_set(&portal).await.contains(&made));
}

/// By looking every five seconds alone, four changes one after the other would take 15 s at least.
#[tokio::test]
async fn a_hangup_brings_changed_keys_at_once() {
    let installation = Installation::new("");
    let portal = installation.serve();
    let began = tokio::time::Instant::now();
    for _ in 0..4 {
        let next = key_id(&done(&keys(&installation, &["rotate", "signing", "--now"])));
        portal.signal("-HUP");
        publishes(&portal, &next).await;
    }
    let took = began.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
}
