//! The one thread that writes: group commit.
//!
//! An operation is a function over the connection. The thread takes all operations that have
//! queued, without waiting for more; runs each in a savepoint of its own, so that one that fails
//! leaves nothing and spoils nobody; commits them as one transaction; and answers every caller
//! after that and never before. While one batch is being forced to disk the next one gathers, so
//! batches grow with the load by themselves.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{Builder, JoinHandle};

use rusqlite::Connection;
use tokio::sync::oneshot;

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
        let thread = Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || run(&connection, &operations, limits.batch_operations_max))
            .map_err(|fault| StoreError::Unavailable(format!("no writer thread: {fault}")))?;
        Ok(Self {
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
        queue.try_send(queued).map_err(|refusal| match refusal {
            TrySendError::Full(_) => StoreError::Unavailable("too many writes are waiting".into()),
            TrySendError::Disconnected(_) => stopped(),
        })?;
        answered.await.unwrap_or_else(|_| {
            Err(StoreError::Unavailable(
                "the write was given up before it was committed; the log says why".into(),
            ))
        })
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
fn run(connection: &Connection, operations: &Receiver<Operation>, batch_operations_max: usize) {
    while let Ok(first) = operations.recv() {
        let mut batch = vec![first];
        while batch.len() < batch_operations_max
            && let Ok(next) = operations.try_recv()
        {
            batch.push(next);
        }
        let size = batch.len();
        if let Err(fault) = commit(connection, batch) {
            tracing::error!(%fault, operations = size, "a batch of writes was not committed");
        }
    }
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
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use std::pin::Pin;
    use std::sync::mpsc;
    use std::time::Duration;

    fn table() -> (tempfile::TempDir, Connection, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        let writing = Connection::open(&path).unwrap();
        writing
            .execute_batch(
                "PRAGMA journal_mode = wal; CREATE TABLE t (x INTEGER CHECK (x <> 13)) STRICT;",
            )
            .unwrap();
        let reading = Connection::open(&path).unwrap();
        (folder, writing, reading)
    }

    fn insert(x: i64) -> impl FnOnce(&Connection) -> StoreResult<()> + Send {
        move |connection| {
            connection.execute("INSERT INTO t VALUES (?1)", [x])?;
            Ok(())
        }
    }

    fn all(reading: &Connection) -> Vec<i64> {
        let mut statement = reading.prepare("SELECT x FROM t ORDER BY x").unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    type Waiting<'a> = Pin<Box<dyn Future<Output = StoreResult<()>> + Send + 'a>>;

    /// Queues an operation behind a held one, and does not wait for it.
    async fn queued<'a>(
        writer: &'a Writer,
        operation: impl FnOnce(&Connection) -> StoreResult<()> + Send + 'static,
    ) -> Waiting<'a> {
        let mut write: Waiting<'a> = Box::pin(writer.write(operation));
        let polled = tokio::time::timeout(Duration::ZERO, write.as_mut()).await;
        assert!(polled.is_err(), "it waits");
        write
    }

    /// Stops the thread inside an operation, so that a batch gathers behind it.
    async fn hold(writer: &Writer) -> (mpsc::Sender<()>, Waiting<'_>) {
        let (release, released) = mpsc::channel::<()>();
        let (started, has_started) = mpsc::channel::<()>();
        let held = queued(writer, move |_| {
            started.send(()).unwrap();
            released.recv().ok();
            Ok(())
        })
        .await;
        has_started.recv().unwrap();
        (release, held)
    }

    #[tokio::test]
    async fn one_failure_leaves_its_neighbours_alone() {
        let (_folder, writing, reading) = table();
        let writer = Writer::start(writing, Limits::default()).unwrap();
        let (release, held) = hold(&writer).await;
        let mut inserts = Vec::new();
        for x in [11, 12, 13, 14] {
            inserts.push((x, queued(&writer, insert(x)).await));
        }
        let half = queued(&writer, |connection| {
            insert(20)(connection)?;
            insert(13)(connection)
        })
        .await;
        let panicking = queued(&writer, |connection| {
            insert(30)(connection)?;
            panic!("on purpose")
        })
        .await;
        release.send(()).unwrap();
        held.await.unwrap();
        for (x, insert) in inserts {
            assert_eq!(insert.await.is_ok(), x != 13, "{x}");
        }
        assert!(half.await.is_err());
        assert!(panicking.await.is_err());
        assert_eq!(all(&reading), [11, 12, 14]);
    }

    #[tokio::test]
    async fn the_queue_takes_its_limit_and_refuses_one_more() {
        let (_folder, writing, reading) = table();
        let limits = Limits {
            queue_operations_max: 3,
            batch_operations_max: 2,
        };
        let writer = Writer::start(writing, limits).unwrap();
        let (release, held) = hold(&writer).await;
        let mut in_queue = Vec::new();
        for x in 1..=3 {
            in_queue.push(queued(&writer, insert(x)).await);
        }
        let refused = writer.write(insert(4)).await;
        assert!(
            matches!(refused, Err(StoreError::Unavailable(_))),
            "{refused:?}"
        );
        release.send(()).unwrap();
        held.await.unwrap();
        for write in in_queue {
            write.await.unwrap();
        }
        assert_eq!(all(&reading), [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_failed_commit_is_an_error_for_everybody_in_the_batch() {
        let (_folder, writing, reading) = table();
        writing
            .execute_batch(
                "PRAGMA foreign_keys = on;
                 CREATE TABLE parent (id INTEGER PRIMARY KEY);
                 CREATE TABLE child (p REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);",
            )
            .unwrap();
        let writer = Writer::start(writing, Limits::default()).unwrap();
        let (release, held) = hold(&writer).await;
        let good = queued(&writer, insert(1)).await;
        // A deferred reference is judged by COMMIT itself.
        let bad = queued(&writer, |connection| {
            connection.execute("INSERT INTO child VALUES (7)", [])?;
            Ok(())
        })
        .await;
        release.send(()).unwrap();
        held.await.unwrap();
        assert!(matches!(good.await, Err(StoreError::Unavailable(_))));
        assert!(matches!(bad.await, Err(StoreError::Unavailable(_))));
        assert_eq!(all(&reading), [0; 0]);
        // The writer goes on.
        writer.write(insert(2)).await.unwrap();
        assert_eq!(all(&reading), [2]);
    }

    #[tokio::test]
    async fn nobody_is_answered_before_the_commit() {
        let (_folder, writing, reading) = table();
        let writer = Writer::start(writing, Limits::default()).unwrap();
        for x in 100..120 {
            writer.write(insert(x)).await.unwrap();
            assert!(all(&reading).contains(&x), "another connection sees {x}");
        }
    }

    #[tokio::test]
    async fn dropping_the_writer_finishes_what_has_queued() {
        let (_folder, writing, reading) = table();
        let writer = Writer::start(writing, Limits::default()).unwrap();
        for x in 100..200 {
            // Queued at the first poll, then abandoned.
            let write = writer.write(insert(x));
            drop(tokio::time::timeout(Duration::ZERO, write).await);
        }
        drop(writer);
        assert_eq!(all(&reading), (100..200).collect::<Vec<_>>());
    }
}
