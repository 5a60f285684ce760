//! Where the database is, and how it is reached.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{StoreError, StoreResult};

/// Connections of one process when nothing else is said; registrations have one more to
/// themselves.
pub const CONNECTIONS_MAX_DEFAULT: usize = 16;
/// How long a statement may take when nothing else is said.
pub const STATEMENT_DURATION_MAX_DEFAULT: Duration = Duration::from_secs(5);
/// How long connecting may take, each address.
const CONNECT_DURATION_MAX: Duration = Duration::from_secs(2);
/// Data that nobody acknowledges for this long ends the connection.
const UNACKNOWLEDGED_MAX: Duration = Duration::from_secs(10);
/// An idle connection is probed after this long.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(15);

/// How the database is reached.
#[derive(Clone)]
pub struct Settings {
    /// `postgres://user@host:port/database`, with several `host:port` where there are replicas:
    /// the one that accepts writes is used.
    ///
    /// `sslmode` may be `require` or `disable`. Without it, a database that is reached by network
    /// has to offer TLS, and one on this machine is reached without.
    pub url: String,
    /// The database, when it is not the URL's.
    pub database: Option<String>,
    /// The password, when it is not in the URL.
    pub password: Option<String>,
    /// PEM file of the certificates that the server's is judged by; without it the system's.
    pub root_certificates: Option<PathBuf>,
    /// PEM files of the certificate that proves who we are, and of its key.
    pub client_certificate: Option<(PathBuf, PathBuf)>,
    /// Most connections, besides the one of registrations.
    pub connections_max: usize,
    /// Longest time of a statement; whoever waits longer is answered "unavailable".
    pub statement_duration_max: Duration,
}

impl Settings {
    /// The defaults for a database.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            database: None,
            password: None,
            root_certificates: None,
            client_certificate: None,
            connections_max: CONNECTIONS_MAX_DEFAULT,
            statement_duration_max: STATEMENT_DURATION_MAX_DEFAULT,
        }
    }

    /// What the driver is told.
    pub(super) fn config(&self) -> StoreResult<Config> {
        let mut config: Config = self
            .url
            .parse()
            .map_err(|fault| unusable(&format!("the database's URL: {}", chain(&fault))))?;
        if config.get_hosts().is_empty() {
            return Err(unusable("the database's URL names no host"));
        }
        if let Some(database) = &self.database {
            config.dbname(database);
        }
        if config.get_dbname().is_none() {
            return Err(unusable("the database's URL names no database"));
        }
        if let Some(password) = &self.password {
            config.password(password);
        }
        if config.get_ssl_mode() == SslMode::Prefer {
            let mode = if config.get_hosts().iter().all(is_here) {
                SslMode::Disable
            } else {
                SslMode::Require
            };
            config.ssl_mode(mode);
        }
        if config.get_application_name().is_none() {
            config.application_name("mohar");
        }
        config
            .connect_timeout(CONNECT_DURATION_MAX)
            .tcp_user_timeout(UNACKNOWLEDGED_MAX)
            .keepalives_idle(KEEPALIVE_IDLE)
            .target_session_attrs(TargetSessionAttrs::ReadWrite);
        Ok(config)
    }

    /// TLS, with certificates judged whenever it is used.
    pub(super) fn tls(&self, config: &Config) -> StoreResult<MakeRustlsConnect> {
        let mut roots = RootCertStore::empty();
        if let Some(path) = &self.root_certificates {
            let cannot = |fault: &dyn fmt::Display| {
                unusable(&format!("certificates in {}: {fault}", path.display()))
            };
            let certificates =
                CertificateDer::pem_file_iter(path).map_err(|fault| cannot(&fault))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|fault| cannot(&fault))?;
                roots.add(certificate).map_err(|fault| cannot(&fault))?;
            }
            if roots.is_empty() {
                return Err(cannot(&"there is none"));
            }
        } else if config.get_ssl_mode() == SslMode::Require {
            let system = rustls_native_certs::load_native_certs();
            roots.add_parsable_certificates(system.certs);
        }
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .map_err(|fault| unusable(&format!("TLS: {fault}")))?
            .with_root_certificates(roots);
        let tls = match &self.client_certificate {
            None => tls.with_no_client_auth(),
            Some((certificate, key)) => {
                let (chain, key) = client_identity(certificate, key)?;
                tls.with_client_auth_cert(chain, key).map_err(|fault| {
                    unusable(&format!("the client certificate and its key: {fault}"))
                })?
            }
        };
        Ok(MakeRustlsConnect::new(tls))
    }
}

/// The certificates that prove who we are, and the key of the first.
fn client_identity(
    certificate: &Path,
    key: &Path,
) -> StoreResult<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let cannot =
        |path: &Path, fault: &dyn fmt::Display| unusable(&format!("{}: {fault}", path.display()));
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|fault| cannot(certificate, &fault))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|fault| cannot(key, &fault))?;
    Ok((chain, key))
}

/// Without the URL, which may hold a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("root_certificates", &self.root_certificates)
            .field("connections_max", &self.connections_max)
            .field("statement_duration_max", &self.statement_duration_max)
            .finish_non_exhaustive()
    }
}

/// Whether a host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// Settings that no repetition will make good; there is no third kind of error for them.
pub(super) fn unusable(what: &str) -> StoreError {
    StoreError::Unavailable(what.to_owned())
}

/// An error with what caused it.
pub(super) fn chain(fault: &dyn std::error::Error) -> String {
    let mut text = fault.to_string();
    let mut cause = fault.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    fn mode(url: &str) -> SslMode {
        Settings::new(url).config().unwrap().get_ssl_mode()
    }

    #[test]
    fn a_network_needs_tls_unless_it_is_said_otherwise() {
        assert_eq!(mode("postgres://m@db.example/mohar"), SslMode::Require);
        assert_eq!(
            mode("postgres://m@127.0.0.1:5432,db2:5432/mohar"),
            SslMode::Require
        );
        assert_eq!(
            mode("postgres://m@db/mohar?sslmode=disable"),
            SslMode::Disable
        );
        assert_eq!(mode("postgres://m@localhost/mohar"), SslMode::Disable);
        assert_eq!(
            mode("postgres://m@localhost/mohar?sslmode=require"),
            SslMode::Require
        );
        assert_eq!(mode("host=/run/postgresql dbname=mohar"), SslMode::Disable);
    }

    #[test]
    fn a_url_that_says_too_little_is_refused_without_its_password() {
        for url in [
            "postgres://m:secret@db.example",
            "postgres://m:secret@/mohar",
            "postgres://m:secret@db/mohar?ssl=on",
            "postgres://m:secret@db:port/mohar",
        ] {
            let refused = Settings::new(url).config().unwrap_err().to_string();
            assert!(!refused.contains("secret"), "{refused}");
        }
        let settings = Settings::new("postgres://m:secret@db/mohar");
        assert!(!format!("{settings:?}").contains("secret"));
    }

    #[test]
    fn certificates_have_to_be_there() {
        let mut settings = Settings::new("postgres://m@db/mohar");
        settings.root_certificates = Some("/nowhere/ca.pem".into());
        let config = settings.config().unwrap();
        assert!(settings.tls(&config).is_err());
    }
}
