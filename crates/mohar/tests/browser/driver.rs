//! Chromium's driver: one process for each browser, on a port of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// What the driver prints before its port.
const READY: &str = "started successfully on port ";

/// How long the end of a browser is waited for.
const FAREWELL: Duration = Duration::from_secs(10);

/// A running driver, with at most one browser.
pub(crate) struct Driver {
    process: Child,
    port: u16,
    session: Option<String>,
    /// Held open: a program that prints into a closed pipe ends.
    _stdout: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts one on a free port.
    pub(crate) fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver has to be installed");
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let port = loop {
            let mut line = String::new();
            let read = stdout.read_line(&mut line).unwrap();
            assert!(read > 0, "chromedriver ended before it was ready");
            if let Some((_, port)) = line.trim().trim_end_matches('.').split_once(READY) {
                break port.parse().unwrap();
            }
        };
        Self {
            process,
            port,
            session: None,
            _stdout: stdout,
        }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Notes which browser is to be closed at the end.
    pub(crate) fn own(&mut self, session: String) {
        self.session = Some(session);
    }

    /// A command of Chromium's own, which the WebDriver standard does not have.
    async fn command(&self, name: &str, body: &Value) -> Value {
        let session = self.session.as_deref().unwrap();
        let url = format!("{}/session/{session}/{name}", self.url());
        let answer = reqwest::Client::new()
            .post(url)
            .json(body)
            .send()
            .await
            .unwrap();
        let mut answer: Value = answer.error_for_status().unwrap().json().await.unwrap();
        answer["value"].take()
    }

    /// A command of the DevTools protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.command("goog/cdp/execute", &body).await
    }

    /// What the browser's console said since the last time it was asked.
    pub(crate) async fn console(&self) -> Vec<String> {
        let entries = self.command("se/log", &json!({ "type": "browser" })).await;
        let entries = entries.as_array().unwrap().iter();
        entries
            .map(|entry| entry["message"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Closes the browser without the runtime, which may be gone when a test has failed.
    fn close_browser(&self) -> std::io::Result<()> {
        let Some(session) = &self.session else {
            return Ok(());
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(FAREWELL))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        // The first byte comes when the browser has ended.
        stream.read_exact(&mut [0])
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Whatever failed here, the test has its result already.
        let _ = self.close_browser();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
