//! Connections, and the two ways of using one: a statement, and a transaction.
//!
//! Everything that waits has a bound: for a connection, for connecting, for a statement, for a
//! lock. A connection whose statement did not end, or whose transaction did not, is thrown away;
//! the server then undoes what was begun.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::{
    ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime,
    Timeouts,
};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, SimpleQueryMessage};

use super::faults::{Fault, Nature, Outcome};
use super::settings::Settings;
use crate::{StoreError, StoreResult};

/// Most callers that wait for a connection, or for it to be made; one more is refused at once.
pub(super) const WAITING_MAX: usize = 4_096;
/// How long a caller waits for a connection.
const WAIT_MAX: Duration = Duration::from_secs(2);
/// How long making a connection may take, with all its addresses and checks.
const CREATE_MAX: Duration = Duration::from_secs(6);
/// How much longer than the server this side waits for a statement's end.
const ANSWER_MARGIN: Duration = Duration::from_secs(1);
/// The longest time that the server understands, with room for twice as long.
const STATEMENT_DURATION_CEILING: Duration = Duration::from_secs(24 * 3_600);
/// How often a statement is tried: it was rolled back for another's sake, or only reads and lost
/// its connection.
const ATTEMPTS: u32 = 3;
/// The oldest server, as `server_version_num` counts.
const SERVER_VERSION_MIN: u32 = 140_000;

/// Values of a statement.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// What a transaction's function returns.
pub(super) type Step<'t, T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send + 't>>;

/// All connections of a kind.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pool: Pool,
    answer_duration_max: Duration,
}

impl Connections {
    /// Up to so many connections for each use, made when they are needed.
    pub(super) fn new<const USES: usize>(
        settings: &Settings,
        counts: [usize; USES],
    ) -> StoreResult<[Self; USES]> {
        let config = settings.config()?;
        let tls = settings.tls(&config)?;
        let mut uses = Vec::with_capacity(USES);
        for count in counts {
            let manager = Manager::from_config(
                config.clone(),
                tls.clone(),
                ManagerConfig {
                    recycling_method: RecyclingMethod::Fast,
                },
            );
            uses.push(Self::over(manager, settings, count)?);
        }
        Ok(uses.try_into().expect("there is one for each count"))
    }

    fn over(manager: Manager, settings: &Settings, count: usize) -> StoreResult<Self> {
        let statement_duration_max = settings.statement_duration_max;
        let pool = Pool::builder(manager)
            .max_size(count.max(1))
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts {
                wait: Some(WAIT_MAX),
                create: Some(CREATE_MAX),
                recycle: Some(WAIT_MAX),
            })
            .post_create(Hook::async_fn(move |client, _| {
                Box::pin(prepare(client, statement_duration_max))
            }))
            .build()
            .map_err(|fault| StoreError::Unavailable(format!("connections: {fault}")))?;
        Ok(Self {
            pool,
            answer_duration_max: statement_duration_max.saturating_add(ANSWER_MARGIN),
        })
    }

    /// Lends a connection.
    pub(super) async fn session(&self) -> Outcome<Session> {
        if self.pool.status().waiting >= WAITING_MAX {
            return Err(Fault::unavailable(
                "too many are waiting for a connection to the database",
            ));
        }
        Ok(Session {
            lent: Some(self.pool.get().await?),
            in_transaction: AtomicBool::new(false),
            spoilt: AtomicBool::new(false),
            answer_duration_max: self.answer_duration_max,
        })
    }

    /// Reads rows. Repeated when the connection is lost on the way.
    pub(super) async fn rows(&self, sql: &str, values: Values<'_>) -> StoreResult<Vec<Row>> {
        let rows = self
            .repeat(&[Nature::RolledBack, Nature::Lost], sql, values)
            .await?;
        Ok(rows)
    }

    /// Reads a row, if there is one.
    pub(super) async fn row(&self, sql: &str, values: Values<'_>) -> StoreResult<Option<Row>> {
        Ok(self.rows(sql, values).await?.pop())
    }

    /// Runs one statement that writes and returns rows.
    pub(super) async fn write(&self, sql: &str, values: Values<'_>) -> StoreResult<Vec<Row>> {
        Ok(self.repeat(&[Nature::RolledBack], sql, values).await?)
    }

    /// Runs one statement that writes, and tells how many rows it touched.
    pub(super) async fn execute(&self, sql: &str, values: Values<'_>) -> StoreResult<u64> {
        for _ in 1..ATTEMPTS {
            match self.session().await?.execute(sql, values).await {
                Err(fault) if fault.nature == Nature::RolledBack => {}
                outcome => return Ok(outcome?),
            }
        }
        Ok(self.session().await?.execute(sql, values).await?)
    }

    async fn repeat(&self, natures: &[Nature], sql: &str, values: Values<'_>) -> Outcome<Vec<Row>> {
        for _ in 1..ATTEMPTS {
            match self.session().await?.rows(sql, values).await {
                Err(fault) if natures.contains(&fault.nature) => {}
                outcome => return outcome,
            }
        }
        self.session().await?.rows(sql, values).await
    }

    /// Runs `steps` as one transaction; `Err` of it undoes everything. Repeated from the start
    /// when the server rolled it back for another's sake, so `steps` has no effect but the
    /// database's.
    pub(super) async fn transact<C, T, F>(&self, context: &C, steps: F) -> StoreResult<T>
    where
        C: Sync + ?Sized,
        T: Send,
        F: for<'t> Fn(&'t Session, &'t C) -> Step<'t, T> + Send + Sync,
    {
        for _ in 1..ATTEMPTS {
            match self.session().await?.transact(context, &steps).await {
                Err(fault) if fault.nature == Nature::RolledBack => {}
                outcome => return Ok(outcome?),
            }
        }
        Ok(self.session().await?.transact(context, &steps).await?)
    }

    /// Ends all connections, when they come back.
    pub(super) fn close(&self) {
        self.pool.close();
    }
}

/// A connection on loan.
#[derive(Debug)]
pub(super) struct Session {
    lent: Option<Object>,
    in_transaction: AtomicBool,
    /// A statement is under way, or something is wrong with the connection.
    spoilt: AtomicBool,
    answer_duration_max: Duration,
}

impl Session {
    /// Lets statements take as long as they take, here and on the server, until the end of the
    /// transaction that has been begun. For checks and copies.
    pub(super) async fn be_patient(&mut self) -> Outcome<()> {
        self.command("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
            .await?;
        self.answer_duration_max = Duration::MAX;
        Ok(())
    }

    /// Reads or writes, and returns rows.
    pub(super) async fn rows(&self, sql: &str, values: Values<'_>) -> Outcome<Vec<Row>> {
        let client = self.client();
        self.answered(async {
            let statement = client.prepare_cached(sql).await?;
            client.query(&statement, values).await
        })
        .await
    }

    /// The row, if there is one.
    pub(super) async fn row(&self, sql: &str, values: Values<'_>) -> Outcome<Option<Row>> {
        Ok(self.rows(sql, values).await?.pop())
    }

    /// Writes, and tells how many rows were touched.
    pub(super) async fn execute(&self, sql: &str, values: Values<'_>) -> Outcome<u64> {
        let client = self.client();
        self.answered(async {
            let statement = client.prepare_cached(sql).await?;
            client.execute(&statement, values).await
        })
        .await
    }

    /// Runs statements without values.
    pub(super) async fn command(&self, sql: &str) -> Outcome<()> {
        self.answered(self.client().batch_execute(sql)).await
    }

    /// Begins a transaction; it ends by `COMMIT`, or with the session.
    pub(super) async fn begin(&self) -> Outcome<()> {
        self.command("BEGIN").await?;
        self.in_transaction.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Ends a transaction well.
    pub(super) async fn commit(&self) -> Outcome<()> {
        self.command("COMMIT").await?;
        self.in_transaction.store(false, Ordering::Relaxed);
        Ok(())
    }

    async fn transact<C, T, F>(&self, context: &C, steps: &F) -> Outcome<T>
    where
        C: Sync + ?Sized,
        F: for<'t> Fn(&'t Session, &'t C) -> Step<'t, T>,
    {
        self.begin().await?;
        match steps(self, context).await {
            Ok(value) => {
                self.commit().await?;
                Ok(value)
            }
            Err(fault) => {
                if self.command("ROLLBACK").await.is_ok() {
                    self.in_transaction.store(false, Ordering::Relaxed);
                }
                Err(fault)
            }
        }
    }

    /// Waits for an answer, and not for ever. Whoever stops waiting leaves the session spoilt.
    async fn answered<T>(
        &self,
        asked: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Outcome<T> {
        self.spoilt.store(true, Ordering::Relaxed);
        let Ok(answer) = tokio::time::timeout(self.answer_duration_max, asked).await else {
            return Err(Fault::unavailable("the database did not answer in time"));
        };
        let outcome = answer.map_err(Fault::from);
        let lost = matches!(&outcome, Err(fault) if fault.nature == Nature::Lost);
        self.spoilt.store(lost, Ordering::Relaxed);
        outcome
    }

    fn client(&self) -> &ClientWrapper {
        self.lent
            .as_ref()
            .expect("a session has its connection until it is dropped")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let spoilt = self.spoilt.load(Ordering::Relaxed);
        if (spoilt || self.in_transaction.load(Ordering::Relaxed))
            && let Some(lent) = self.lent.take()
        {
            // Not back to the others: dropping it closes the connection.
            drop(Object::take(lent));
        }
    }
}

/// Makes a new connection fit for use, or refuses it. One round trip.
async fn prepare(
    client: &mut ClientWrapper,
    statement_duration_max: Duration,
) -> Result<(), HookError> {
    let millis = statement_duration_max
        .min(STATEMENT_DURATION_CEILING)
        .as_millis();
    // Locks are waited for at most half as long, so that whoever waits for one is told of it and
    // not of the statement. Compiling plans costs more than our plans take.
    let sql = format!(
        "SET statement_timeout = {millis}; SET lock_timeout = {};
         SET idle_in_transaction_session_timeout = {};
         SET default_transaction_isolation = 'read committed'; SET jit = off;
         SELECT current_setting('server_version_num'), current_setting('server_encoding'),
            current_setting('fsync'), current_setting('full_page_writes'),
            current_setting('synchronous_commit')",
        millis / 2,
        millis * 2,
    );
    let answers = client
        .simple_query(&sql)
        .await
        .map_err(HookError::Backend)?;
    let row = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    let setting = |column| row.and_then(|row| row.get(column)).unwrap_or_default();
    let version = setting(0).parse().unwrap_or(0);
    if version < SERVER_VERSION_MIN {
        return Err(HookError::message(format!(
            "the server is PostgreSQL {}; {} is the oldest that will do",
            version / 10_000,
            SERVER_VERSION_MIN / 10_000
        )));
    }
    if setting(1) != "UTF8" {
        return Err(HookError::message(format!(
            "the database's encoding is {}; create it with ENCODING 'UTF8'",
            setting(1)
        )));
    }
    for (column, name) in [(2, "fsync"), (3, "full_page_writes")] {
        if setting(column) != "on" {
            return Err(undurable(name, setting(column)));
        }
    }
    if !["on", "remote_apply"].contains(&setting(4)) {
        return Err(undurable("synchronous_commit", setting(4)));
    }
    Ok(())
}

/// What was answered as registered would not outlive a crash.
fn undurable(name: &str, value: &str) -> HookError {
    HookError::message(format!(
        "the server's {name} is {value}, and a crash would lose what was answered; set it to on"
    ))
}
