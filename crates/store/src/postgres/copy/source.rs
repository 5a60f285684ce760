//! The embedded database, read in pages of one snapshot.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use super::tables::{Kind, Table};
use crate::postgres::columns::{corrupt, storable};
use crate::{StoreError, StoreResult, sqlite};

/// The values of one column in many rows.
#[derive(Debug)]
pub(super) enum Values {
    Numbers(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

/// Rows of a table, a column at a time.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) rows: u64,
    pub(super) columns: Vec<Values>,
    /// The last row's key; the next page begins after it.
    pub(super) last: Option<Value>,
}

/// The embedded database.
pub(super) struct Source {
    /// Taken while a thread reads with it.
    connection: Option<Connection>,
    /// Changes with every commit of anybody else.
    data_version: i64,
}

impl Source {
    /// Opens the file, brings it up to date, and takes a snapshot.
    pub(super) async fn open(path: &Path) -> StoreResult<Self> {
        let path = path.to_owned();
        let opened = tokio::task::spawn_blocking(move || {
            let connection = sqlite::open_to_copy(&path)?;
            let data_version = data_version(&connection)?;
            connection.execute_batch("BEGIN")?;
            StoreResult::Ok(Self {
                connection: Some(connection),
                data_version,
            })
        });
        opened.await.map_err(|fault| ended(&fault))?
    }

    /// What tells this database from others: its first document.
    pub(super) async fn identity(&mut self) -> StoreResult<String> {
        self.read(|connection| {
            Ok(connection.query_row(
                "SELECT coalesce((SELECT hex(irn) FROM invoices ORDER BY ack_no LIMIT 1), '')",
                [],
                |row| row.get(0),
            )?)
        })
        .await
    }

    /// The latest `id` that a table's rows had, or that none may have: a restoration skips some.
    pub(super) async fn latest_id(&mut self, table: &'static Table) -> StoreResult<i64> {
        self.read(|connection| {
            let sql = format!(
                "SELECT max(coalesce((SELECT max(id) FROM {}), 0),
                    coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = ?1), 0))",
                table.name
            );
            Ok(connection.query_row(&sql, [table.name], |row| row.get(0))?)
        })
        .await
    }

    /// Rows of a table.
    pub(super) async fn count(&mut self, table: &'static Table) -> StoreResult<u64> {
        self.read(|connection| {
            let sql = format!("SELECT count(*) FROM {}", table.name);
            Ok(connection.query_row(&sql, [], |row| row.get(0))?)
        })
        .await
    }

    /// The next rows of a table in the order of its key.
    pub(super) async fn batch(
        &mut self,
        table: &'static Table,
        after: Option<Value>,
        limit: u32,
    ) -> StoreResult<Batch> {
        self.read(move |connection| page(connection, table, after, limit))
            .await
    }

    /// Fails when somebody has written since the snapshot.
    pub(super) async fn require_unchanged(&mut self) -> StoreResult<()> {
        let before = self.data_version;
        self.read(move |connection| {
            connection.execute_batch("COMMIT")?;
            if data_version(connection)? == before {
                Ok(())
            } else {
                Err(corrupt(
                    "the embedded database was written to while it was copied: stop the server \
                     and start over with an empty PostgreSQL database",
                ))
            }
        })
        .await
    }

    /// Reads on a thread for blocking work.
    async fn read<T: Send + 'static>(
        &mut self,
        query: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let connection = self
            .connection
            .take()
            .ok_or_else(|| StoreError::Unavailable("an earlier read was given up".into()))?;
        let reading = tokio::task::spawn_blocking(move || {
            let answer = query(&connection);
            (connection, answer)
        });
        let (connection, answer) = reading.await.map_err(|fault| ended(&fault))?;
        self.connection = Some(connection);
        answer
    }
}

fn data_version(connection: &Connection) -> StoreResult<i64> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

fn ended(fault: &tokio::task::JoinError) -> StoreError {
    StoreError::Unavailable(format!("reading the embedded database: {fault}"))
}

fn page(
    connection: &Connection,
    table: &Table,
    after: Option<Value>,
    limit: u32,
) -> StoreResult<Batch> {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("{}.{}", column.of, column.name))
        .collect();
    let condition = match &after {
        Some(_) => format!("WHERE {} > ?1", table.key),
        None => String::new(),
    };
    let sql = format!(
        "SELECT {key}, {columns} FROM {name} t {join} {condition} ORDER BY {key} LIMIT {limit}",
        key = table.key,
        columns = columns.join(", "),
        name = table.name,
        join = table.join,
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(after))?;
    let mut batch = Batch {
        rows: 0,
        columns: table
            .columns
            .iter()
            .map(|column| Values::of(column.kind))
            .collect(),
        last: None,
    };
    while let Some(row) = rows.next()? {
        batch.rows += 1;
        batch.last = Some(row.get(0)?);
        for (at, values) in (1..).zip(&mut batch.columns) {
            values.push(row.get_ref(at)?)?;
        }
    }
    Ok(batch)
}

impl Values {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Number => Self::Numbers(Vec::new()),
            Kind::Text => Self::Texts(Vec::new()),
            Kind::Bytes => Self::Bytes(Vec::new()),
        }
    }

    fn push(&mut self, value: ValueRef<'_>) -> StoreResult<()> {
        let strange = || corrupt("a column of the embedded database holds another type");
        match (self, value) {
            (Self::Numbers(values), ValueRef::Null) => values.push(None),
            (Self::Numbers(values), ValueRef::Integer(number)) => values.push(Some(number)),
            (Self::Texts(values), ValueRef::Null) => values.push(None),
            (Self::Texts(values), ValueRef::Text(text)) => {
                let text = str::from_utf8(text).map_err(|_| strange())?;
                values.push(Some(storable(text).into_owned()));
            }
            (Self::Bytes(values), ValueRef::Null) => values.push(None),
            (Self::Bytes(values), ValueRef::Blob(bytes)) => values.push(Some(bytes.to_vec())),
            _ => return Err(strange()),
        }
        Ok(())
    }
}
