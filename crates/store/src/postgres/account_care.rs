//! Freezing accounts, and whether anything may be opened with one.
//!
//! Whoever opens something holds the account's row in share until the commit; whoever freezes it
//! or sets its password holds it alone. So what was opened before is seen and closed, and what is
//! opened after is judged by what is left. The lock is a statement of its own: the next statement
//! sees what the one that was waited for has left.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::columns::{corrupt, gstin, millis, moment_maybe, number, value};
use super::connections::Session;
use super::faults::Outcome;
use super::{PostgresStore, authenticators, proofs};
use crate::StoreResult;
use crate::account_care::{AccountCare, AccountUse, Freezing, Living};
use crate::accounts::{AccountId, Frozen};
use crate::proofs::Purpose;
use crate::sessions::{OpenedBy, SessionOpening};

/// What decides whether something may be opened with an account.
struct Standing {
    gstin: Gstin,
    password_hash: String,
    frozen: Option<Frozen>,
}

const IN_SHARE: &str = "
    SELECT gstin, password_hash, frozen_at, frozen_reason FROM accounts WHERE id = $1 FOR SHARE";
const ALONE: &str = "
    SELECT gstin, password_hash, frozen_at, frozen_reason FROM accounts WHERE id = $1
    FOR NO KEY UPDATE";

async fn standing(session: &Session, how: &str, account: AccountId) -> Outcome<Option<Standing>> {
    let Some(row) = session.row(how, &[&account.0]).await? else {
        return Ok(None);
    };
    Ok(Some(Standing {
        gstin: gstin(&row, 0)?,
        password_hash: value(&row, 1)?,
        frozen: frozen(&row, 2)?,
    }))
}

/// A freeze from its two columns, beginning with `first`.
pub(super) fn frozen(row: &Row, first: usize) -> StoreResult<Option<Frozen>> {
    let reason: Option<String> = value(row, first + 1)?;
    Ok(moment_maybe(row, first)?.map(|at| Frozen {
        at,
        reason: reason.unwrap_or_default(),
    }))
}

/// Whether something may be opened with an account at a moment; it stays so until the end of the
/// transaction. Uses up what it rests on, if it may and that is good once.
pub(super) async fn judge(
    session: &Session,
    account: AccountId,
    by: &OpenedBy,
    at: Timestamp,
) -> Outcome<SessionOpening> {
    let Some(standing) = standing(session, IN_SHARE, account).await? else {
        return Ok(SessionOpening::Void);
    };
    let counts = match by {
        OpenedBy::Password(hash) => *hash == standing.password_hash,
        OpenedBy::Proof(proof) => {
            proofs::is_proved(session, proof, &standing.gstin, Purpose::LogIn).await?
        }
        OpenedBy::Authenticator { proof, .. } => {
            authenticators::hold(session, account).await?;
            proofs::is_unproved(session, proof, &standing.gstin, Purpose::LogIn).await?
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
        OpenedBy::Proof(proof) => proofs::use_up(session, proof, at).await?,
        OpenedBy::Authenticator {
            proof,
            sealed,
            code,
        } => {
            if !authenticators::use_code(session, account, sealed, code).await? {
                return Ok(SessionOpening::Void);
            }
            proofs::use_up(session, proof, at).await?;
        }
    }
    Ok(SessionOpening::Opened)
}

/// Closes all that was opened with an account whose row is held alone, but for one session if one
/// is to go on. Tells how many sessions ended and how many tokens are void.
pub(super) async fn close_all(
    session: &Session,
    account: AccountId,
    kept: Option<&[u8; 32]>,
) -> Outcome<(u64, u64)> {
    let sessions = close_sessions(session, account, kept).await?;
    let tokens = session
        .execute("DELETE FROM api_tokens WHERE account = $1", &[&account.0])
        .await?;
    Ok((sessions, tokens))
}

/// Closes the browser sessions of an account whose row is held alone, but for one if one is to go
/// on, and tells how many.
pub(super) async fn close_sessions(
    session: &Session,
    account: AccountId,
    kept: Option<&[u8; 32]>,
) -> Outcome<u64> {
    let kept = kept.map(<[u8; 32]>::as_slice);
    session
        .execute(
            "DELETE FROM sessions WHERE account = $1 AND token_digest IS DISTINCT FROM $2",
            &[&account.0, &kept],
        )
        .await
}

/// Whether somebody who is logged in may change an account: it is not frozen, and the session
/// lives. Holds the account's row alone and the session's; whoever ended the session meanwhile
/// wins.
pub(super) async fn may_change(
    session: &Session,
    account: AccountId,
    token_digest: &[u8; 32],
) -> Outcome<bool> {
    let standing = standing(session, ALONE, account).await?;
    if standing.is_none_or(|standing| standing.frozen.is_some()) {
        return Ok(false);
    }
    lives(session, account, token_digest).await
}

/// Whether a browser session of an account lives; holds its row.
pub(super) async fn lives(
    session: &Session,
    account: AccountId,
    token_digest: &[u8; 32],
) -> Outcome<bool> {
    let row = session
        .row(
            "SELECT 1 FROM sessions WHERE token_digest = $1 AND account = $2 FOR UPDATE",
            &[&token_digest.as_slice(), &account.0],
        )
        .await?;
    Ok(row.is_some())
}

#[async_trait]
impl AccountCare for PostgresStore {
    async fn freeze_account(&self, account: AccountId, frozen: Frozen) -> StoreResult<Freezing> {
        self.connections
            .transact(&(account, frozen), |session, (account, frozen)| {
                Box::pin(freeze(session, *account, frozen))
            })
            .await
    }

    async fn unfreeze_account(&self, account: AccountId) -> StoreResult<Option<Frozen>> {
        self.connections
            .transact(&account, |session, account| {
                Box::pin(unfreeze(session, *account))
            })
            .await
    }

    async fn account_use(&self, account: AccountId, living: Living) -> StoreResult<AccountUse> {
        let row = self
            .connections
            .row(
                "SELECT a.latest_login_at, s.n, s.newest, t.n, t.newest FROM accounts a,
                    (SELECT count(*) AS n, max(seen_at) AS newest FROM sessions
                     WHERE account = $1 AND created_at > $2 AND seen_at > $3) s,
                    (SELECT count(*) AS n, max(issued_at) AS newest FROM api_tokens
                     WHERE account = $1 AND expires_at > $4) t
                 WHERE a.id = $1",
                &[
                    &account.0,
                    &millis(living.began_after),
                    &millis(living.used_after),
                    &millis(living.token_ends_after),
                ],
            )
            .await?;
        let row = row.ok_or_else(|| corrupt(format!("there is no account {}", account.0)))?;
        Ok(AccountUse {
            latest_login_at: moment_maybe(&row, 0)?,
            sessions: number::<i64, _>(&row, 1)?,
            session_used_at: moment_maybe(&row, 2)?,
            tokens: number::<i64, _>(&row, 3)?,
            token_issued_at: moment_maybe(&row, 4)?,
        })
    }
}

async fn freeze(session: &Session, account: AccountId, new: &Frozen) -> Outcome<Freezing> {
    let Some(standing) = standing(session, ALONE, account).await? else {
        return Ok(Freezing::NoAccount);
    };
    if let Some(frozen) = standing.frozen {
        return Ok(Freezing::AlreadyFrozen(frozen));
    }
    session
        .execute(
            "UPDATE accounts SET frozen_at = $2, frozen_reason = $3 WHERE id = $1",
            &[&account.0, &millis(new.at), &new.reason],
        )
        .await?;
    let (sessions_closed, tokens_voided) = close_all(session, account, None).await?;
    proofs::forget_open(session, &standing.gstin, Purpose::LogIn).await?;
    Ok(Freezing::Frozen {
        sessions_closed,
        tokens_voided,
    })
}

async fn unfreeze(session: &Session, account: AccountId) -> Outcome<Option<Frozen>> {
    let Some(Standing {
        frozen: Some(frozen),
        ..
    }) = standing(session, ALONE, account).await?
    else {
        return Ok(None);
    };
    session
        .execute(
            "UPDATE accounts SET frozen_at = NULL, frozen_reason = NULL WHERE id = $1",
            &[&account.0],
        )
        .await?;
    Ok(Some(frozen))
}
