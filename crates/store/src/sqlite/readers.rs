//! Connections that only read.
//!
//! Two ways, because they cost differently. A *look-up* by a key takes some ten microseconds;
//! handing it to another thread and back made it 44 instead of 16 when measured. It runs where it
//! is called.
//! A *read* (a list, a count, a check of the file) may take long, and runs on a thread for
//! blocking work. Each way has its own connections, so that long reads never hold up look-ups.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::connection;
use crate::{StoreError, StoreResult};

/// Connections for look-ups: more look-ups at a time than processor cores gain nothing.
const LOOK_UP_CONNECTIONS_MAX: usize = 16;
/// Connections for long reads; further readers wait their turn.
const READ_CONNECTIONS: usize = 4;

#[derive(Debug)]
pub(super) struct Readers {
    look_ups: Arc<Pool>,
    reads: Arc<Pool>,
}

impl Readers {
    pub(super) fn open(path: &Path) -> StoreResult<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            look_ups: Pool::open(path, cores.clamp(2, LOOK_UP_CONNECTIONS_MAX))?,
            reads: Pool::open(path, READ_CONNECTIONS)?,
        })
    }

    /// Runs a look-up by key, here.
    pub(super) async fn look_up<T>(
        &self,
        query: impl FnOnce(&Connection) -> StoreResult<T> + Send,
    ) -> StoreResult<T> {
        let _turn = self.look_ups.turns.acquire().await.map_err(closed)?;
        let lent = self.look_ups.lend();
        query(lent.connection())
    }

    /// Runs a read that may take long, on another thread.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let pool = Arc::clone(&self.reads);
        let turn = Arc::clone(&pool.turns)
            .acquire_owned()
            .await
            .map_err(closed)?;
        let reading = tokio::task::spawn_blocking(move || {
            let answer = query(pool.lend().connection());
            drop(turn);
            answer
        });
        reading
            .await
            .unwrap_or_else(|fault| Err(StoreError::Unavailable(format!("reading: {fault}"))))
    }
}

fn closed(_: tokio::sync::AcquireError) -> StoreError {
    StoreError::Unavailable("the database is closed".into())
}

/// Idle connections, and as many turns as there are connections.
#[derive(Debug)]
struct Pool {
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    fn open(path: &Path, connections: usize) -> StoreResult<Arc<Self>> {
        let idle = (0..connections)
            .map(|_| connection::for_reading(path))
            .collect::<StoreResult<Vec<_>>>()?;
        Ok(Arc::new(Self {
            turns: Arc::new(Semaphore::new(connections)),
            idle: Mutex::new(idle),
        }))
    }

    /// Lends a connection to somebody whose turn it is.
    fn lend(&self) -> Lent<'_> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = idle.pop();
        drop(idle);
        Lent {
            pool: self,
            connection,
        }
    }
}

/// A connection on loan; it goes back even when the borrower panics.
struct Lent<'a> {
    pool: &'a Pool,
    connection: Option<Connection>,
}

impl Lent<'_> {
    fn connection(&self) -> &Connection {
        self.connection
            .as_ref()
            .expect("there are as many connections as turns, and a lender has a turn")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
        }
    }
}
