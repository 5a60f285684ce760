//! The sections about the process: where it listens, what it takes on, what it reaches.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use store::postgres::{CONNECTIONS_MAX_DEFAULT, STATEMENT_DURATION_MAX_DEFAULT};

use super::reader::{Reader, Section};
use super::{
    Config, Database, Limits, Postgres, Server, Tls, messages, retention, surroundings, use_cases,
};
use crate::{connections, overload};

const DAY_S: u32 = 86_400;
/// Where a portal listens unless it is told otherwise: on this machine only.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Where health and metrics are.
const OPERATIONS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9090);

/// All sections in the order of the reference; `None` when one that is needed is not there.
pub(super) fn config(reader: &mut Reader<'_>) -> Option<Config> {
    let (server, public_url) = server(reader);
    let tls = tls(reader);
    let limits = limits(reader);
    let database = database(reader);
    let keys_folder = keys(reader);
    let retention = retention::retention(reader);
    let audit = surroundings::audit(reader, keys_folder.as_deref(), retention.audit_days);
    let registry = surroundings::registry(reader);
    let messages = messages::messages(reader, public_url.as_deref());
    let masters_overlay = surroundings::masters(reader);
    let log = surroundings::log(reader);
    let traces = surroundings::traces(reader);
    let (mut settings, portal) = use_cases::settings(reader);
    settings.retention = retention.settings;
    settings.portal_url = public_url?;
    if tls.is_some() && !settings.portal_url.starts_with("https://") {
        reader.fault(
            None,
            "server.public_url".to_owned(),
            "with [tls] this begins with https://".to_owned(),
        );
    }
    Some(Config {
        server,
        tls,
        limits,
        database: database?,
        keys_folder: keys_folder?,
        retains_every: retention.by_serve,
        audit,
        registry: registry?,
        messages,
        masters_overlay,
        log,
        traces,
        settings,
        portal,
    })
}

fn server(reader: &mut Reader<'_>) -> (Server, Option<String>) {
    let mut section = reader.section("server");
    let listen = section.address("listen", LISTEN, "Where portal and API listen.");
    let operations_listen = section.address(
        "operations_listen",
        OPERATIONS,
        "Where /healthz, /readyz and /metrics listen. Whoever reaches it can read figures, nothing \
         more; keep it away from the public all the same.",
    );
    let public_url = section.parsed(
        "public_url",
        (
            None,
            "http:// or https:// with a host, and no slash at the end",
        ),
        "Where users and clients reach the portal. With https:// cookies are Secure and browsers \
         are told to come over TLS only.",
        origin,
    );
    if public_url.is_none() {
        section.fault(
            "public_url",
            "this is needed, such as \"https://irp.example.in\"",
        );
    }
    let trusted_proxies = section.list(
        "trusted_proxies",
        "network such as \"10.0.0.0/8\" or \"192.0.2.7\"",
        "Proxies in front of the portal. X-Forwarded-For is believed only from them; for everybody \
         else the connection's own address counts.",
        network,
    );
    let drain_notice_s = section.number(
        "drain_notice_s",
        0,
        0..=300,
        "After SIGTERM: how long everything goes on while /readyz already says 503, so that a load \
         balancer can look away first.",
    );
    let drain_s = section.number(
        "drain_s",
        30,
        1..=3_600,
        "After that: how long requests that were begun may take until the process ends anyway.",
    );
    if listen == operations_listen && listen.port() != 0 {
        section.fault(
            "operations_listen",
            "this is the same address as server.listen",
        );
    }
    let seconds = |count: u32| Duration::from_secs(u64::from(count));
    let server = Server {
        listen,
        operations_listen,
        trusted_proxies,
        drain_notice: seconds(drain_notice_s),
        drain: seconds(drain_s),
    };
    (server, public_url)
}

/// The form in which browsers write an origin.
fn origin(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("https://")
        .or(text.strip_prefix("http://"))?;
    let good = !rest.is_empty()
        && rest.chars().all(|sign| {
            sign.is_ascii_lowercase() || sign.is_ascii_digit() || "-.:[]".contains(sign)
        });
    let parsed = reqwest::Url::parse(text).ok()?;
    (good && parsed.host().is_some()).then(|| text.to_owned())
}

/// A network, or one address.
fn network(text: &str) -> Option<IpNet> {
    let network = text.parse::<IpNet>().ok();
    network.or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from))
}

fn tls(reader: &mut Reader<'_>) -> Option<Tls> {
    let wanted = reader.has("tls");
    let mut section = reader.section("tls");
    let certificate_file = section.path(
        "certificate_file",
        "The certificate in PEM, followed by those that lead to a well-known authority. Read again \
         when it changes, and on SIGHUP. Without this section the portal speaks HTTP, for a proxy \
         that ends TLS.",
    );
    let key_file = section.path("key_file", "The certificate's private key in PEM.");
    match (certificate_file, key_file) {
        (Some(certificate_file), Some(key_file)) => Some(Tls {
            certificate_file,
            key_file,
        }),
        (certificate, key) => {
            if wanted && certificate.is_none() {
                section.fault("certificate_file", "this is needed in [tls]");
            }
            if wanted && key.is_none() {
                section.fault("key_file", "this is needed in [tls]");
            }
            None
        }
    }
}

fn limits(reader: &mut Reader<'_>) -> Limits {
    let mut section = reader.section("limits");
    let connections_max = section.number(
        "connections_max",
        2_000,
        1..=100_000,
        "Connections that are open at a time. More wait. Each needs an open file.",
    );
    let connections_per_address_max = section.number(
        "connections_per_address_max",
        250,
        1..=100_000,
        "Likewise from one IPv4 address or /64 network that is no trusted proxy. More are closed at \
         once.",
    );
    let head_s = section.number(
        "head_s",
        30,
        1..=600,
        "How long a client may take for a request's headers, and keep a connection idle.",
    );
    let answer_s = section.number(
        "answer_s",
        120,
        1..=3_600,
        "How long a request may take from its headers to its answer, its body included.",
    );
    let life_s = section.number(
        "life_s",
        600,
        1..=DAY_S,
        "After this a connection takes no more requests.",
    );
    let seconds = |count: u32| Duration::from_secs(u64::from(count));
    Limits {
        connections: connections::Limits {
            connections_max,
            connections_per_address_max,
            head: seconds(head_s),
            answer: seconds(answer_s),
            life: seconds(life_s),
        },
        work: work(&mut section),
    }
}

/// How many requests are worked on at a time.
fn work(section: &mut Section<'_, '_>) -> overload::Limits {
    let documents = section.number(
        "documents_at_once_max",
        128,
        1..=10_000,
        "API calls, without authentications, that are worked on at a time. One more is answered \
         with 503 at once. Divided by the calls a second that the machine can do, this is how long \
         the last one waits.",
    );
    let authentications = section.number(
        "authentications_at_once_max",
        32,
        1..=10_000,
        "Authentications of the API that are worked on at a time, likewise.",
    );
    let pages = section.number(
        "pages_at_once_max",
        64,
        1..=10_000,
        "Requests of the pages that are worked on at a time, likewise.",
    );
    let bodies_mib = section.number(
        "bodies_mib_max",
        256,
        1..=65_536,
        "MiB of request bodies that are on their way or being worked on. What goes beyond is \
         answered with 503.",
    );
    let retry_after_s = section.number(
        "retry_after_s",
        2,
        1..=600,
        "What Retry-After says in those answers.",
    );
    overload::Limits {
        documents,
        authentications,
        pages,
        bodies_mib,
        retry_after_s,
    }
}

fn database(reader: &mut Reader<'_>) -> Option<Database> {
    let mut section = reader.section("database");
    let sqlite_file = section.path(
        "sqlite_file",
        "The database, in one file on a disk of this machine; never on a network's.",
    );
    let url_file = section.path(
        "postgres_url_file",
        "Instead of it: a file with the URL of a PostgreSQL database, \
         postgres://user:password@host:port/database, readable by the portal's user only.",
    );
    let certificates_file = section.path(
        "postgres_certificates_file",
        "Certificates in PEM that the server's is judged by; left out, those of the system.",
    );
    let client_certificate_file = section.path(
        "postgres_client_certificate_file",
        "The certificate in PEM that proves to the server who the portal is, instead of a \
         password; followed by those that lead to the server's authority.",
    );
    let client_key_file = section.path(
        "postgres_client_key_file",
        "The private key of that certificate in PEM, readable by the portal's user only.",
    );
    let client_certificate = match (client_certificate_file, client_key_file) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => {
            section.fault(
                "postgres_client_key_file",
                "this and postgres_client_certificate_file are set together or not at all",
            );
            None
        }
    };
    let connections_max = section.number(
        "postgres_connections_max",
        u32::try_from(CONNECTIONS_MAX_DEFAULT).unwrap_or(u32::MAX),
        1..=1_000,
        "Connections of this process to it, besides the one that registers.",
    );
    let statement_ms = section.number(
        "postgres_statement_ms",
        u32::try_from(STATEMENT_DURATION_MAX_DEFAULT.as_millis()).unwrap_or(u32::MAX),
        100..=60_000,
        "How long a statement may take; whoever waits longer is answered with 503.",
    );
    match (sqlite_file, url_file) {
        (Some(file), None) => Some(Database::Sqlite(file)),
        (None, Some(url_file)) => Some(Database::Postgres(Postgres {
            url_file,
            certificates_file,
            client_certificate,
            connections_max,
            statement: Duration::from_millis(u64::from(statement_ms)),
        })),
        (one, _) => {
            section.fault(
                "sqlite_file",
                if one.is_some() {
                    "either this or postgres_url_file is set, not both"
                } else {
                    "this is needed, such as \"/var/lib/mohar/mohar.db\", or postgres_url_file"
                },
            );
            None
        }
    }
}

fn keys(reader: &mut Reader<'_>) -> Option<PathBuf> {
    let mut section = reader.section("keys");
    let folder = section.path(
        "folder",
        "The folder of the key files, which only the portal's user may read. `mohar init` makes \
         them.",
    );
    if folder.is_none() {
        section.fault("folder", "this is needed, such as \"/var/lib/mohar/keys\"");
    }
    folder
}
