//! Browser sessions.

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::accounts::{account, account_columns};
use super::columns::Millis;
use super::{SqliteStore, account_care, authenticators};
use crate::StoreResult;
use crate::accounts::{Account, AccountId};
use crate::sessions::{OpenedBy, Session, SessionOpening, Sessions};

#[async_trait]
impl Sessions for SqliteStore {
    async fn open_session(
        &self,
        session: Session,
        by: OpenedBy,
        stale_before: Timestamp,
    ) -> StoreResult<SessionOpening> {
        self.writer
            .write(move |connection| {
                let judged =
                    account_care::judge(connection, session.account, &by, session.created_at)?;
                if judged != SessionOpening::Opened {
                    return Ok(judged);
                }
                // Set up since the password was right; what was proved for that login is lost.
                if !matches!(by, OpenedBy::Authenticator { .. })
                    && authenticators::is_in_force(connection, session.account)?
                {
                    return Ok(SessionOpening::Void);
                }
                let AccountId(account) = session.account;
                connection
                    .prepare_cached("DELETE FROM sessions WHERE account = ?1 AND created_at < ?2")?
                    .execute(params![account, Millis(stale_before)])?;
                connection
                    .prepare_cached(
                        "INSERT INTO sessions (token_digest, account, created_at, seen_at)
                         VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![
                        session.token_digest,
                        account,
                        Millis(session.created_at),
                        Millis(session.seen_at),
                    ])?;
                Ok(judged)
            })
            .await
    }

    async fn session(&self, token_digest: &[u8; 32]) -> StoreResult<Option<(Session, Account)>> {
        self.readers
            .look_up(|connection| find(connection, token_digest))
            .await
    }

    async fn touch_session(&self, token_digest: &[u8; 32], at: Timestamp) -> StoreResult<()> {
        let token_digest = *token_digest;
        self.writer
            .write(move |connection| {
                connection
                    .prepare_cached(
                        "UPDATE sessions SET seen_at = ?2 WHERE token_digest = ?1 AND seen_at < ?2",
                    )?
                    .execute(params![token_digest, Millis(at)])?;
                Ok(())
            })
            .await
    }

    async fn close_session(&self, token_digest: &[u8; 32]) -> StoreResult<()> {
        let token_digest = *token_digest;
        self.writer
            .write(move |connection| {
                connection
                    .prepare_cached("DELETE FROM sessions WHERE token_digest = ?1")?
                    .execute([token_digest])?;
                Ok(())
            })
            .await
    }

    async fn close_all_sessions(&self, account: AccountId) -> StoreResult<u64> {
        self.writer
            .write(move |connection| {
                let closed = connection
                    .prepare_cached("DELETE FROM sessions WHERE account = ?1")?
                    .execute([account.0])?;
                Ok(closed as u64)
            })
            .await
    }

    async fn close_other_sessions(&self, account: AccountId, kept: &[u8; 32]) -> StoreResult<u64> {
        let kept = *kept;
        self.writer
            .write(move |connection| {
                let closed = connection
                    .prepare_cached(
                        "DELETE FROM sessions WHERE account = ?1 AND token_digest <> ?2",
                    )?
                    .execute(params![account.0, kept])?;
                Ok(closed as u64)
            })
            .await
    }

    async fn sessions_of(&self, account: AccountId, limit: u32) -> StoreResult<Vec<Session>> {
        self.readers
            .look_up(|connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT token_digest, created_at, seen_at FROM sessions WHERE account = ?1
                     ORDER BY seen_at DESC, token_digest LIMIT ?2",
                )?;
                let rows = statement.query_map(params![account.0, limit], |row| {
                    let (Millis(created_at), Millis(seen_at)) = (row.get(1)?, row.get(2)?);
                    Ok(Session {
                        token_digest: row.get(0)?,
                        account,
                        created_at,
                        seen_at,
                    })
                })?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            })
            .await
    }
}

fn find(
    connection: &Connection,
    token_digest: &[u8; 32],
) -> StoreResult<Option<(Session, Account)>> {
    let found = connection
        .prepare_cached(concat!(
            "SELECT ",
            account_columns!(),
            ", s.created_at AS s_created_at, s.seen_at
             FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.token_digest = ?1"
        ))?
        .query_row([token_digest], |row| {
            let account = account(row)?;
            let (Millis(created_at), Millis(seen_at)) =
                (row.get("s_created_at")?, row.get("seen_at")?);
            let session = Session {
                token_digest: *token_digest,
                account: account.id,
                created_at,
                seen_at,
            };
            Ok((session, account))
        })
        .optional()?;
    Ok(found)
}
