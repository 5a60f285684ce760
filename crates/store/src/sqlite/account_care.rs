//! Freezing accounts, and whether anything may be opened with one.

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{GstinText, Millis, corrupt};
use super::{SqliteStore, authenticators, proofs};
use crate::StoreResult;
use crate::account_care::{AccountCare, AccountUse, Freezing, Living};
use crate::accounts::{AccountId, Frozen};
use crate::proofs::Purpose;
use crate::sessions::{OpenedBy, SessionOpening};

/// What decides whether something may be opened with an account.
struct Standing {
    gstin: GstinText,
    password_hash: String,
    frozen: Option<Frozen>,
}

fn standing(connection: &Connection, account: AccountId) -> StoreResult<Option<Standing>> {
    let found = connection
        .prepare_cached(
            "SELECT gstin, password_hash, frozen_at, frozen_reason FROM accounts WHERE id = ?1",
        )?
        .query_row([account.0], |row| {
            Ok(Standing {
                gstin: row.get(0)?,
                password_hash: row.get(1)?,
                frozen: frozen(row.get(2)?, row.get(3)?),
            })
        })
        .optional()?;
    Ok(found)
}

/// A freeze from its two columns.
pub(super) fn frozen(at: Option<Millis>, reason: Option<String>) -> Option<Frozen> {
    at.map(|Millis(at)| Frozen {
        at,
        reason: reason.unwrap_or_default(),
    })
}

/// Whether something may be opened with an account at a moment. Uses up what it rests on, if it may
/// and that is good once.
pub(super) fn judge(
    connection: &Connection,
    account: AccountId,
    by: &OpenedBy,
    at: Timestamp,
) -> StoreResult<SessionOpening> {
    let Some(standing) = standing(connection, account)? else {
        return Ok(SessionOpening::Void);
    };
    let counts = match by {
        OpenedBy::Password(hash) => *hash == standing.password_hash,
        OpenedBy::Proof(proof) => {
            proofs::is_proved(connection, proof, &standing.gstin.0, Purpose::LogIn)?
        }
        OpenedBy::Authenticator { proof, .. } => {
            proofs::is_unproved(connection, proof, &standing.gstin.0, Purpose::LogIn)?
        }
    };
    if !counts {
        return Ok(SessionOpening::Void);
    }
    if standing.frozen.is_some() {
        return Ok(SessionOpening::Frozen);
    }
    match by {
        OpenedBy::Password(_) => {}
        OpenedBy::Proof(proof) => proofs::use_up(connection, proof, at)?,
        OpenedBy::Authenticator {
            proof,
            sealed,
            code,
        } => {
            if !authenticators::use_code(connection, account, sealed, code)? {
                return Ok(SessionOpening::Void);
            }
            proofs::use_up(connection, proof, at)?;
        }
    }
    Ok(SessionOpening::Opened)
}

/// Closes all that was opened with an account, but for one session if one is to go on. Tells how
/// many sessions ended and how many tokens are void.
pub(super) fn close_all(
    connection: &Connection,
    account: AccountId,
    kept: Option<&[u8; 32]>,
) -> StoreResult<(u64, u64)> {
    let sessions = close_sessions(connection, account, kept)?;
    let tokens = connection
        .prepare_cached("DELETE FROM api_tokens WHERE account = ?1")?
        .execute([account.0])?;
    Ok((sessions, tokens as u64))
}

/// Closes the browser sessions of an account, but for one if one is to go on, and tells how many.
pub(super) fn close_sessions(
    connection: &Connection,
    account: AccountId,
    kept: Option<&[u8; 32]>,
) -> StoreResult<u64> {
    let closed = connection
        .prepare_cached("DELETE FROM sessions WHERE account = ?1 AND token_digest IS NOT ?2")?
        .execute(params![account.0, kept])?;
    Ok(closed as u64)
}

#[async_trait]
impl AccountCare for SqliteStore {
    async fn freeze_account(&self, account: AccountId, frozen: Frozen) -> StoreResult<Freezing> {
        self.writer
            .write(move |connection| freeze(connection, account, &frozen))
            .await
    }

    async fn unfreeze_account(&self, account: AccountId) -> StoreResult<Option<Frozen>> {
        self.writer
            .write(move |connection| {
                let Some(Standing {
                    frozen: Some(frozen),
                    ..
                }) = standing(connection, account)?
                else {
                    return Ok(None);
                };
                connection
                    .prepare_cached(
                        "UPDATE accounts SET frozen_at = NULL, frozen_reason = NULL WHERE id = ?1",
                    )?
                    .execute([account.0])?;
                Ok(Some(frozen))
            })
            .await
    }

    async fn account_use(&self, account: AccountId, living: Living) -> StoreResult<AccountUse> {
        self.readers
            .look_up(|connection| account_use(connection, account, living))
            .await
    }
}

fn freeze(connection: &Connection, account: AccountId, new: &Frozen) -> StoreResult<Freezing> {
    let Some(standing) = standing(connection, account)? else {
        return Ok(Freezing::NoAccount);
    };
    if let Some(frozen) = standing.frozen {
        return Ok(Freezing::AlreadyFrozen(frozen));
    }
    connection
        .prepare_cached("UPDATE accounts SET frozen_at = ?2, frozen_reason = ?3 WHERE id = ?1")?
        .execute(params![account.0, Millis(new.at), new.reason])?;
    let (sessions_closed, tokens_voided) = close_all(connection, account, None)?;
    proofs::forget_open(connection, &standing.gstin.0, Purpose::LogIn)?;
    Ok(Freezing::Frozen {
        sessions_closed,
        tokens_voided,
    })
}

fn account_use(
    connection: &Connection,
    account: AccountId,
    living: Living,
) -> StoreResult<AccountUse> {
    let moment = |at: Option<Millis>| at.map(|Millis(at)| at);
    let found = connection
        .prepare_cached(
            "SELECT a.latest_login_at, s.n, s.newest, t.n, t.newest FROM accounts a,
                (SELECT count(*) AS n, max(seen_at) AS newest FROM sessions
                 WHERE account = ?1 AND created_at > ?2 AND seen_at > ?3) s,
                (SELECT count(*) AS n, max(issued_at) AS newest FROM api_tokens
                 WHERE account = ?1 AND expires_at > ?4) t
             WHERE a.id = ?1",
        )?
        .query_row(
            params![
                account.0,
                Millis(living.began_after),
                Millis(living.used_after),
                Millis(living.token_ends_after),
            ],
            |row| {
                Ok(AccountUse {
                    latest_login_at: moment(row.get(0)?),
                    sessions: row.get(1)?,
                    session_used_at: moment(row.get(2)?),
                    tokens: row.get(3)?,
                    token_issued_at: moment(row.get(4)?),
                })
            },
        )
        .optional()?;
    found.ok_or_else(|| corrupt(format!("there is no account {}", account.0)))
}
