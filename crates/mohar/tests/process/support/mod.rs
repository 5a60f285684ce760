//! A sandbox of one's own for each test.

pub(crate) mod portal;

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use einvoice::example;
use gst::{DocumentNumber, Gstin};
use jiff::civil::date;
use serde_json::Value;

/// The program under test.
pub(crate) const MOHAR: &str = env!("CARGO_BIN_EXE_mohar");

/// A running sandbox, killed when it goes out of scope.
pub(crate) struct SandboxProcess {
    child: Child,
    /// Portal and API: `http://127.0.0.1:…`, without a slash at the end.
    pub(crate) portal: String,
    /// The management listener, likewise.
    pub(crate) manage: String,
    /// Held open: a program that prints into a closed pipe ends.
    _stdout: BufReader<ChildStdout>,
}

impl SandboxProcess {
    /// Starts `mohar sandbox` on free ports with these arguments besides, and waits until it is
    /// ready.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(MOHAR)
            .args([
                "sandbox",
                "--listen",
                "127.0.0.1:0",
                "--manage",
                "127.0.0.1:0",
            ])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut addresses = Vec::new();
        loop {
            let mut line = String::new();
            let read = stdout.read_line(&mut line).unwrap();
            assert!(
                read > 0,
                "the sandbox ended before it was ready: {:?}",
                child.wait()
            );
            if line.starts_with("ready in ") {
                break;
            }
            addresses.extend(
                line.split_whitespace()
                    .rfind(|word| word.starts_with("http"))
                    .map(str::to_owned),
            );
        }
        let [portal, manage] = addresses.try_into().unwrap();
        Self {
            child,
            portal,
            manage,
            _stdout: stdout,
        }
    }

    /// Kills it without a warning, as a crash or a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }

    /// What a path of the management listener answers, as JSON.
    pub(crate) async fn managed(&self, path: &str) -> Value {
        let answer = reqwest::get(format!("{}{path}", self.manage))
            .await
            .unwrap();
        answer.error_for_status().unwrap().json().await.unwrap()
    }

    /// Posts JSON to the management listener; status and answer.
    pub(crate) async fn manage(&self, path: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}{path}", self.manage);
        let answer = reqwest::Client::new()
            .post(url)
            .json(body)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// A client with the ready account.
    pub(crate) async fn ready_client(&self) -> nic_client::Client {
        self.client(&self.managed("/integrator").await)
    }

    /// A client with an account as `/integrator` and `/accounts` describe it.
    pub(crate) fn client(&self, account: &Value) -> nic_client::Client {
        let text = |name: &str| account[name].as_str().unwrap().to_owned();
        let settings = nic_client::Settings {
            client_id: text("client_id"),
            client_secret: text("client_secret"),
            gstin: text("gstin"),
            user_name: text("user_name"),
            password: text("password"),
            login_public_key_pem: text("public_key_pem"),
        };
        nic_client::Client::new(&self.portal, settings).unwrap()
    }
}

impl Drop for SandboxProcess {
    fn drop(&mut self) {
        // It may have ended already; there is nothing to do about it then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the program to its end.
pub(crate) fn mohar(arguments: &[&str]) -> Output {
    Command::new(MOHAR)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What a program printed.
pub(crate) fn printed(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// An invoice of a supplier in Karnataka, as an ERP sends it.
pub(crate) fn invoice(supplier: &str, number: &str) -> String {
    let number = DocumentNumber::parse(number).unwrap();
    let mut invoice = example::domestic_invoice(&number, date(2025, 6, 16));
    invoice.seller = example::seller_of(Gstin::parse(supplier).unwrap());
    einvoice::json::invoice_request_json(&invoice)
}
