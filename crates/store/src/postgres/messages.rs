//! The queue of messages.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio_postgres::Row;

use super::PostgresStore;
use super::columns::{corrupt, millis, moment, moment_maybe, number, storable, value};
use super::connections::Session;
use super::faults::Outcome;
use crate::messages::{AfterFailure, Delivery, NewMessage, Outbox, QueuedMessage, Route};
use crate::{StoreResult, codes};

/// Queues messages inside the transaction that they belong to.
pub(super) async fn queue(session: &Session, messages: &[NewMessage]) -> Outcome<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let routes: Vec<i16> = messages
        .iter()
        .map(|message| codes::route_number(message.route))
        .collect();
    let sealed: Vec<&[u8]> = messages.iter().map(|message| &*message.sealed).collect();
    let created_at: Vec<i64> = messages
        .iter()
        .map(|message| millis(message.created_at))
        .collect();
    session
        .execute(
            "INSERT INTO messages (route, sealed, created_at, due_at)
             SELECT route, sealed, at, at
             FROM unnest($1::smallint[], $2::bytea[], $3::bigint[]) AS new (route, sealed, at)",
            &[&routes, &sealed, &created_at],
        )
        .await?;
    Ok(())
}

/// Messages that wait, whenever they are due, in the order of their numbers, behind one of them.
pub(super) async fn waiting(
    session: &Session,
    after: i64,
    limit: i64,
) -> Outcome<Vec<(i64, NewMessage)>> {
    let rows = session
        .rows(
            "SELECT id, route, sealed, created_at, state, due_at, settled_at, tries, receipt,
                reason
             FROM messages WHERE state = 1 AND id > $1 ORDER BY id LIMIT $2",
            &[&after, &limit],
        )
        .await?;
    let queued = rows.iter().map(queued);
    let waiting = queued.map(|one| one.map(|one| (one.id, one.message)));
    Ok(waiting.collect::<StoreResult<_>>()?)
}

#[async_trait]
impl Outbox for PostgresStore {
    async fn queue_messages(&self, messages: Vec<NewMessage>) -> StoreResult<()> {
        self.connections
            .transact(&*messages, |session, messages| {
                Box::pin(queue(session, messages))
            })
            .await
    }

    async fn newest_messages(&self, limit: u32) -> StoreResult<Vec<QueuedMessage>> {
        let rows = self
            .connections
            .rows(
                "SELECT id, route, sealed, created_at, state, due_at, settled_at, tries, receipt,
                    reason
                 FROM messages ORDER BY id DESC LIMIT $1",
                &[&i64::from(limit)],
            )
            .await?;
        rows.iter().map(queued).collect()
    }

    async fn claim_messages(
        &self,
        route: Route,
        now: Timestamp,
        lease_s: u32,
        limit: u32,
    ) -> StoreResult<Vec<QueuedMessage>> {
        let lease = SignedDuration::from_secs(lease_s.into());
        let lease_ends_at = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        // What another process is claiming at this moment is passed over, not waited for. The
        // array makes the inner query run once.
        let rows = self
            .connections
            .write(
                "UPDATE messages SET due_at = $3, tries = tries + 1
                 WHERE id = ANY (ARRAY(SELECT id FROM messages
                    WHERE state = 1 AND route = $1 AND due_at <= $2
                    ORDER BY due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED))
                 RETURNING id, route, sealed, created_at, state, due_at, settled_at, tries,
                    receipt, reason",
                &[
                    &codes::route_number(route),
                    &millis(now),
                    &millis(lease_ends_at),
                    &i64::from(limit),
                ],
            )
            .await?;
        let mut messages = rows.iter().map(queued).collect::<StoreResult<Vec<_>>>()?;
        messages.sort_by_key(|message| message.id);
        Ok(messages)
    }

    async fn message_sent(
        &self,
        id: i64,
        receipt: Option<String>,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let receipt = receipt.as_deref().map(storable);
        let changed = self
            .connections
            .execute(
                "UPDATE messages SET state = 2, settled_at = $2, receipt = $3, reason = NULL
                 WHERE id = $1 AND state <> 2",
                &[&id, &millis(at), &receipt.as_deref()],
            )
            .await?;
        Ok(changed == 1)
    }

    async fn message_failed(
        &self,
        id: i64,
        try_number: u32,
        reason: &str,
        then: AfterFailure,
    ) -> StoreResult<bool> {
        let (sql, at) = match then {
            AfterFailure::TryAgain { at } => (
                "UPDATE messages SET due_at = $3, reason = $4
                 WHERE id = $1 AND tries = $2 AND state = 1",
                at,
            ),
            AfterFailure::GiveUp { at } => (
                "UPDATE messages SET state = 3, settled_at = $3, reason = $4
                 WHERE id = $1 AND tries = $2 AND state = 1",
                at,
            ),
        };
        let changed = self
            .connections
            .execute(
                sql,
                &[
                    &id,
                    &i64::from(try_number),
                    &millis(at),
                    &&*storable(reason),
                ],
            )
            .await?;
        Ok(changed == 1)
    }
}

fn queued(row: &Row) -> StoreResult<QueuedMessage> {
    let (route, state): (i16, i16) = (value(row, 1)?, value(row, 4)?);
    let (due_at, settled_at) = (moment(row, 5)?, moment_maybe(row, 6)?);
    Ok(QueuedMessage {
        id: value(row, 0)?,
        message: NewMessage {
            route: codes::route(route.into())
                .ok_or_else(|| corrupt(format!("message route {route}")))?,
            sealed: value(row, 2)?,
            created_at: moment(row, 3)?,
        },
        delivery: Delivery {
            state: codes::delivery_state(state.into(), due_at, settled_at)
                .ok_or_else(|| corrupt(format!("message state {state}")))?,
            tries: number::<i64, _>(row, 7)?,
            receipt: value(row, 8)?,
            reason: value(row, 9)?,
        },
    })
}
