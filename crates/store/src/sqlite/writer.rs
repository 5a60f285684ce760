//! The one thread that writes: group commit.
//!
//! An operation is a function over the connection. The thread takes all operations that have
//! queued, without waiting for more unless it is busy (`pace.rs`); runs each in a savepoint of its own, so that one that fails
//! leaves nothing and spoils nobody; commits them as one transaction; and answers every caller
//! after that and never before. While one batch is being forced to disk the next one gathers, so
//! batches grow with the load by themselves.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::pace::Pace;
use crate::write_figures::{BatchCounters, WriteFigures};
use crate::{StoreError, StoreResult};

/// Bounds on what may wait and what goes into one commit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Most operations that wait; one more is refused at once.
    pub(super) queue_operations_max: usize,
    /// Most operations in one transaction, so that the first of them does not wait for long.
    pub(super) batch_operations_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            queue_operations_max: 4_096,
            batch_operations_max: 512,
        }
    }
}

/// Runs an operation; what it returns answers the caller once the commit's fate is known.
type Operation = Box<dyn FnOnce(&Connection) -> Performed + Send>;
/// Answers the caller: `Ok` after the commit, `Err` with the reason why there was none.
type Answer = Box<dyn FnOnce(Result<(), &str>) + Send>;

struct Performed {
    /// Whether what it wrote goes into the commit.
    keep: bool,
    answer: Answer,
}

/// A handle to the thread. Dropping it lets the thread finish what has queued, and waits.
pub(super) struct Writer {
    counters: Arc<BatchCounters>,
    queue: Option<SyncSender<Operation>>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer")
    }
}

impl Writer {
    pub(super) fn start(connection: Connection, limits: Limits) -> StoreResult<Self> {
        let (queue, operations) = sync_channel(limits.queue_operations_max);
        let counters = Arc::<BatchCounters>::default();
        let counting = Arc::clone(&counters);
        let thread = Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || {
                let batch_max = limits.batch_operations_max;
                run(&connection, &operations, batch_max, &counting);
            })
            .map_err(|fault| StoreError::Unavailable(format!("no writer thread: {fault}")))?;
        Ok(Self {
            counters,
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Queues an operation and waits for the commit that holds it.
    ///
    /// A caller who stops waiting does not stop the operation: what it wrote may be there.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        operation: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (answer, answered) = oneshot::channel::<StoreResult<T>>();
        let queued: Operation = Box::new(move |connection| {
            let result = operation(connection);
            Performed {
                keep: result.is_ok(),
                answer: Box::new(move |commit| {
                    let result = match commit {
                        Ok(()) => result,
                        Err(reason) => Err(StoreError::Unavailable(reason.to_owned())),
                    };
                    // The caller may have gone; then nobody wants the answer.
                    drop(answer.send(result));
                }),
            }
        });
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        self.counters.queued();
        queue.try_send(queued).map_err(|refusal| {
            self.counters.refused();
            match refusal {
                TrySendError::Full(_) => {
                    StoreError::Unavailable("too many writes are waiting".into())
                }
                TrySendError::Disconnected(_) => stopped(),
            }
        })?;
        answered.await.unwrap_or_else(|_| {
            Err(StoreError::Unavailable(
                "the write was given up before it was committed; the log says why".into(),
            ))
        })
    }
}

impl Writer {
    /// What was counted.
    pub(super) fn figures(&self) -> WriteFigures {
        self.counters.read()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the database's writer thread panicked");
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the database's writer has stopped".into())
}

/// The thread: until the last handle is gone and the queue is empty.
fn run(
    connection: &Connection,
    operations: &Receiver<Operation>,
    batch_operations_max: usize,
    counters: &BatchCounters,
) {
    let mut pace = Pace::default();
    while let Ok(first) = operations.recv() {
        std::thread::sleep(pace.wait(now()));
        let mut batch = vec![first];
        while batch.len() < batch_operations_max
            && let Ok(next) = operations.try_recv()
        {
            batch.push(next);
        }
        let size = batch.len();
        counters.taken(size);
        pace.begun(now(), size);
        if let Err(fault) = commit(connection, batch) {
            tracing::error!(%fault, operations = size, "a batch of writes was not committed");
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "spaces commits, which no settable clock should change"
)]
fn now() -> Instant {
    Instant::now()
}

/// One batch. Whoever is not answered here is told by the drop of his operation that it was
/// given up.
fn commit(connection: &Connection, batch: Vec<Operation>) -> rusqlite::Result<()> {
    step(connection, "BEGIN IMMEDIATE")?;
    let mut answers = Vec::with_capacity(batch.len());
    let mut outcome = Ok(());
    for operation in batch {
        match perform(connection, operation) {
            Ok(answer) => answers.extend(answer),
            Err(fault) => {
                outcome = Err(fault);
                break;
            }
        }
    }
    // A crash here, or anywhere above, leaves nothing of the batch: the log holds no commit mark
    // for it, and nobody has been answered.
    let outcome = outcome.and_then(|()| step(connection, "COMMIT"));
    // A crash here leaves the whole batch without anybody knowing: callers ask again and find
    // what they wrote (a repeated registration is answered with the stored document).
    match &outcome {
        Ok(()) => {
            for answer in answers {
                answer(Ok(()));
            }
        }
        Err(fault) => {
            // Fails when SQLite has rolled back by itself, which is as good.
            if !connection.is_autocommit()
                && let Err(fault) = step(connection, "ROLLBACK")
            {
                tracing::error!(%fault, "rolling back failed");
            }
            // Not necessarily true after a power failure: if forcing the log failed after it was
            // written, its commit mark may be on the disk. Hence "unknown", never "not written".
            let reason = format!("committing failed, whether it was written is unknown: {fault}");
            for answer in answers {
                answer(Err(&reason));
            }
        }
    }
    outcome
}

/// One operation in its savepoint. `Ok(None)` when it panicked, and left nothing. `Err` when the
/// transaction itself is lost.
fn perform(connection: &Connection, operation: Operation) -> rusqlite::Result<Option<Answer>> {
    step(connection, "SAVEPOINT operation")?;
    let performed = catch_unwind(AssertUnwindSafe(|| operation(connection)));
    if connection.is_autocommit() {
        // Full disk, broken disk, no memory: SQLite gave up the whole transaction.
        return Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK),
            Some("the transaction was rolled back by the database".into()),
        ));
    }
    if !matches!(&performed, Ok(Performed { keep: true, .. })) {
        step(connection, "ROLLBACK TO operation")?;
    }
    step(connection, "RELEASE operation")?;
    if performed.is_err() {
        tracing::error!("a write operation panicked; nothing of it was kept");
    }
    Ok(performed.ok().map(|performed| performed.answer))
}

fn step(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

#[cfg(test)]
mod tests;
