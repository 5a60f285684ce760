//! What a real installation is put together from: keys, database, registry, as its settings say.
//!
//! Nothing of a sandbox gets in: not its folder, not its keys, not its name.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gst::masters::overlay::{OVERLAY_BYTES_MAX, Overlay};
use sandbox::data_folder::DataFolder;
use seal::audit::AuditHealth;
use seal::{KeyFolder, Keys, Randomness, SigningKey, key_store};
use service::refused_passwords::RefusedPasswords;
use service::{Clock, GstRegistry, Irp, Parts, RegistryOptions};
use store::postgres::{PostgresStore, Settings as PostgresSettings};
use store::sqlite::SqliteStore;
use store::{InstallationKind, Store};
use tokio::sync::mpsc;
use x509_parser::pem::Pem;

use crate::Failure;
use crate::config::{Config, Database, Postgres, secret};
use crate::files;

/// How often a running portal looks whether its keys have changed.
const KEYS_LOOK: Duration = Duration::from_secs(5);

/// How often networks with full allowances are forgotten.
const ALLOWANCES_TIDIED: Duration = Duration::from_secs(60);

/// The portal's inside, with what its settings name. Nothing that is missing is made.
/// While the audit log is broken it does nothing new.
pub(crate) async fn irp(config: &Config, audit: AuditHealth) -> Result<Irp, Failure> {
    refuse_sandbox(config)?;
    // Keys first: they are what is missing when somebody forgot `mohar init`.
    let (keys, registry) = (keys(config)?, registry(config)?);
    refused_passwords(config)?;
    let parts = Parts {
        store: store(config).await?,
        clock: Clock::system(),
        randomness: Randomness::system(),
        keys,
        registry,
        settings: config.settings.clone(),
    };
    Ok(Irp::audited(parts, audit))
}

/// Looks every few seconds, and at once when `asked`, whether the lists of keys have changed, and
/// goes on with the new ones. Keys that cannot be used are told and left alone: the portal goes on
/// with those it has.
pub(crate) async fn keep_keys_fresh(irp: Irp, folder: KeyFolder, mut asked: mpsc::Receiver<()>) {
    let mut beats = tokio::time::interval(KEYS_LOOK);
    let folder = Arc::new(folder);
    loop {
        tokio::select! {
            _ = beats.tick() => {}
            Some(()) = asked.recv() => {}
        }
        let reading = Arc::clone(&folder);
        match tokio::task::spawn_blocking(move || reading.reload()).await {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(keys))) if signs_as_a_sandbox(&keys) => {
                tracing::error!("the key folder holds keys of a sandbox now; they are not used");
            }
            Ok(Ok(Some(keys))) => irp.use_keys(keys),
            Ok(Err(fault)) => {
                tracing::error!(%fault, "the keys cannot be read again; going on with the old ones");
            }
            Err(fault) => tracing::error!(%fault, "reading the keys again failed"),
        }
    }
}

/// Forgets now and then who has all of an allowance again.
pub(crate) async fn keep_allowances_few(irp: Irp) {
    let mut beats = tokio::time::interval(ALLOWANCES_TIDIED);
    loop {
        beats.tick().await;
        // What fails has been logged, and is done the next time.
        if let Ok(networks @ 1..) = irp.forget_full_allowances().await {
            tracing::debug!(networks, "full allowances forgotten");
        }
    }
}

/// The database, which has to be there.
pub(crate) async fn store(config: &Config) -> Result<Arc<dyn Store>, Failure> {
    match &config.database {
        Database::Sqlite(file) => {
            if !file.exists() {
                return Err(Failure(format!(
                    "there is no database at {}; `mohar init` makes an empty one",
                    file.display()
                )));
            }
            Ok(Arc::new(SqliteStore::open(file, InstallationKind::Portal)?))
        }
        Database::Postgres(postgres) => {
            let settings = postgres_settings(postgres)?;
            Ok(Arc::new(
                PostgresStore::open(&settings, InstallationKind::Portal).await?,
            ))
        }
    }
}

/// How the engine reaches the server.
pub(crate) fn postgres_settings(postgres: &Postgres) -> Result<PostgresSettings, Failure> {
    Ok(PostgresSettings {
        root_certificates: postgres.certificates_file.clone(),
        client_certificate: client_certificate(postgres)?,
        connections_max: usize::try_from(postgres.connections_max)?,
        statement_duration_max: postgres.statement,
        ..PostgresSettings::new(secret::read(&postgres.url_file)?)
    })
}

/// The files that prove to the server who we are; the key is a secret like any other.
fn client_certificate(postgres: &Postgres) -> Result<Option<(PathBuf, PathBuf)>, Failure> {
    if let Some((_, key)) = &postgres.client_certificate {
        secret::read(key)?;
    }
    Ok(postgres.client_certificate.clone())
}

/// The keys, which have to be there and not to be a sandbox's.
pub(crate) fn keys(config: &Config) -> Result<Keys, Failure> {
    let folder = &config.keys_folder;
    if !folder.exists() {
        return Err(Failure(format!(
            "there are no keys at {}; `mohar init` makes them",
            folder.display()
        )));
    }
    let keys = key_store::load(folder)?;
    let Some(signing) = keys.signing.at(Clock::system().now()) else {
        return Err(Failure(format!(
            "none of the signing keys in {} signs at present",
            folder.display()
        )));
    };
    if is_of_a_sandbox(&signing) {
        return Err(Failure(format!(
            "{} holds the keys of a sandbox, which protect nothing; a real portal needs its own",
            folder.display()
        )));
    }
    Ok(keys)
}

fn signs_as_a_sandbox(keys: &Keys) -> bool {
    let signing = keys.signing.at(Clock::system().now());
    signing.is_some_and(|key| is_of_a_sandbox(&key))
}

/// Whether a signing certificate was made for a sandbox.
fn is_of_a_sandbox(key: &SigningKey) -> bool {
    let pem = key.certificate_pem();
    Pem::iter_from_buffer(pem.as_bytes()).flatten().any(|pem| {
        pem.parse_x509()
            .is_ok_and(|one| one.subject().to_string().contains(sandbox::ISSUER))
    })
}

/// Refuses folders that a sandbox made.
pub(crate) fn refuse_sandbox(config: &Config) -> Result<(), Failure> {
    let beside = match &config.database {
        Database::Sqlite(file) => file.parent(),
        // A sandbox has no server.
        Database::Postgres(_) => None,
    };
    for folder in beside.into_iter().chain([config.keys_folder.as_path()]) {
        if DataFolder::is_of_a_sandbox(folder) {
            return Err(Failure(format!(
                "{} belongs to a sandbox, where everything is invented; a real portal keeps out of \
                 it",
                folder.display()
            )));
        }
    }
    Ok(())
}

/// The GST registry.
pub(crate) fn registry(config: &Config) -> Result<GstRegistry, Failure> {
    let set = &config.registry;
    let client = match &set.client {
        Some((id, file)) => Some((id.clone(), secret::read(file)?)),
        None => None,
    };
    Ok(GstRegistry::reached_by(&RegistryOptions {
        base_url: set.url.clone(),
        client,
        connect_timeout: set.connect,
        answer_timeout: set.answer,
    })?)
}

/// Looks whether the file of refused passwords can serve, if one is named.
pub(crate) fn refused_passwords(config: &Config) -> Result<(), Failure> {
    let Some(file) = &config.settings.credentials.refused_file else {
        return Ok(());
    };
    RefusedPasswords::open_checked(file)
        .map(drop)
        .map_err(|fault| {
            let Failure(words) = fault.into();
            Failure(format!(
                "passwords.refused_file = {}: {words}",
                file.display()
            ))
        })
}

/// Newer master codes, if there are any.
pub(crate) fn overlay(config: &Config) -> Result<Option<Overlay>, Failure> {
    let Some(file) = &config.masters_overlay else {
        return Ok(None);
    };
    let name = file.display();
    let bytes_max = u64::try_from(OVERLAY_BYTES_MAX).unwrap_or(u64::MAX);
    let text = String::from_utf8(files::bytes(file, bytes_max)?)
        .map_err(|_| Failure(format!("{name} is not UTF-8 text")))?;
    Overlay::parse(&text).map(Some).map_err(|faults| {
        let lines: Vec<_> = faults
            .iter()
            .map(|fault| format!("  line {}: {}", fault.line, fault.what))
            .collect();
        Failure(format!("{name}:\n{}", lines.join("\n")))
    })
}

/// Lays newer master codes over those of the program.
pub(crate) fn install_overlay(config: &Config) -> Result<(), Failure> {
    let Some(overlay) = overlay(config)? else {
        return Ok(());
    };
    let rows = overlay.len();
    overlay
        .install()
        .map_err(|_| Failure("the master codes have been laid over already".to_owned()))?;
    tracing::info!(rows, "newer master codes are in force");
    Ok(())
}
