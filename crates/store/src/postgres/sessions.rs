//! Browser sessions.

use async_trait::async_trait;
use jiff::Timestamp;

use super::accounts::{ACCOUNT_COLUMNS, account, account_columns};
use super::columns::{bytes_32, millis, moment};
use super::connections::Session as Connection;
use super::faults::Outcome;
use super::{PostgresStore, account_care, authenticators};
use crate::StoreResult;
use crate::accounts::{Account, AccountId};
use crate::sessions::{OpenedBy, Session, SessionOpening, Sessions};

#[async_trait]
impl Sessions for PostgresStore {
    async fn open_session(
        &self,
        session: Session,
        by: OpenedBy,
        stale_before: Timestamp,
    ) -> StoreResult<SessionOpening> {
        self.connections
            .transact(&(session, by, stale_before), |connection, context| {
                let (session, by, stale_before) = context;
                Box::pin(open(connection, session, by, *stale_before))
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

    async fn close_other_sessions(&self, account: AccountId, kept: &[u8; 32]) -> StoreResult<u64> {
        self.connections
            .execute(
                "DELETE FROM sessions WHERE account = $1 AND token_digest <> $2",
                &[&account.0, &kept.as_slice()],
            )
            .await
    }

    async fn sessions_of(&self, account: AccountId, limit: u32) -> StoreResult<Vec<Session>> {
        let rows = self
            .connections
            .rows(
                "SELECT token_digest, created_at, seen_at FROM sessions WHERE account = $1
                 ORDER BY seen_at DESC, token_digest LIMIT $2",
                &[&account.0, &i64::from(limit)],
            )
            .await?;
        let session = |row| {
            Ok(Session {
                token_digest: bytes_32(row, 0)?,
                account,
                created_at: moment(row, 1)?,
                seen_at: moment(row, 2)?,
            })
        };
        rows.iter().map(session).collect()
    }
}

async fn open(
    connection: &Connection,
    session: &Session,
    by: &OpenedBy,
    stale_before: Timestamp,
) -> Outcome<SessionOpening> {
    let judged = account_care::judge(connection, session.account, by, session.created_at).await?;
    if judged != SessionOpening::Opened {
        return Ok(judged);
    }
    // Set up since the password was right; what was proved for that login is lost.
    if !matches!(by, OpenedBy::Authenticator { .. })
        && authenticators::is_in_force(connection, session.account).await?
    {
        return Ok(SessionOpening::Void);
    }
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
    Ok(judged)
}
