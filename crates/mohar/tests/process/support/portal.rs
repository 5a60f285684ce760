//! An installation of one's own for each test, and the real portal that runs on it.
//!
//! The GST registry is that of a sandbox, which runs beside it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;

use seal::{Randomness, key_store};
use serde_json::Value;
use service::{AccountOrder, Clock, GstRegistry, Irp, Parts, ReadyAccount, Settings};
use store::postgres::PostgresStore;
use store::sqlite::SqliteStore;
use store::{InstallationKind, Store};
use tempfile::TempDir;

use super::{MOHAR, SandboxProcess, mohar, printed};

/// The name that the tests' portal signs with.
pub(crate) const ISSUER: &str = "Process Test IRP";

/// Keys, database and settings in a folder that goes away.
pub(crate) struct Installation {
    folder: TempDir,
    /// The URL of its PostgreSQL database, if that is not a file.
    postgres_url: Option<String>,
    /// Whose management listener is the registry.
    pub(crate) registry: SandboxProcess,
}

impl Installation {
    /// Makes one as an operator would; `more` are settings besides those that are needed.
    pub(crate) fn new(more: &str) -> Self {
        Self::on(None, more)
    }

    /// The same on a PostgreSQL database, which is empty yet.
    pub(crate) fn on(postgres_url: Option<String>, more: &str) -> Self {
        let made = Self {
            folder: tempfile::tempdir().unwrap(),
            postgres_url,
            registry: SandboxProcess::start(&[]),
        };
        made.configure(more);
        let output = mohar(&["init", "--config", &made.config()]);
        assert!(output.status.success(), "{}", printed(&output.stderr));
        made
    }

    /// Serves from a PostgreSQL database from now on.
    pub(crate) fn move_to(&mut self, postgres_url: String) {
        self.postgres_url = Some(postgres_url);
        self.configure("");
    }

    /// Writes the settings anew.
    pub(crate) fn configure(&self, more: &str) {
        let database = if let Some(url) = &self.postgres_url {
            let file = self.path("postgres-url");
            fs::write(&file, url).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            "postgres_url_file = \"postgres-url\""
        } else {
            "sqlite_file = \"mohar.db\""
        };
        let mut text = format!(
            "[database]\n{database}\n[keys]\nfolder = \"keys\"\n\
             [registry]\nurl = \"{}\"\n[issuer]\nname = \"{ISSUER}\"\n{more}",
            self.registry.manage
        );
        if !more.contains("[server]") {
            text.push_str("\n[server]\n");
        }
        let server = "[server]\nlisten = \"127.0.0.1:0\"\noperations_listen = \"127.0.0.1:0\"\n";
        text = text.replace("[server]\n", server);
        if !more.contains("public_url") {
            text = text.replace(
                "[server]\n",
                "[server]\npublic_url = \"http://127.0.0.1\"\n",
            );
        }
        fs::write(self.path("mohar.toml"), text).unwrap();
    }

    /// A file of it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file of its settings.
    pub(crate) fn config(&self) -> String {
        self.path("mohar.toml").to_str().unwrap().to_owned()
    }

    /// The lines of a node's chain of the audit log.
    pub(crate) fn chain(&self, node: &str) -> String {
        let files = fs::read_dir(self.path("audit")).unwrap();
        let mut own: Vec<PathBuf> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
            .filter(|path| path.to_str().unwrap().contains(&format!("/{node}-")))
            .collect();
        // Their days are in their names.
        own.sort();
        own.iter()
            .map(|path| fs::read_to_string(path).unwrap())
            .collect()
    }

    /// The use cases on its keys and its database, without a process.
    pub(crate) async fn irp(&self) -> Irp {
        let store: Arc<dyn Store> = match &self.postgres_url {
            Some(url) => {
                let settings = store::postgres::Settings::new(url);
                Arc::new(
                    PostgresStore::open(&settings, InstallationKind::Portal)
                        .await
                        .unwrap(),
                )
            }
            None => Arc::new(
                SqliteStore::open(&self.path("mohar.db"), InstallationKind::Portal).unwrap(),
            ),
        };
        Irp::new(Parts {
            store,
            clock: Clock::system(),
            randomness: Randomness::system(),
            keys: key_store::load(&self.path("keys")).unwrap(),
            registry: GstRegistry::new(&self.registry.manage),
            settings: Settings {
                issuer: ISSUER.to_owned(),
                ..Settings::default()
            },
        })
    }

    /// An account that an operator made, for the taxpayer of the sandbox's ready account.
    pub(crate) async fn account(&self) -> (ReadyAccount, String) {
        let irp = self.irp().await;
        let order = AccountOrder {
            gstin: sandbox::seed::ready_gstin(),
            user_name: None,
            password: None,
            turnover: None,
            enabled: None,
        };
        let account = irp.make_account(order).await.unwrap();
        (account, irp.login_public_key_pem())
    }

    /// A portal at work on it.
    pub(crate) fn serve(&self) -> PortalProcess {
        self.serve_by(Command::new(MOHAR))
    }

    /// The same, started in a way of the caller's own; the arguments are added.
    pub(crate) fn serve_by(&self, mut command: Command) -> PortalProcess {
        let log = self.path("log.jsonl");
        command.args(["serve", "--config", &self.config()]).stderr(
            File::options()
                .append(true)
                .create(true)
                .open(&log)
                .unwrap(),
        );
        PortalProcess::started(command, log)
    }
}

/// A running portal, killed when it goes out of scope.
pub(crate) struct PortalProcess {
    child: Child,
    log: PathBuf,
    /// Portal and API, without a slash at the end.
    pub(crate) url: String,
    /// Health and metrics, likewise.
    pub(crate) operations: String,
    _stdout: BufReader<ChildStdout>,
}

impl PortalProcess {
    fn started(mut command: Command, log: PathBuf) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if stdout.read_line(&mut line).unwrap() == 0 {
                let said = fs::read_to_string(&log).unwrap_or_default();
                panic!("ended before it was ready: {:?} {said}", child.wait());
            }
            if line.starts_with("ready in ") {
                break;
            }
            lines.push(line.split_whitespace().last().unwrap().to_owned());
        }
        let [url, operations] = lines.try_into().unwrap();
        Self {
            child,
            log,
            url,
            operations,
            _stdout: stdout,
        }
    }

    /// A client with an account.
    pub(crate) fn client(&self, (account, key): &(ReadyAccount, String)) -> nic_client::Client {
        let settings = nic_client::Settings {
            client_id: account.client_id.clone(),
            client_secret: account.client_secret.clone(),
            gstin: account.gstin.to_string(),
            user_name: account.user_name.clone(),
            password: account.password.clone(),
            login_public_key_pem: key.clone(),
        };
        nic_client::Client::new(&self.url, settings).unwrap()
    }

    /// Status and body of a path of the operations listener.
    pub(crate) async fn asked(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(format!("{}{path}", self.operations))
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Its number.
    pub(crate) fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.id()]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until it has ended.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// What it has logged, line by line.
    pub(crate) fn logged(&self) -> Vec<Value> {
        lines_of(&self.log)
    }

    /// The request lines among them.
    pub(crate) fn requests(&self) -> Vec<Value> {
        let mut lines = self.logged();
        lines.retain(|line| line["target"] == "request");
        lines
    }
}

fn lines_of(log: &Path) -> Vec<Value> {
    let text = fs::read_to_string(log).unwrap();
    let lines = text.lines().map(serde_json::from_str);
    lines
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{error} in {text}"))
}

impl Drop for PortalProcess {
    fn drop(&mut self) {
        // It may have ended already; there is nothing to do about it then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
