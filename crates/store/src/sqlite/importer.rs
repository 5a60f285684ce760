//! A connection for much that is not urgent: an import's rows, in small transactions of its own.
//!
//! The group commit is not for it. A batch of rows would hold up whoever registers a document in
//! the same commit, and the process that serves is another one anyway; SQLite's lock makes the two
//! take turns. So a transaction here is short, and after it the lock is left alone for as long as
//! it was held.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::time::{Instant, sleep};

use super::connection;
use crate::{StoreError, StoreResult};

/// The write-ahead log is copied into the file when it has this many pages (4 MiB): sooner than
/// the writer of a portal does it, who would have to copy an import's pages otherwise.
const CHECKPOINT_PAGES: u32 = 1_024;
/// Rows are written at the end of tables, for which little has to be remembered.
const CACHE_KIB: u32 = 8_192;
/// The least time for which the lock is left alone: a waiting writer looks for it after 1, 3 and
/// 8 ms.
const PAUSE_MIN: Duration = Duration::from_millis(4);
/// The longest, after a disk that was slow once.
const PAUSE_MAX: Duration = Duration::from_millis(250);

#[derive(Debug)]
pub(super) struct Importer {
    path: PathBuf,
    connection: Arc<Mutex<Option<Connection>>>,
}

impl Importer {
    /// Nothing is opened yet.
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            connection: Arc::default(),
        }
    }

    /// Runs a short transaction, and then lets others have their turn.
    pub(super) async fn transact<T: Send + 'static>(
        &self,
        steps: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (path, shared) = (self.path.clone(), Arc::clone(&self.connection));
        let working = tokio::task::spawn_blocking(move || {
            let mut kept = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let connection = match &mut *kept {
                Some(connection) => connection,
                none => none.insert(open(&path)?),
            };
            let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
            let locked_at = Instant::now();
            // Dropped without a commit, it undoes what was done.
            let value = steps(&transaction)?;
            // A crash before this line leaves nothing of it, one after it everything.
            transaction.commit()?;
            Ok((value, locked_at.elapsed()))
        });
        let (value, held) = working
            .await
            .unwrap_or_else(|fault| Err(StoreError::Unavailable(format!("writing: {fault}"))))?;
        sleep(held.clamp(PAUSE_MIN, PAUSE_MAX)).await;
        Ok(value)
    }
}

fn open(path: &Path) -> StoreResult<Connection> {
    let connection = connection::for_writing(path)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "cache_size", -i64::from(CACHE_KIB))?;
    Ok(connection)
}
