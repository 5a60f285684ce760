//! TLS: certificate and key from files, read again when they change.

use std::fs;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::Failure;
use crate::config::{Tls, secret};
use crate::files;

/// Bytes of a file of certificates, or of a key.
const PEM_BYTES_MAX: u64 = 256 * 1024;
/// How often the files are looked at. Whoever renews a certificate need not tell anybody.
const LOOK_GAP: Duration = Duration::from_secs(5);
/// What is spoken over TLS.
const PROTOCOL: &[u8] = b"http/1.1";

/// The certificate in use. Connections that are open keep the one that they began with.
#[derive(Debug)]
pub(crate) struct Certificate {
    files: Tls,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    /// Reads the files.
    pub(crate) fn open(files: &Tls) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self {
            files: files.clone(),
            current: RwLock::new(Arc::new(load(files)?)),
        }))
    }

    /// What takes connections with it: TLS 1.2 and 1.3.
    pub(crate) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, Failure> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(self) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![PROTOCOL.to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// When the certificate ends.
    pub(crate) fn not_after(&self) -> Option<Timestamp> {
        not_after(&self.current())
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the files again. What cannot be used changes nothing.
    fn reload(&self) {
        match load(&self.files) {
            Ok(new) => {
                let not_after = not_after(&new).map(|end| end.to_string());
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                tracing::info!(not_after, "the TLS certificate was read again");
            }
            Err(failure) => {
                tracing::error!(%failure, "the new TLS certificate is not used; the old one stays");
            }
        }
    }

    /// Reads the files again whenever they change, or somebody says so.
    pub(crate) async fn keep_fresh(self: Arc<Self>, mut asked: mpsc::Receiver<()>) {
        let mut seen = self.stamp();
        loop {
            let asked = tokio::select! {
                asked = asked.recv() => match asked {
                    Some(()) => true,
                    None => return,
                },
                () = tokio::time::sleep(LOOK_GAP) => false,
            };
            let stamp = self.stamp();
            if asked || stamp != seen {
                seen = stamp;
                self.reload();
            }
        }
    }

    /// What changes with the files.
    fn stamp(&self) -> [Option<(SystemTime, u64)>; 2] {
        let stamp = |path: &Path| {
            let metadata = fs::metadata(path).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        [
            stamp(&self.files.certificate_file),
            stamp(&self.files.key_file),
        ]
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

/// Reads certificate and key, and sees that they are a pair.
pub(crate) fn load(tls: &Tls) -> Result<CertifiedKey, Failure> {
    let name = tls.certificate_file.display();
    let bytes = files::bytes(&tls.certificate_file, PEM_BYTES_MAX)?;
    let certificates = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure(format!("{name} is not a certificate in PEM: {error}")))?;
    if certificates.is_empty() {
        return Err(Failure(format!("{name} holds no certificate in PEM")));
    }
    let name = tls.key_file.display();
    secret::refuse_exposed(&tls.key_file)?;
    let bytes = files::bytes(&tls.key_file, PEM_BYTES_MAX)?;
    // The library's own words could quote what it read.
    let key = PrivateKeyDer::from_pem_slice(&bytes)
        .map_err(|_| Failure(format!("{name} holds no private key in PEM")))?;
    let key = aws_lc_rs::default_provider()
        .key_provider
        .load_private_key(key)
        .map_err(|_| Failure(format!("{name} holds a key of a kind that TLS cannot use")))?;
    let pair = CertifiedKey::new(certificates, key);
    pair.keys_match().map_err(|_| {
        let certificate = tls.certificate_file.display();
        Failure(format!("{certificate} and {name} are not a pair"))
    })?;
    Ok(pair)
}

/// When a certificate ends.
pub(crate) fn not_after(pair: &CertifiedKey) -> Option<Timestamp> {
    let (_, certificate) = X509Certificate::from_der(pair.end_entity_cert().ok()?).ok()?;
    Timestamp::from_second(certificate.validity().not_after.timestamp()).ok()
}
