//! What a backup says of itself. There are no secrets in it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::backup::{BackedUp, Holding};

use super::files;
use crate::Failure;
use crate::files::bytes;

/// Its file. It is written last: a folder without it is no backup.
pub(super) const MANIFEST_FILE: &str = "manifest.json";
/// The version of this form.
const FORMAT: u32 = 1;
/// Bytes of the file.
const BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Which database it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Engine {
    /// A SQLite file.
    Sqlite,
    /// A folder of `pg_dump`.
    Postgres,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    /// Its path in the backup.
    pub(super) name: String,
    /// Its length.
    pub(super) bytes: u64,
    /// Its SHA-256 in hexadecimal.
    pub(super) sha256: String,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    pub(super) engine: Engine,
    /// The schema's version.
    schema_version: i32,
    /// The program that made it.
    program: String,
    /// When it was begun; the database in it is of this moment or a little later.
    pub(super) taken_at: Timestamp,
    /// What the database holds.
    pub(super) holding: Holding,
    files: Vec<Member>,
}

impl Manifest {
    pub(super) fn new(
        engine: Engine,
        taken_at: Timestamp,
        backed_up: BackedUp,
        files: Vec<Member>,
    ) -> Self {
        Self {
            format: FORMAT,
            engine,
            schema_version: backed_up.schema_version,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            taken_at,
            holding: backed_up.holding,
            files,
        }
    }

    /// Documents in the backup.
    pub(super) fn documents(&self) -> u64 {
        self.holding.rows.get("invoices").copied().unwrap_or(0)
    }

    /// Writes it durably: under another name first, so that it is there whole or not at all.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self)?;
        let unfinished = folder.join(format!("{MANIFEST_FILE}.new"));
        let mut file = File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, folder.join(MANIFEST_FILE))?;
        files::sync_folder(folder)?;
        // The folder's own name, if it was made for this.
        if let Some(parent) = folder.parent().filter(|parent| parent.exists()) {
            files::sync_folder(parent)?;
        }
        Ok(())
    }

    /// Reads it.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let file = folder.join(MANIFEST_FILE);
        let name = folder.display();
        if !file.exists() {
            return Err(Failure(format!(
                "{name} has no {MANIFEST_FILE}: it is no backup, or one that did not end"
            )));
        }
        let manifest: Self = serde_json::from_slice(&bytes(&file, BYTES_MAX)?)
            .map_err(|error| Failure(format!("{}: {error}", file.display())))?;
        if manifest.format != FORMAT {
            return Err(Failure(format!(
                "{name} has the form {}; this program knows {FORMAT}",
                manifest.format
            )));
        }
        Ok(manifest)
    }

    /// What is wrong with the files; nothing if each is the one that was written.
    pub(super) fn wrong_files(&self, folder: &Path) -> Result<Vec<String>, Failure> {
        let found = files::found(folder)?;
        let found: BTreeMap<&str, &Member> =
            found.iter().map(|one| (one.name.as_str(), one)).collect();
        let mut wrong = Vec::new();
        for file in &self.files {
            match found.get(file.name.as_str()) {
                None => wrong.push(format!("{} is missing", file.name)),
                Some(there) if *there != file => {
                    wrong.push(format!("{} is not the file that was written", file.name));
                }
                Some(_) => {}
            }
        }
        for name in found.keys() {
            if !self.files.iter().any(|file| file.name == *name) {
                wrong.push(format!("{name} does not belong to the backup"));
            }
        }
        Ok(wrong)
    }

    /// In what a database differs from what was backed up.
    pub(super) fn differences(&self, found: &Holding) -> Vec<String> {
        let held = &self.holding;
        let mut differences = Vec::new();
        for (table, rows) in &held.rows {
            let there = found.rows.get(table).copied().unwrap_or(0);
            if there != *rows {
                differences.push(format!("{table} has {there} rows, and had {rows}"));
            }
        }
        if found.acknowledgements != held.acknowledgements {
            differences.push("the series of acknowledgement numbers stand elsewhere".to_owned());
        }
        if found.eway_bills != held.eway_bills {
            differences.push("the series of e-way bill numbers stand elsewhere".to_owned());
        }
        if found.latest_acked_at != held.latest_acked_at {
            differences.push("the last document is another one".to_owned());
        }
        differences
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn made(folder: &Path) -> Manifest {
        fs::create_dir(folder.join("database")).unwrap();
        fs::write(folder.join("database/1.dat"), "one").unwrap();
        fs::write(folder.join("mohar.db"), "two").unwrap();
        let holding = Holding {
            rows: BTreeMap::from([("invoices".to_owned(), 7)]),
            ..Holding::default()
        };
        let backed_up = BackedUp {
            schema_version: 5,
            holding,
        };
        let files = files::settled(folder).unwrap();
        let manifest = Manifest::new(Engine::Sqlite, Timestamp::UNIX_EPOCH, backed_up, files);
        manifest.write(folder).unwrap();
        manifest
    }

    #[test]
    fn it_comes_back_and_finds_every_change_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let manifest = made(folder);
        assert_eq!(Manifest::read(folder).unwrap(), manifest);
        assert!(manifest.wrong_files(folder).unwrap().is_empty());
        fs::write(folder.join("mohar.db"), "twi").unwrap();
        fs::remove_file(folder.join("database/1.dat")).unwrap();
        fs::write(folder.join("stranger"), "").unwrap();
        let wrong = manifest.wrong_files(folder).unwrap();
        let expected = [
            "database/1.dat is missing",
            "mohar.db is not the file that was written",
            "stranger does not belong to the backup",
        ];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn other_counts_are_differences() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = made(folder.path());
        let mut found = manifest.holding.clone();
        assert!(manifest.differences(&found).is_empty());
        found.rows.insert("invoices".to_owned(), 6);
        found.latest_acked_at = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(
            manifest.differences(&found),
            [
                "invoices has 6 rows, and had 7",
                "the last document is another one"
            ]
        );
    }

    #[test]
    fn a_folder_without_it_is_no_backup() {
        let folder = tempfile::tempdir().unwrap();
        let refused = Manifest::read(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("did not end"), "{refused}");
    }
}
