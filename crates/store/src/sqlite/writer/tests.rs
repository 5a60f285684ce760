//! Batches, their neighbours and their ends.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

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
