//! The queue of messages.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, params};

use super::SqliteStore;
use super::columns::{Millis, corrupt};
use crate::messages::{AfterFailure, Delivery, NewMessage, Outbox, QueuedMessage, Route};
use crate::{StoreResult, codes};

/// Queues messages inside the operation that they belong to.
pub(super) fn queue(connection: &Connection, messages: &[NewMessage]) -> StoreResult<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO messages (route, sealed, created_at, due_at) VALUES (?1, ?2, ?3, ?3)",
    )?;
    for message in messages {
        let route = codes::route_number(message.route);
        statement.execute(params![route, message.sealed, Millis(message.created_at)])?;
    }
    Ok(())
}

fn newest(connection: &Connection, limit: u32) -> StoreResult<Vec<QueuedMessage>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, route, sealed, created_at, state, due_at, settled_at, tries, receipt, reason
         FROM messages ORDER BY id DESC LIMIT ?1",
    )?;
    let mut rows = statement.query([limit])?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        messages.push(queued(row)?);
    }
    Ok(messages)
}

fn queued(row: &Row<'_>) -> StoreResult<QueuedMessage> {
    let number = row.get(1)?;
    let route = codes::route(number).ok_or_else(|| corrupt(format!("message route {number}")))?;
    let (Millis(created_at), state, Millis(due_at)) = (row.get(3)?, row.get(4)?, row.get(5)?);
    let settled_at: Option<Millis> = row.get(6)?;
    let settled_at = settled_at.map(|Millis(at)| at);
    Ok(QueuedMessage {
        id: row.get(0)?,
        message: NewMessage {
            route,
            sealed: row.get(2)?,
            created_at,
        },
        delivery: Delivery {
            state: codes::delivery_state(state, due_at, settled_at)
                .ok_or_else(|| corrupt(format!("message state {state}")))?,
            tries: row.get(7)?,
            receipt: row.get(8)?,
            reason: row.get(9)?,
        },
    })
}

/// Every message that waits, whenever it is due, in the order of their numbers.
pub(super) fn each_waiting(
    connection: &Connection,
    mut told: impl FnMut(i64, NewMessage),
) -> StoreResult<()> {
    let mut statement = connection.prepare(
        "SELECT id, route, sealed, created_at, state, due_at, settled_at, tries, receipt, reason
         FROM messages WHERE state = 1 ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let QueuedMessage { id, message, .. } = queued(row)?;
        told(id, message);
    }
    Ok(())
}

/// Asked before anything is claimed, so that looking for messages writes nothing.
fn any_due(connection: &Connection, route: Route, now: Timestamp) -> StoreResult<bool> {
    let due = connection
        .prepare_cached("SELECT 1 FROM messages WHERE state = 1 AND route = ?1 AND due_at <= ?2")?
        .exists(params![codes::route_number(route), Millis(now)])?;
    Ok(due)
}

fn claim(
    connection: &Connection,
    route: Route,
    now: Timestamp,
    lease_ends_at: Timestamp,
    limit: u32,
) -> StoreResult<Vec<QueuedMessage>> {
    let mut statement = connection.prepare_cached(
        "UPDATE messages SET due_at = ?3, tries = tries + 1
         WHERE id IN (SELECT id FROM messages WHERE state = 1 AND route = ?1 AND due_at <= ?2
            ORDER BY due_at, id LIMIT ?4)
         RETURNING id, route, sealed, created_at, state, due_at, settled_at, tries, receipt, reason",
    )?;
    let route = codes::route_number(route);
    let mut rows = statement.query(params![route, Millis(now), Millis(lease_ends_at), limit])?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        messages.push(queued(row)?);
    }
    // RETURNING keeps no order.
    messages.sort_by_key(|message| message.id);
    Ok(messages)
}

fn sent(
    connection: &Connection,
    id: i64,
    receipt: Option<&str>,
    at: Timestamp,
) -> StoreResult<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE messages SET state = 2, settled_at = ?2, receipt = ?3, reason = NULL
             WHERE id = ?1 AND state <> 2",
        )?
        .execute(params![id, Millis(at), receipt])?;
    Ok(changed == 1)
}

fn failed(
    connection: &Connection,
    id: i64,
    try_number: u32,
    reason: &str,
    then: AfterFailure,
) -> StoreResult<bool> {
    let changed = match then {
        AfterFailure::TryAgain { at } => connection
            .prepare_cached(
                "UPDATE messages SET due_at = ?3, reason = ?4
                 WHERE id = ?1 AND tries = ?2 AND state = 1",
            )?
            .execute(params![id, try_number, Millis(at), reason])?,
        AfterFailure::GiveUp { at } => connection
            .prepare_cached(
                "UPDATE messages SET state = 3, settled_at = ?3, reason = ?4
                 WHERE id = ?1 AND tries = ?2 AND state = 1",
            )?
            .execute(params![id, try_number, Millis(at), reason])?,
    };
    Ok(changed == 1)
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

    async fn claim_messages(
        &self,
        route: Route,
        now: Timestamp,
        lease_s: u32,
        limit: u32,
    ) -> StoreResult<Vec<QueuedMessage>> {
        let due = self
            .readers
            .read(move |connection| any_due(connection, route, now))
            .await?;
        if !due {
            return Ok(Vec::new());
        }
        let lease = SignedDuration::from_secs(lease_s.into());
        let lease_ends_at = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        self.writer
            .write(move |connection| claim(connection, route, now, lease_ends_at, limit))
            .await
    }

    async fn message_sent(
        &self,
        id: i64,
        receipt: Option<String>,
        at: Timestamp,
    ) -> StoreResult<bool> {
        self.writer
            .write(move |connection| sent(connection, id, receipt.as_deref(), at))
            .await
    }

    async fn message_failed(
        &self,
        id: i64,
        try_number: u32,
        reason: &str,
        then: AfterFailure,
    ) -> StoreResult<bool> {
        let reason = reason.to_owned();
        self.writer
            .write(move |connection| failed(connection, id, try_number, &reason, then))
            .await
    }
}
