//! The file in which rows are sorted: a SQLite database beside the master's files.
//!
//! Rows come in *runs*: as many as fit in memory, sorted there and appended. Their numbers ascend
//! within a run as their GSTINs do, so that the runs can be merged by reading each from front to
//! back (`merge.rs`). A run, the findings of its lines and the place up to which the file was read
//! are one transaction; whatever kills the process, the next one goes on behind it.
//!
//! Mobile numbers and e-mail addresses are sealed before they come here.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use gst::Gstin;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::lines::Place;
use crate::Failure;

/// `MOHI` in ASCII: tells such a file from any other SQLite file.
const APPLICATION_ID: i32 = 0x4D4F_4849;
/// Rows are read from front to back, which large pages make cheap.
const PAGE_BYTES: u32 = 16 * 1024;
/// What others may do with a file.
#[cfg(unix)]
const OF_OTHERS: u32 = 0o077;
/// Cache of pages.
const CACHE_KIB: u32 = 16 * 1024;

const SCHEMA: &str = "
CREATE TABLE owner (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), program TEXT, proof BLOB);
CREATE TABLE files (file INTEGER PRIMARY KEY, byte_offset INTEGER, lines INTEGER, digest BLOB,
    is_read INTEGER);
CREATE TABLE runs (run INTEGER PRIMARY KEY, first_id INTEGER, last_id INTEGER);
CREATE TABLE keys (id INTEGER PRIMARY KEY, gstin TEXT, file INTEGER, line INTEGER,
    byte_offset INTEGER, status INTEGER, has_contact INTEGER);
CREATE TABLE records (id INTEGER PRIMARY KEY, record TEXT, contact BLOB);
CREATE TABLE findings (id INTEGER PRIMARY KEY, is_duplicate INTEGER, file INTEGER, line INTEGER,
    byte_offset INTEGER, place TEXT, what TEXT);
";

/// Where a line stands in the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineAt {
    pub(super) file: usize,
    pub(super) line: u64,
    pub(super) byte_offset: u64,
}

/// Something wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) at: LineAt,
    pub(super) place: String,
    pub(super) what: String,
}

/// A row that waits to be sorted.
#[derive(Debug)]
pub(super) struct SortedRow {
    pub(super) gstin: Gstin,
    pub(super) at: LineAt,
    pub(super) status: u8,
    pub(super) record: String,
    pub(super) contact: Option<Vec<u8>>,
}

/// How far a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileProgress {
    pub(super) file: usize,
    pub(super) place: Place,
    pub(super) is_read: bool,
}

/// The file.
pub(super) struct Scratch {
    path: PathBuf,
    connection: Connection,
}

impl Scratch {
    /// Opens the file, or makes an empty one that only its owner may read.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        if fs::symlink_metadata(path).is_ok() {
            require_own(path)?;
        } else {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let made = options.open(path);
            made.map_err(|error| Failure(format!("cannot make {}: {error}", path.display())))?;
        }
        let connection = Connection::open(path)?;
        // Another import does not end soon.
        connection.busy_timeout(Duration::ZERO)?;
        let lock = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT";
        connection.execute_batch(lock).map_err(|error| {
            Failure(format!(
                "{} is being used by another import, or is no scratch file: {error}",
                path.display()
            ))
        })?;
        connection.pragma_update(None, "page_size", PAGE_BYTES)?;
        connection.pragma_update(None, "cache_size", -i64::from(CACHE_KIB))?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        let scratch = Self {
            path: path.to_owned(),
            connection,
        };
        scratch.require_schema()?;
        Ok(scratch)
    }

    fn require_schema(&self) -> Result<(), Failure> {
        let id: i32 = self
            .connection
            .pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 =
            self.connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        match (id, tables) {
            (0, 0) => {
                let make =
                    format!("BEGIN; PRAGMA application_id = {APPLICATION_ID}; {SCHEMA} COMMIT");
                Ok(self.connection.execute_batch(&make)?)
            }
            (APPLICATION_ID, _) => Ok(()),
            _ => Err(Failure(format!(
                "{} is not a scratch file of an import; choose another folder with --scratch",
                self.path.display()
            ))),
        }
    }

    /// The program that wrote it, and what proves under whose data key; `None` when it is empty.
    pub(super) fn owner(&self) -> Result<Option<(String, Vec<u8>)>, Failure> {
        let owner = self
            .connection
            .query_row("SELECT program, proof FROM owner", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(owner)
    }

    /// Empties the file and says whose it is from now on.
    pub(super) fn start_over(self, program: &str, proof: &[u8]) -> Result<Self, Failure> {
        let path = self.path.clone();
        self.remove()?;
        let scratch = Self::open(&path)?;
        scratch.connection.execute(
            "INSERT INTO owner (only_row, program, proof) VALUES (1, ?1, ?2)",
            params![program, proof],
        )?;
        Ok(scratch)
    }

    /// Takes the file away.
    pub(super) fn remove(self) -> Result<(), Failure> {
        drop(self.connection);
        fs::remove_file(&self.path)
            .map_err(|error| Failure(format!("cannot remove {}: {error}", self.path.display())))
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// How far each file was read, in their order.
    pub(super) fn progress(&self) -> Result<Vec<FileProgress>, Failure> {
        let mut statement = self
            .connection
            .prepare("SELECT file, byte_offset, lines, digest, is_read FROM files ORDER BY file")?;
        let rows = statement.query_map([], |row| {
            Ok(FileProgress {
                file: row.get::<_, u32>(0)? as usize,
                place: Place {
                    byte_offset: row.get(1)?,
                    lines: row.get(2)?,
                    digest: row.get(3)?,
                },
                is_read: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Appends a run, which is sorted and has each GSTIN once, with all that was found meanwhile.
    pub(super) fn append(
        &mut self,
        run: &[SortedRow],
        findings: &[Finding],
        read: &FileProgress,
    ) -> Result<(), Failure> {
        let transaction = self.connection.transaction()?;
        let mut id: i64 =
            transaction.query_row("SELECT coalesce(max(last_id), 0) FROM runs", [], |row| {
                row.get(0)
            })?;
        let first_id = id + 1;
        for row in run {
            id += 1;
            let at = &row.at;
            transaction
                .prepare_cached("INSERT INTO keys VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
                .execute(params![
                    id,
                    row.gstin.as_str(),
                    at.file,
                    at.line,
                    at.byte_offset,
                    row.status,
                    row.contact.is_some(),
                ])?;
            transaction
                .prepare_cached("INSERT INTO records VALUES (?1, ?2, ?3)")?
                .execute(params![id, row.record, row.contact])?;
        }
        if !run.is_empty() {
            transaction.execute(
                "INSERT INTO runs (first_id, last_id) VALUES (?1, ?2)",
                params![first_id, id],
            )?;
        }
        note(&transaction, findings, false)?;
        transaction.execute(
            "INSERT OR REPLACE INTO files VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                read.file,
                read.place.byte_offset,
                read.place.lines,
                read.place.digest,
                read.is_read,
            ],
        )?;
        // A crash before this line leaves the run before, one after it this run.
        Ok(transaction.commit()?)
    }

    /// Notes the lines that repeat a GSTIN of another run, instead of those noted before.
    pub(super) fn note_repeated(
        &self,
        findings: &[Finding],
        is_first: bool,
    ) -> Result<(), Failure> {
        if is_first {
            self.connection
                .execute("DELETE FROM findings WHERE is_duplicate", [])?;
        }
        note(&self.connection, findings, true)
    }

    /// How many lines are bad, and how many findings there are about them.
    pub(super) fn counted(&self) -> Result<(u64, u64), Failure> {
        let counted = self.connection.query_row(
            "SELECT count(DISTINCT file * 1000000000000 + line), count(*) FROM findings",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(counted)
    }

    /// Tells the findings in the order of their lines, until it is told to stop.
    pub(super) fn each_finding(
        &self,
        mut tell: impl FnMut(Finding) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        let mut statement = self.connection.prepare(
            "SELECT file, line, byte_offset, place, what FROM findings ORDER BY file, line, id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let finding = Finding {
                at: LineAt {
                    file: row.get::<_, u32>(0)? as usize,
                    line: row.get(1)?,
                    byte_offset: row.get(2)?,
                },
                place: row.get(3)?,
                what: row.get(4)?,
            };
            if !tell(finding)? {
                break;
            }
        }
        Ok(())
    }
}

fn note(connection: &Connection, findings: &[Finding], is_duplicate: bool) -> Result<(), Failure> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO findings (is_duplicate, file, line, byte_offset, place, what)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for finding in findings {
        let at = &finding.at;
        insert.execute(params![
            is_duplicate,
            at.file,
            at.line,
            at.byte_offset,
            finding.place,
            finding.what,
        ])?;
    }
    Ok(())
}

/// A file that somebody else put there would be rows of theirs.
#[cfg(unix)]
fn require_own(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt as _;

    let found = fs::symlink_metadata(path)?;
    let own = found.uid() == rustix::process::geteuid().as_raw();
    if found.is_file() && own && found.mode() & OF_OTHERS == 0 {
        return Ok(());
    }
    Err(Failure(format!(
        "{} is not a file of this user that nobody else may read (mode 600); remove it, or choose \
         another folder with --scratch",
        path.display()
    )))
}

#[cfg(not(unix))]
fn require_own(_: &Path) -> Result<(), Failure> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn it_is_its_owners_alone_and_one_imports_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scratch");
        let scratch = Scratch::open(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let refused = Scratch::open(&path).err().unwrap().to_string();
        assert!(refused.contains("another import"), "{refused}");
        let scratch = scratch.start_over("mohar", b"proof").unwrap();
        assert_eq!(
            scratch.owner().unwrap(),
            Some(("mohar".to_owned(), b"proof".to_vec()))
        );
        drop(scratch);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = Scratch::open(&path).err().unwrap().to_string();
        assert!(refused.contains("mode 600"), "{refused}");
    }

    #[test]
    fn links_and_other_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other");
        fs::write(&other, "a text that is somebody's").unwrap();
        fs::set_permissions(&other, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(Scratch::open(&other).is_err());
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &link).unwrap();
        assert!(Scratch::open(&link).is_err());
        let database = folder.path().join("database");
        let connection = Connection::open(&database).unwrap();
        connection.execute_batch("CREATE TABLE t (x)").unwrap();
        drop(connection);
        fs::set_permissions(&database, fs::Permissions::from_mode(0o600)).unwrap();
        let refused = Scratch::open(&database).err().unwrap().to_string();
        assert!(refused.contains("not a scratch file"), "{refused}");
    }
}
