//! The server under measurement, on free ports: a sandbox, or a portal that serves.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::Failure;
use crate::process::Observed;

/// A running server; it is killed when this is dropped.
pub(crate) struct Server {
    child: Child,
    /// What the kernel says of it.
    pub(crate) process: Observed,
    /// Portal and API.
    pub(crate) base_url: String,
    /// A sandbox's management, a portal's health and figures.
    pub(crate) second_url: String,
    /// From the start of the process to the first answer of a page, in ms.
    pub(crate) first_answer_ms: f64,
}

impl Server {
    /// Starts a sandbox on a data folder and waits until it answers.
    pub(crate) fn sandbox(mohar: &Path, data: &Path) -> Result<Self, Failure> {
        let mut command = Command::new(mohar);
        let free = ["--listen", "127.0.0.1:0", "--manage", "127.0.0.1:0"];
        command.arg("sandbox").args(free).arg("--data").arg(data);
        Self::started(command)
    }

    /// Starts a server and waits until it answers.
    pub(crate) fn started(mut command: Command) -> Result<Self, Failure> {
        #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
        let started = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child
            .stdout
            .take()
            .ok_or("the server's output is missing")?;
        let mut urls = Vec::new();
        for line in BufReader::new(output).lines() {
            let line = line?;
            if let Some(at) = line.find("http://") {
                urls.push(line[at..].trim().to_owned());
            }
            if line.starts_with("ready") {
                break;
            }
        }
        let [base_url, second_url] = urls
            .try_into()
            .map_err(|_| "the server did not say where it listens")?;
        answered(base_url.trim_start_matches("http://"))?;
        Ok(Self {
            process: Observed::new(child.id()),
            first_answer_ms: started.elapsed().as_secs_f64() * 1e3,
            child,
            base_url,
            second_url,
        })
    }
}

impl Server {
    /// Asks the server to stop and waits until it has: its database is one file then.
    pub(crate) fn stop(mut self) -> Result<(), Failure> {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status()?;
        if !asked.success() || !self.child.wait()?.success() {
            return Err("the server did not stop as it should".into());
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way it has to be gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks for the home page and waits for the first byte of the answer.
fn answered(address: &str) -> Result<(), Failure> {
    let mut connection = TcpStream::connect(address)?;
    write!(
        connection,
        "GET /en/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    connection.read_exact(&mut [0])?;
    Ok(())
}

/// Bytes of the database in a folder whose server has stopped.
#[expect(clippy::cast_precision_loss, reason = "file sizes are far below 2^52")]
pub(crate) fn database_bytes(folder: &Path) -> Result<f64, Failure> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().contains(".db") {
            bytes += entry.metadata()?.len();
        }
    }
    Ok(bytes as f64)
}
