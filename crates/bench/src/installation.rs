//! A portal as an operator has it: settings, keys and a database of its own, an account, and the
//! registry of a sandbox beside it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use seal::{Randomness, key_store};
use service::{AccountOrder, Clock, GstRegistry, Irp, Parts, Settings};
use store::postgres::PostgresStore;
use store::sqlite::SqliteStore;
use store::{InstallationKind, Store};
use tempfile::TempDir;

use crate::Failure;
use crate::load::Account;
use crate::server::Server;

/// The name that the portal signs with.
const ISSUER: &str = "Bench IRP";
/// The embedded database's file in the folder.
const FILE: &str = "mohar.db";

/// Where documents are kept.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// In a file.
    Sqlite,
    /// In a PostgreSQL database, by its URL.
    Postgres(String),
}

/// Settings, keys and database in a folder that goes away.
pub(crate) struct Installation {
    mohar: PathBuf,
    place: Place,
    folder: TempDir,
    registry: Server,
    account: Account,
}

impl Installation {
    /// Makes one by `mohar init`, with an account.
    pub(crate) fn make(mohar: &Path, place: Place) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let registry = Server::sandbox(mohar, &folder.path().join("registry"))?;
        settings(folder.path(), &place, &registry.second_url)?;
        let done = Command::new(mohar)
            .args(["init", "--config"])
            .arg(folder.path().join("mohar.toml"))
            .output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
        }
        let runtime = tokio::runtime::Runtime::new()?;
        let account = runtime.block_on(account(folder.path(), &place, &registry.second_url))?;
        Ok(Self {
            mohar: mohar.to_owned(),
            place,
            folder,
            registry,
            account,
        })
    }

    /// One more process that serves it.
    pub(crate) fn serve(&self, node: &str) -> Result<(Server, Account), Failure> {
        // Each process writes an audit log of its own.
        let own = self.folder.path().join(format!("{node}.toml"));
        let shared = fs::read_to_string(self.folder.path().join("mohar.toml"))?;
        fs::write(&own, format!("{shared}[audit]\nnode = \"{node}\"\n"))?;
        let mut command = Command::new(&self.mohar);
        command.arg("serve").arg("--config").arg(&own);
        // Its log is written as it comes, as it would be for a journal.
        command.stderr(File::create(
            self.folder.path().join(format!("{node}.log")),
        )?);
        let server = Server::started(command)?;
        let account = Account {
            base_url: server.base_url.clone(),
            ..self.account.clone()
        };
        Ok((server, account))
    }

    /// The embedded database.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    /// Where documents are kept.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Ends what runs beside the portal.
    pub(crate) fn end(self) -> Result<(), Failure> {
        self.registry.stop()
    }
}

fn settings(folder: &Path, place: &Place, registry_url: &str) -> Result<(), Failure> {
    let database = match place {
        Place::Sqlite => format!("sqlite_file = \"{FILE}\""),
        Place::Postgres(url) => {
            let file = folder.join("postgres-url");
            fs::write(&file, url)?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
            }
            "postgres_url_file = \"postgres-url\"".to_owned()
        }
    };
    let text = format!(
        "[server]\npublic_url = \"http://127.0.0.1\"\nlisten = \"127.0.0.1:0\"\n\
         operations_listen = \"127.0.0.1:0\"\n[database]\n{database}\n[keys]\nfolder = \"keys\"\n\
         [registry]\nurl = \"{registry_url}\"\n[issuer]\nname = \"{ISSUER}\"\n\
         # One address is all callers here.\n\
         [limits]\nconnections_per_address_max = 2000\n"
    );
    Ok(fs::write(folder.join("mohar.toml"), text)?)
}

/// An account for the taxpayer that a sandbox's registry knows best.
async fn account(folder: &Path, place: &Place, registry_url: &str) -> Result<Account, Failure> {
    let store: Arc<dyn Store> = match place {
        Place::Sqlite => Arc::new(SqliteStore::open(
            &folder.join(FILE),
            InstallationKind::Portal,
        )?),
        Place::Postgres(url) => {
            let settings = store::postgres::Settings::new(url);
            Arc::new(PostgresStore::open(&settings, InstallationKind::Portal).await?)
        }
    };
    let irp = Irp::new(Parts {
        store,
        clock: Clock::system(),
        randomness: Randomness::system(),
        keys: key_store::load(&folder.join("keys"))?,
        registry: GstRegistry::new(registry_url),
        settings: Settings {
            issuer: ISSUER.to_owned(),
            ..Settings::default()
        },
    });
    let order = AccountOrder {
        gstin: sandbox::seed::ready_gstin(),
        user_name: None,
        password: None,
        turnover: None,
        enabled: None,
    };
    let made = irp.make_account(order).await;
    let made = made.map_err(|refused| format!("no account: {refused:?}"))?;
    Ok(Account {
        base_url: String::new(),
        client_id: made.client_id,
        client_secret: made.client_secret,
        gstin: made.gstin.to_string(),
        user_name: made.user_name,
        password: made.password,
        public_key_pem: irp.login_public_key_pem(),
    })
}
