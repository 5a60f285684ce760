//! PostgreSQL's own programs, which dump and restore.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use store::postgres::Settings;

use crate::Failure;
use crate::terminal::plain;

/// Characters of a program's words that are shown.
const WORDS_CHARS_MAX: usize = 2_000;

/// What whoever calls may have set, and what would lead elsewhere.
const OTHERS: [&str; 5] = [
    "PGSERVICE",
    "PGSERVICEFILE",
    "PGHOSTADDR",
    "PGOPTIONS",
    "PGPASSWORD",
];

/// Where they are, and how they reach the database.
pub(super) struct Programs {
    folder: Option<PathBuf>,
    environment: Vec<(&'static str, String)>,
}

impl Programs {
    pub(super) fn new(folder: Option<&Path>, settings: &Settings) -> Result<Self, Failure> {
        Ok(Self {
            folder: folder.map(Path::to_owned),
            environment: settings.environment()?,
        })
    }

    /// Dumps a snapshot that somebody holds into a folder that is not there yet.
    pub(super) fn dump(&self, to: &Path, snapshot: &str) -> Result<(), Failure> {
        let mut command = self.command("pg_dump");
        command
            .args(["--format=directory", "--no-owner", "--no-privileges"])
            .arg(format!("--snapshot={snapshot}"))
            .arg("--file")
            .arg(to);
        finished("pg_dump", &mut command)
    }

    /// Restores a folder of `pg_dump` into the database.
    pub(super) fn restore(&self, from: &Path) -> Result<(), Failure> {
        let mut command = self.command("pg_restore");
        command.args(["--exit-on-error", "--no-owner", "--no-privileges"]);
        // Without a name pg_restore would print SQL. The name is no secret.
        let database = self
            .environment
            .iter()
            .find(|(key, _)| *key == "PGDATABASE");
        let database = database.map_or("", |(_, name)| name);
        command.arg("--dbname").arg(database).arg(from);
        finished("pg_restore", &mut command)
    }

    fn command(&self, name: &str) -> Command {
        let program = match &self.folder {
            Some(folder) => folder.join(name),
            None => PathBuf::from(name),
        };
        let mut command = Command::new(program);
        for name in OTHERS {
            command.env_remove(name);
        }
        command
            .arg("--no-password")
            .envs(self.environment.iter().map(|(key, value)| (*key, value)))
            .stdin(Stdio::null());
        command
    }
}

fn finished(name: &str, command: &mut Command) -> Result<(), Failure> {
    let output = command.output().map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            Failure(format!(
                "{name} is not there; install PostgreSQL's client programs of the server's \
                 version, or say with --pg-bin where they are"
            ))
        } else {
            Failure(format!("{name} cannot be run: {error}"))
        }
    })?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words: String = plain(words.trim()).chars().take(WORDS_CHARS_MAX).collect();
    Err(Failure(format!(
        "{name} ended with {}: {words}",
        output.status
    )))
}
