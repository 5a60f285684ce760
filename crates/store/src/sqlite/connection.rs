//! Opening connections to the file.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::{StoreError, StoreResult};

/// How long a connection waits for another process's write transaction.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// Page size of new files. Larger pages hold rows no more densely (measured), and every insert
/// would log a larger page of the IRN's index.
const PAGE_BYTES: u32 = 4_096;
/// The write-ahead log is copied into the file when it has this many pages (32 MiB).
const CHECKPOINT_PAGES: u32 = 8_192;
/// A write-ahead log that grew beyond this is cut back after it was copied.
const LOG_BYTES_KEPT: u32 = 64 << 20;
/// The writer's page cache: the upper levels of the IRN index should stay in it.
const WRITER_CACHE_KIB: u32 = 65_536;
/// A reader's page cache. Small: it is emptied by every commit, the system's cache does the work.
const READER_CACHE_KIB: u32 = 4_096;
/// Prepared statements kept by a connection; more than there are distinct statements.
const STATEMENTS_KEPT: usize = 96;

/// Makes an empty file that only its owner may read, if there is none.
pub(super) fn create_file(path: &Path) -> StoreResult<()> {
    let cannot = |fault: std::io::Error| {
        StoreError::Unavailable(format!("cannot create {}: {fault}", path.display()))
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => sync_folder(path).map_err(cannot),
        Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(fault) => Err(cannot(fault)),
    }
}

/// A new file's name is durable only when its folder is.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// The writer's connection, to a file that exists.
pub(super) fn for_writing(path: &Path) -> StoreResult<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Takes effect only while the file is empty.
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Unavailable(format!(
            "the file system does not support a write-ahead log (journal mode stays {mode})"
        )));
    }
    // FULL forces the log to disk at every commit: the promise of durability rests on it.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Where fsync alone does not reach the medium (macOS).
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES_KEPT)?;
    connection.pragma_update(None, "cache_size", -i64::from(WRITER_CACHE_KIB))?;
    Ok(connection)
}

/// A reader's connection; it cannot write.
pub(super) fn for_reading(path: &Path) -> StoreResult<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -i64::from(READER_CACHE_KIB))?;
    Ok(connection)
}

/// Memory-mapped reading stays off: a failing disk would end the process with a signal instead
/// of an error, and it saves little, since fresh rows are read from the log.
fn open(path: &Path, access: OpenFlags) -> StoreResult<Connection> {
    // One thread at a time uses a connection, so its own locks are not needed.
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Plans must not depend on the values that are bound: otherwise every look-up is planned anew
    // (measured: two per cent of a busy server).
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}
