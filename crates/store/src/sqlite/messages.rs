//! The queue of messages.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::SqliteStore;
use super::columns::{Millis, corrupt};
use crate::StoreResult;
use crate::messages::{NewMessage, Outbox, QueuedMessage, Route};

const SMS: i64 = 1;
const EMAIL: i64 = 2;

/// Queues messages inside the operation that they belong to.
pub(super) fn queue(connection: &Connection, messages: &[NewMessage]) -> StoreResult<()> {
    let mut statement = connection
        .prepare_cached("INSERT INTO messages (route, sealed, created_at) VALUES (?1, ?2, ?3)")?;
    for message in messages {
        let route = match message.route {
            Route::Sms => SMS,
            Route::Email => EMAIL,
        };
        statement.execute(params![route, message.sealed, Millis(message.created_at)])?;
    }
    Ok(())
}

fn newest(connection: &Connection, limit: u32) -> StoreResult<Vec<QueuedMessage>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, route, sealed, created_at FROM messages ORDER BY id DESC LIMIT ?1",
    )?;
    let mut rows = statement.query([limit])?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        let Millis(created_at) = row.get(3)?;
        messages.push(QueuedMessage {
            id: row.get(0)?,
            message: NewMessage {
                route: match row.get(1)? {
                    SMS => Route::Sms,
                    EMAIL => Route::Email,
                    other => return Err(corrupt(format!("message route {other}"))),
                },
                sealed: row.get(2)?,
                created_at,
            },
        });
    }
    Ok(messages)
}

#[async_trait]
impl Outbox for SqliteStore {
    async fn queue_messages(&self, messages: Vec<NewMessage>) -> StoreResult<()> {
        self.writer
            .write(move |connection| queue(connection, &messages))
            .await
    }

    async fn newest_messages(&self, limit: u32) -> StoreResult<Vec<QueuedMessage>> {
        self.readers
            .read(move |connection| newest(connection, limit))
            .await
    }
}
