//! The one task that registers: group commit.
//!
//! The task takes all registrations that have queued, without waiting for more unless it is busy
//! (`pace.rs`), sends them as one statement, and answers every caller after its commit and never before. While one batch is
//! being forced to disk the next one gathers, so batches grow with the load by themselves.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::connections::Connections;
use super::faults::{Fault, Nature, Outcome};
use super::registering::{Entry, Found, SigningContexts, Written, insert};
use crate::invoices::Registration;
use crate::line::{Registered, Sealed};
use crate::pace::Pace;
use crate::packing::Packed;
use crate::write_figures::{BatchCounters, WriteFigures};
use crate::{StoreError, StoreResult};

/// Bounds on what may wait and what goes into one statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Most registrations that wait; one more is refused at once.
    pub(super) queue_registrations_max: usize,
    /// Most registrations in one statement, so that the first of them does not wait for long.
    pub(super) batch_registrations_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            queue_registrations_max: 4_096,
            batch_registrations_max: 512,
        }
    }
}

/// Pauses before a batch is repeated whose connection was lost, or whose transaction was rolled
/// back for another's sake. Repeating is harmless: what is there already is found there.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(100),
    Duration::from_millis(400),
];

/// A registration that waits.
struct Queued {
    entry: Entry,
    answer: oneshot::Sender<StoreResult<Written>>,
}

/// A handle to the task. Dropping it lets the task finish what has queued; closing it waits.
#[derive(Debug)]
pub(super) struct Registrar {
    counters: Arc<BatchCounters>,
    queue: mpsc::Sender<Queued>,
    task: JoinHandle<()>,
}

impl Registrar {
    #[expect(
        clippy::disallowed_methods,
        reason = "the registrar owns the task, and `close` waits for its end"
    )]
    pub(super) fn start(connections: Connections, limits: Limits) -> Self {
        let (queue, waiting) = mpsc::channel(limits.queue_registrations_max);
        let counters = Arc::<BatchCounters>::default();
        let batch_max = limits.batch_registrations_max;
        let counting = Arc::clone(&counters);
        let task = tokio::spawn(run(connections, waiting, batch_max, counting));
        Self {
            counters,
            queue,
            task,
        }
    }

    /// What was counted.
    pub(super) fn figures(&self) -> WriteFigures {
        self.counters.read()
    }

    /// Queues a registration and waits for the commit that holds it.
    ///
    /// A caller who stops waiting does not stop the registration: it may be there.
    pub(super) async fn register(
        &self,
        sealed: Sealed,
        payload: Packed,
    ) -> StoreResult<Registration> {
        let (answer, answered) = oneshot::channel();
        let entry = Entry { sealed, payload };
        self.counters.queued();
        self.queue
            .try_send(Queued { entry, answer })
            .map_err(|refusal| {
                self.counters.refused();
                match refusal {
                    mpsc::error::TrySendError::Full(_) => {
                        StoreError::Unavailable("too many registrations are waiting".into())
                    }
                    mpsc::error::TrySendError::Closed(_) => {
                        StoreError::Unavailable("the registering task has stopped".into())
                    }
                }
            })?;
        let written = answered.await.unwrap_or_else(|_| {
            Err(StoreError::Unavailable(
                "the registration was given up before it was committed".into(),
            ))
        })?;
        Ok(match written {
            Written::New(sealed) => Registration::New(Registered::committed(*sealed)),
            Written::Duplicate(row) => Registration::Duplicate(Box::new(row.registered()?)),
        })
    }

    /// Takes nothing new, finishes what has queued and waits for it.
    pub(super) async fn close(self) {
        drop(self.queue);
        if self.task.await.is_err() {
            tracing::error!("the registering task panicked");
        }
    }
}

/// The task: until the last handle is gone and the queue is empty.
#[expect(
    clippy::disallowed_methods,
    reason = "spaces commits, which no settable clock should change"
)]
async fn run(
    connections: Connections,
    mut queue: mpsc::Receiver<Queued>,
    batch_max: usize,
    counters: Arc<BatchCounters>,
) {
    let mut contexts = SigningContexts::default();
    let mut pace = Pace::default();
    loop {
        let mut batch = Vec::new();
        if queue.recv_many(&mut batch, batch_max).await == 0 {
            break;
        }
        let wait = pace.wait(Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
            while batch.len() < batch_max
                && let Ok(queued) = queue.try_recv()
            {
                batch.push(queued);
            }
        }
        pace.begun(Instant::now(), batch.len());
        counters.taken(batch.len());
        register(&connections, &mut contexts, batch).await;
    }
    connections.close();
}

/// One batch. A statement that fails for a reason of its rows is halved and repeated, down to the
/// row whose fault it is; one that the database could not take is a fault for everybody in it.
async fn register(
    connections: &Connections,
    contexts: &mut SigningContexts,
    mut batch: Vec<Queued>,
) {
    // In one order everywhere, so that two processes never wait for each other crosswise.
    batch.sort_unstable_by_key(|queued| queued.entry.key());
    let mut parts = vec![batch];
    while let Some(mut part) = parts.pop() {
        let entries: Vec<&Entry> = part.iter().map(|queued| &queued.entry).collect();
        match repeated(connections, contexts, &entries).await {
            Ok(found) => {
                // A crash before this line leaves the whole part without anybody knowing: callers
                // ask again and find what they wrote.
                for queued in part {
                    let written = found.written(queued.entry);
                    // The caller may have gone; then nobody wants the answer.
                    drop(queued.answer.send(Ok(written)));
                }
            }
            Err(Fault {
                error: StoreError::Corrupt(_),
                ..
            }) if part.len() > 1 => {
                let second = part.split_off(part.len() / 2);
                parts.push(second);
                parts.push(part);
            }
            Err(fault) => {
                tracing::error!(
                    fault = %fault.error, registrations = part.len(),
                    "a batch of registrations was not committed"
                );
                for queued in part {
                    drop(queued.answer.send(Err(again(&fault.error))));
                }
            }
        }
    }
}

async fn repeated(
    connections: &Connections,
    contexts: &mut SigningContexts,
    entries: &[&Entry],
) -> Outcome<Found> {
    for pause in PAUSES {
        match insert(connections, contexts, entries).await {
            Err(Fault {
                nature: Nature::Lost | Nature::RolledBack,
                ..
            }) => tokio::time::sleep(pause).await,
            outcome => return outcome,
        }
    }
    insert(connections, contexts, entries).await
}

/// The same error for another caller.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(what) => StoreError::Unavailable(what.clone()),
        StoreError::Corrupt(what) => StoreError::Corrupt(what.clone()),
    }
}
