//! The settings of `mohar serve`: one TOML file, read whole, with all its faults told at once.
//!
//! Secrets never stand in it; settings whose names end in `_file` name the files that hold them.

mod api;
pub(crate) mod command;
mod issuer;
pub(crate) mod messages;
mod pages;
mod reader;
mod retention;
pub(crate) mod secret;
mod server;
mod surroundings;
mod use_cases;
mod values;
mod warnings;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use portal::PortalOptions;
use service::Settings;

use crate::Failure;
use crate::files;
use reader::Reader;
pub(crate) use reader::{Described, Fault};
pub(crate) use warnings::{asks_for_a_code, clear_networks, unsent, warnings};

/// Bytes of a file of settings.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// Everything that is set.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where and how the portal listens.
    pub(crate) server: Server,
    /// TLS; `None` behind a proxy that ends it.
    pub(crate) tls: Option<Tls>,
    /// How much is taken on at a time.
    pub(crate) limits: Limits,
    /// Where everything is remembered.
    pub(crate) database: Database,
    /// The folder of the key files.
    pub(crate) keys_folder: PathBuf,
    /// How often a portal deletes by itself what is past its term; `None` if it does not.
    pub(crate) retains_every: Option<Duration>,
    /// The audit log.
    pub(crate) audit: Audit,
    /// The GST registry.
    pub(crate) registry: Registry,
    /// How messages leave the portal.
    pub(crate) messages: messages::Messages,
    /// A file of master codes that is laid over the program's own.
    pub(crate) masters_overlay: Option<PathBuf>,
    /// Logging.
    pub(crate) log: Log,
    /// Traces; `None` makes none.
    pub(crate) traces: Option<Traces>,
    /// What the use cases are to know.
    pub(crate) settings: Settings,
    /// What the pages are to know.
    pub(crate) portal: PortalOptions,
}

/// Where and how the portal listens.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// Portal and API.
    pub(crate) listen: SocketAddr,
    /// Health and metrics.
    pub(crate) operations_listen: SocketAddr,
    /// Networks whose `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// How long the portal goes on as usual after it has said that it is not ready any more.
    pub(crate) drain_notice: Duration,
    /// How long what was begun may then take.
    pub(crate) drain: Duration,
}

/// Certificate and key, both in PEM.
#[derive(Clone, Debug)]
pub(crate) struct Tls {
    /// The certificate, and those that lead from it to a well-known authority.
    pub(crate) certificate_file: PathBuf,
    /// Its private key.
    pub(crate) key_file: PathBuf,
}

/// How much is taken on at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of connections.
    pub(crate) connections: crate::connections::Limits,
    /// Of requests.
    pub(crate) work: crate::overload::Limits,
}

/// Where everything is remembered.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    /// In a file of this machine.
    Sqlite(PathBuf),
    /// On a server that any number of processes share.
    Postgres(Postgres),
}

/// How a PostgreSQL server is reached.
#[derive(Clone, Debug)]
pub(crate) struct Postgres {
    /// The file of its URL, which may hold a password.
    pub(crate) url_file: PathBuf,
    /// Certificates that the server's is judged by; without it the system's.
    pub(crate) certificates_file: Option<PathBuf>,
    /// The certificate that proves who we are, and its key; without them the URL's password does.
    pub(crate) client_certificate: Option<(PathBuf, PathBuf)>,
    /// Connections of this process.
    pub(crate) connections_max: u32,
    /// How long a statement may take.
    pub(crate) statement: Duration,
}

/// The audit log.
#[derive(Clone, Debug)]
pub(crate) struct Audit {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// The name of this process's chain; `None` takes one that is free.
    pub(crate) node: Option<String>,
    /// How many days its lines are kept.
    pub(crate) days: u32,
}

/// The GST registry.
#[derive(Clone, Debug)]
pub(crate) struct Registry {
    /// Its address.
    pub(crate) url: String,
    /// Who we are there, and the file of the secret that proves it.
    pub(crate) client: Option<(String, PathBuf)>,
    /// How long making a connection may take.
    pub(crate) connect: Duration,
    /// How long an answer may take in all.
    pub(crate) answer: Duration,
}

/// Logging.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    /// What is let through.
    pub(crate) filter: String,
    /// One JSON object a line, or text for a terminal.
    pub(crate) format: LogFormat,
}

/// Traces.
#[derive(Clone, Debug)]
pub(crate) struct Traces {
    /// Where a collector takes them.
    pub(crate) otlp_url: String,
    /// How many requests of a hundred are traced.
    pub(crate) sample_percent: u32,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// One JSON object a line.
    Json,
    /// Text for a terminal.
    Text,
}

/// What a file says: the settings if nothing is wrong with it, and every setting described.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The settings, or all that is wrong with them.
    pub(crate) config: Result<Config, Vec<Fault>>,
    /// Every setting there is, with its value where that is known.
    pub(crate) described: Vec<Described>,
}

/// Reads a text; paths in it are relative to `folder`.
pub(crate) fn parse(text: &str, folder: &Path) -> Outcome {
    let mut reader = Reader::new(text, folder);
    let config = server::config(&mut reader);
    let (described, faults) = reader.finish();
    let config = match config {
        Some(config) if faults.is_empty() => Ok(config),
        _ => Err(faults),
    };
    Outcome { config, described }
}

/// Reads a file.
pub(crate) fn read(file: &Path) -> Result<Outcome, Failure> {
    let bytes = files::bytes(file, FILE_BYTES_MAX)?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| Failure(format!("{} is not UTF-8 text", file.display())))?;
    Ok(parse(&text, file.parent().unwrap_or(Path::new(""))))
}

/// Reads a file that has to be without faults.
pub(crate) fn required(file: &Path) -> Result<Config, Failure> {
    read(file)?.config.map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(|fault| format!("  {fault}")).collect();
        Failure(format!(
            "{} is not as it has to be:\n{}",
            file.display(),
            lines.join("\n")
        ))
    })
}

#[cfg(test)]
mod tests;
