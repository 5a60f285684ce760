//! Accounts that an operator freezes beside portals at work.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use nic_client::Client;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use serde_json::Value;
use service::ReadyAccount;
use tokio::time::{Instant, sleep};

use crate::postgres::cluster;
use crate::support::portal::{Installation, PortalProcess};
use crate::support::{invoice, mohar, printed};

/// What a process remembers of a token it believes for five seconds.
const SEEN_WITHIN: Duration = Duration::from_secs(8);

/// A browser without scripts.
struct Browser {
    client: reqwest::Client,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Self {
        let client = reqwest::Client::builder().redirect(Policy::none()).build();
        Self {
            client: client.unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    /// Status, where it leads, and the page.
    async fn send(&mut self, request: reqwest::RequestBuilder) -> (u16, String, String) {
        let pairs = self.cookies.iter();
        let cookies: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let answer = request.header(COOKIE, cookies.join("; ")).send().await;
        let answer = answer.unwrap();
        for set in answer.headers().get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let location = answer.headers().get(LOCATION);
        let location = location.map_or("", |location| location.to_str().unwrap());
        let (status, location) = (answer.status().as_u16(), location.to_owned());
        (status, location, answer.text().await.unwrap())
    }

    async fn get(&mut self, url: String) -> (u16, String, String) {
        self.send(self.client.get(url)).await
    }

    /// Opens a page and sends its form.
    async fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let (_, _, page) = self.get(url.to_owned()).await;
        let (_, token) = page.split_once("name=\"form_token\" value=\"").unwrap();
        let token = token.split('"').next().unwrap();
        let fields = [fields, &[("form_token", token)]].concat();
        self.send(self.client.post(url).form(&fields)).await
    }

    async fn password(&mut self, portal: &PortalProcess, account: &ReadyAccount) -> String {
        let url = format!("{}/en/login", portal.url);
        let name = ("user_id", account.user_name.as_str());
        let fields = [name, ("password", account.password.as_str())];
        let (_, location, page) = self.post(&url, &fields).await;
        location + &page
    }

    /// Logs in with the password and the code that a real portal asks for.
    async fn log_in(&mut self, installation: &Installation, portal: &PortalProcess) {
        // A real portal shows nobody its messages; whoever has its keys can open them.
        let irp = installation.irp().await;
        let newest = irp.store().newest_messages(1).await.unwrap().remove(0);
        let sealed = newest.message.sealed;
        let message = irp.keys().data.open(&sealed, b"message").unwrap();
        let message: Value = serde_json::from_slice(&message).unwrap();
        let code = message["otp"].as_str().unwrap().to_owned();
        let url = format!("{}/en/login/verify", portal.url);
        let (status, location, page) = self.post(&url, &[("code", &code)]).await;
        assert_eq!(
            (status, location.as_str()),
            (303, "/en/dashboard"),
            "{page}"
        );
    }

    async fn is_in(&mut self, portal: &PortalProcess) -> bool {
        let (status, location, _) = self.get(format!("{}/en/dashboard", portal.url)).await;
        assert!(
            status == 200 || location.starts_with("/en/login?"),
            "{status} {location}"
        );
        status == 200
    }
}

/// Runs a command about an account: whether it did something, and what it said.
fn operate(installation: &Installation, arguments: &[&str]) -> (bool, String) {
    let config = installation.config();
    let output = mohar(&[arguments, &["--config", &config]].concat());
    let said = printed(&output.stdout) + &printed(&output.stderr);
    (output.status.success(), said)
}

fn shown(installation: &Installation, gstin: &str) -> Value {
    let (done, said) = operate(
        installation,
        &["show", "account", "--gstin", gstin, "--json"],
    );
    assert!(done, "{said}");
    serde_json::from_str(&said).unwrap()
}

async fn refused_within_seconds(client: &Client, document: &str) {
    let until = Instant::now() + SEEN_WITHIN;
    loop {
        match client.generate(document).await {
            // The client has lost its token, and logs in anew.
            Err(refused) if refused.has_code("3036") => return,
            Err(refused) if refused.has_code("2150") => {}
            Err(other) => panic!("{other}"),
            Ok(_) => {}
        }
        assert!(Instant::now() < until, "it still issues");
        sleep(Duration::from_millis(100)).await;
    }
}

/// What is shown of an account that works, with one session, one token and as many documents.
fn is_open(before: &Value, user: &ReadyAccount, documents: usize) {
    assert_eq!(before["user_name"], user.user_name.as_str());
    assert_eq!(before["sessions"]["living"], 1);
    assert_eq!(before["api_tokens"]["living"], 1);
    assert!(before["authenticator_since"].is_null());
    assert_eq!(before["documents"]["all"]["registered"], documents);
    assert_eq!(
        before["api_clients"][0]["client_id"],
        user.client_id.as_str()
    );
    assert_eq!(
        (&before["frozen"], &before["blocked_until"]),
        (&Value::Null, &Value::Null)
    );
}

/// Freezes and unfreezes an account that works with every one of these portals.
async fn freeze_and_unfreeze(installation: &Installation, portals: &[PortalProcess]) {
    let account = installation.account().await;
    let (user, gstin) = (account.0.clone(), account.0.gstin.to_string());
    let mut browser = Browser::new();
    let asked = browser.password(&portals[0], &user).await;
    assert!(asked.starts_with("/en/login/verify?"), "{asked}");
    assert!(
        !browser.is_in(&portals[0]).await,
        "the password alone opens nothing"
    );
    browser.log_in(installation, &portals[0]).await;
    let mut clients = Vec::new();
    for (n, portal) in portals.iter().enumerate() {
        assert!(browser.is_in(portal).await);
        let client = portal.client(&account);
        client
            .generate(&invoice(&gstin, &format!("ICE/{n}")))
            .await
            .unwrap();
        clients.push(client);
    }
    is_open(&shown(installation, &gstin), &user, portals.len());
    let reason = ["--reason", "stolen password, call 17"];
    let (done, said) = operate(
        installation,
        &[&["freeze", "--gstin", &gstin], &reason[..]].concat(),
    );
    assert!(
        done && said.contains("is frozen: 1 sessions ended, 1 API tokens are void"),
        "{said}"
    );
    for (client, portal) in clients.iter().zip(portals) {
        assert!(!browser.is_in(portal).await);
        refused_within_seconds(client, &invoice(&gstin, "ICE/0")).await;
        let page = Browser::new().password(portal, &user).await;
        assert!(
            page.contains("This account was frozen by the operator"),
            "{page}"
        );
        assert!(!page.contains("call 17"));
    }
    let name = user.user_name.to_lowercase();
    let freeze = [&["freeze", "--user-name", &name], &reason[..]].concat();
    let (done, said) = operate(installation, &freeze);
    assert!(!done && said.contains("it has been frozen since"), "{said}");
    let frozen = shown(installation, &gstin);
    assert_eq!(frozen["frozen"]["reason"], "stolen password, call 17");
    assert_eq!(frozen["sessions"]["living"], 0);

    let unfreeze = ["unfreeze", "--user-name", &name];
    let (done, said) = operate(installation, &unfreeze);
    assert!(done && said.contains("is open again"), "{said}");
    let (done, said) = operate(installation, &unfreeze);
    assert!(!done && said.contains("it is not frozen"), "{said}");
    for (n, client) in clients.iter().enumerate() {
        client
            .generate(&invoice(&gstin, &format!("THAW/{n}")))
            .await
            .unwrap();
    }
    assert!(
        !browser.is_in(&portals[0]).await,
        "what was closed stays closed"
    );
    nothing_secret(installation, &user, &gstin);
    clients_taken_back(installation, &freeze);
    let after = shown(installation, &gstin);
    assert_ne!(after["api_clients"][0]["revoked_at"], Value::Null);
}

/// An account that is frozen already can lose its clients, too.
fn clients_taken_back(installation: &Installation, freeze: &[&str]) {
    let (done, said) = operate(installation, freeze);
    assert!(done, "{said}");
    let taking = [freeze, &["--revoke-clients"]].concat();
    let (done, said) = operate(installation, &taking);
    assert!(
        !done && said.contains("frozen since") && said.contains("1 API clients of the taxpayer"),
        "{said}"
    );
    let (_, said) = operate(installation, &taking);
    assert!(said.contains("0 API clients"), "{said}");
    let chain = installation.chain("operator");
    assert!(chain.contains("API client revoked"), "{chain}");
}

/// The chain of the operator tells what was done, and nothing printed holds a secret.
fn nothing_secret(installation: &Installation, user: &ReadyAccount, gstin: &str) {
    let (_, text) = operate(installation, &["show", "account", "--gstin", gstin]);
    assert!(text.contains("frozen since     not frozen"), "{text}");
    let chain = installation.chain("operator");
    for event in [
        "account frozen",
        "account unfrozen",
        "account shown to an operator",
    ] {
        assert!(chain.contains(event), "{event} in {chain}");
    }
    assert!(chain.contains("stolen password, call 17"));
    let secrets = [
        user.password.as_str(),
        &user.client_secret,
        "$argon2id",
        "9999900001",
    ];
    for told in [&text, &chain] {
        for secret in secrets {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
    }
    let folder = installation.path("audit");
    let folder = folder.to_str().unwrap();
    let keys = installation.path("keys");
    let verified = mohar(&["audit", "verify", folder, "--keys", keys.to_str().unwrap()]);
    let said = printed(&verified.stdout) + &printed(&verified.stderr);
    assert!(verified.status.success(), "{said}");
}

#[tokio::test]
async fn both_portals_on_one_database_refuse_it_within_seconds() {
    let database = cluster::shared().database();
    let installation = Installation::on(Some(database.url()), "");
    let portals = [installation.serve(), installation.serve()];
    freeze_and_unfreeze(&installation, &portals).await;
}

#[tokio::test]
async fn a_portal_on_an_embedded_database_refuses_it_within_seconds() {
    let installation = Installation::new("");
    let portals = [installation.serve()];
    freeze_and_unfreeze(&installation, &portals).await;
}

#[test]
fn what_is_wrong_with_an_order_is_said() {
    let installation = Installation::new("");
    let gstin = "29AAACM0000A1ZI";
    let long = "x".repeat(201);
    for (arguments, words) in [
        (vec!["freeze", "--gstin", gstin], "--reason"),
        (vec!["freeze", "--reason", "x"], "--gstin"),
        (
            vec!["freeze", "--gstin", "29", "--reason", "x"],
            "15 letters and digits",
        ),
        (
            vec!["freeze", "--gstin", gstin, "--reason", " "],
            "1 to 200 characters",
        ),
        (
            vec!["freeze", "--gstin", gstin, "--reason", &long],
            "this has 201",
        ),
        (
            vec!["freeze", "--gstin", gstin, "--reason", "a\nb"],
            "at character 2",
        ),
        (
            vec!["freeze", "--gstin", gstin, "--reason", "x"],
            "there is no such account",
        ),
        (
            vec!["unfreeze", "--user-name", "nobody"],
            "there is no such account",
        ),
        (
            vec!["show", "account", "--gstin", gstin],
            "there is no such account",
        ),
    ] {
        let (done, said) = operate(&installation, &arguments);
        assert!(!done && said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn a_file_of_refused_passwords_has_to_be_there_and_sorted() {
    let installation = Installation::new("");
    let more = "[passwords]\nrefused_file = \"refused.txt\"\n";
    installation.configure(more);
    let file = installation.path("refused.txt");
    for (text, words) in [
        (None, "it cannot be read"),
        (Some(""), "it is empty"),
        (Some("b\na\n"), "not sorted"),
    ] {
        if let Some(text) = text {
            fs::write(&file, text).unwrap();
        }
        for command in [&["serve"][..], &["config", "check"]] {
            let (done, said) = operate(&installation, command);
            let named = said.contains("passwords.refused_file") && said.contains(words);
            assert!(!done && named, "{command:?}: {said}");
        }
    }
    fs::write(&file, "a\nb\n").unwrap();
    let (done, said) = operate(&installation, &["config", "check"]);
    assert!(done, "{said}");
    assert_eq!(installation.serve().url.split(':').next(), Some("http"));
}
