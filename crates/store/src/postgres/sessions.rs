//! Browser sessions.

use async_trait::async_trait;
use jiff::Timestamp;

use super::PostgresStore;
use super::accounts::{ACCOUNT_COLUMNS, account, account_columns};
use super::columns::{millis, moment};
use super::connections::Session as Connection;
use super::faults::Outcome;
use crate::StoreResult;
use crate::accounts::{Account, AccountId};
use crate::sessions::{Session, Sessions};

#[async_trait]
impl Sessions for PostgresStore {
    async fn open_session(&self, session: Session, stale_before: Timestamp) -> StoreResult<()> {
        self.connections
            .transact(&(session, stale_before), |connection, (session, stale)| {
                Box::pin(open(connection, session, *stale))
            })
            .await
    }

    async fn session(&self, token_digest: &[u8; 32]) -> StoreResult<Option<(Session, Account)>> {
        let row = self
            .connections
            .row(
                concat!(
                    "SELECT ",
                    account_columns!(),
                    ", s.created_at, s.seen_at
                     FROM sessions s JOIN accounts a ON a.id = s.account
                     WHERE s.token_digest = $1"
                ),
                &[&token_digest.as_slice()],
            )
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let account = account(&row)?;
        let session = Session {
            token_digest: *token_digest,
            account: account.id,
            created_at: moment(&row, ACCOUNT_COLUMNS)?,
            seen_at: moment(&row, ACCOUNT_COLUMNS + 1)?,
        };
        Ok(Some((session, account)))
    }

    async fn touch_session(&self, token_digest: &[u8; 32], at: Timestamp) -> StoreResult<()> {
        self.connections
            .execute(
                "UPDATE sessions SET seen_at = $2 WHERE token_digest = $1 AND seen_at < $2",
                &[&token_digest.as_slice(), &millis(at)],
            )
            .await?;
        Ok(())
    }

    async fn close_session(&self, token_digest: &[u8; 32]) -> StoreResult<()> {
        self.connections
            .execute(
                "DELETE FROM sessions WHERE token_digest = $1",
                &[&token_digest.as_slice()],
            )
            .await?;
        Ok(())
    }

    async fn close_all_sessions(&self, account: AccountId) -> StoreResult<u64> {
        let AccountId(id) = account;
        self.connections
            .execute("DELETE FROM sessions WHERE account = $1", &[&id])
            .await
    }
}

async fn open(connection: &Connection, session: &Session, stale_before: Timestamp) -> Outcome<()> {
    let AccountId(id) = session.account;
    connection
        .execute(
            "DELETE FROM sessions WHERE account = $1 AND created_at < $2",
            &[&id, &millis(stale_before)],
        )
        .await?;
    connection
        .execute(
            "INSERT INTO sessions (token_digest, account, created_at, seen_at)
             VALUES ($1, $2, $3, $4)",
            &[
                &session.token_digest.as_slice(),
                &id,
                &millis(session.created_at),
                &millis(session.seen_at),
            ],
        )
        .await?;
    Ok(())
}
