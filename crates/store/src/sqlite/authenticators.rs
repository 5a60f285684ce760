//! Authenticator apps.

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{GstinText, Millis};
use super::{SqliteStore, account_care, messages};
use crate::accounts::AccountId;
use crate::authenticators::{
    Authenticator, AuthenticatorChange, Authenticators, CodeTries, Confirmation,
    ConfirmedAuthenticator, CountedCode, PROPOSAL_KEPT, Proposal, ProposedAuthenticator, RightCode,
    WaitingLogin,
};
use crate::proofs::Purpose;
use crate::{StoreResult, codes};

/// The columns that [`read`] reads, first in a SELECT over `authenticators a`.
macro_rules! columns {
    () => {
        "a.secret_sealed, a.proposed_at, a.confirmed_at, a.last_step, a.tries, a.blocked_until, \
         (SELECT count(*) FROM recovery_codes c WHERE c.account = a.account)"
    };
}

/// How many columns those are.
const COLUMNS: usize = 7;

fn read(row: &Row<'_>) -> rusqlite::Result<Authenticator> {
    let Millis(proposed_at) = row.get(1)?;
    let moment = |at: Option<Millis>| at.map(|Millis(at)| at);
    Ok(Authenticator {
        sealed: row.get(0)?,
        proposed_at,
        confirmed_at: moment(row.get(2)?),
        last_step: row.get(3)?,
        tries: row.get(4)?,
        blocked_until: moment(row.get(5)?),
        recovery_codes: row.get(6)?,
    })
}

fn find(connection: &Connection, account: AccountId) -> StoreResult<Option<Authenticator>> {
    let found = connection
        .prepare_cached(concat!(
            "SELECT ",
            columns!(),
            " FROM authenticators a WHERE a.account = ?1"
        ))?
        .query_row([account.0], read)
        .optional()?;
    Ok(found)
}

/// Whether logins of an account ask for a code.
pub(super) fn is_in_force(connection: &Connection, account: AccountId) -> StoreResult<bool> {
    let found = connection
        .prepare_cached(
            "SELECT 1 FROM authenticators WHERE account = ?1 AND confirmed_at IS NOT NULL",
        )?
        .exists([account.0])?;
    Ok(found)
}

/// Uses up a right code, if the authenticator is the one that was judged and the code was not used
/// since, and forgives wrong ones. Writes nothing otherwise.
pub(super) fn use_code(
    connection: &Connection,
    account: AccountId,
    sealed: &[u8],
    code: &RightCode,
) -> StoreResult<bool> {
    let found = find(connection, account)?;
    let Some(judged) = found.filter(|one| one.confirmed_at.is_some() && one.sealed == sealed)
    else {
        return Ok(false);
    };
    let step = match code {
        RightCode::OfStep(step) if *step > judged.last_step => *step,
        RightCode::OfStep(_) => return Ok(false),
        RightCode::Recovery(digest) => {
            let gone = connection
                .prepare_cached("DELETE FROM recovery_codes WHERE digest = ?1 AND account = ?2")?
                .execute(params![digest, account.0])?;
            if gone == 0 {
                return Ok(false);
            }
            judged.last_step
        }
    };
    connection
        .prepare_cached(
            "UPDATE authenticators SET last_step = ?2, tries = 0, blocked_until = NULL
             WHERE account = ?1",
        )?
        .execute(params![account.0, step])?;
    Ok(true)
}

/// Takes away an account's authenticator or proposal, and tells whether one was in force.
pub(super) fn remove(connection: &Connection, account: AccountId) -> StoreResult<bool> {
    let was_in_force = is_in_force(connection, account)?;
    forget_codes(connection, account)?;
    connection
        .prepare_cached("DELETE FROM authenticators WHERE account = ?1")?
        .execute([account.0])?;
    Ok(was_in_force)
}

fn forget_codes(connection: &Connection, account: AccountId) -> StoreResult<()> {
    connection
        .prepare_cached("DELETE FROM recovery_codes WHERE account = ?1")?
        .execute([account.0])?;
    Ok(())
}

fn add_codes(
    connection: &Connection,
    account: AccountId,
    recovery_codes: &[[u8; 32]],
) -> StoreResult<()> {
    let mut statement = connection
        .prepare_cached("INSERT INTO recovery_codes (digest, account) VALUES (?1, ?2)")?;
    for digest in recovery_codes {
        statement.execute(params![digest, account.0])?;
    }
    Ok(())
}

/// Whether somebody who is logged in may change an account: it is not frozen, and the session
/// lives.
fn may_change(
    connection: &Connection,
    account: AccountId,
    session: &[u8; 32],
) -> StoreResult<bool> {
    let may = connection
        .prepare_cached(
            "SELECT 1 FROM accounts a JOIN sessions s ON s.account = a.id
             WHERE a.id = ?1 AND a.frozen_at IS NULL AND s.token_digest = ?2",
        )?
        .exists(params![account.0, session])?;
    Ok(may)
}

#[async_trait]
impl Authenticators for SqliteStore {
    async fn authenticator(&self, account: AccountId) -> StoreResult<Option<Authenticator>> {
        self.readers
            .look_up(|connection| find(connection, account))
            .await
    }

    async fn propose_authenticator(&self, new: ProposedAuthenticator) -> StoreResult<Proposal> {
        self.writer
            .write(move |connection| propose(connection, &new))
            .await
    }

    async fn confirm_authenticator(
        &self,
        confirmed: ConfirmedAuthenticator,
    ) -> StoreResult<Confirmation> {
        self.writer
            .write(move |connection| confirm(connection, &confirmed))
            .await
    }

    async fn remove_authenticator(&self, change: AuthenticatorChange) -> StoreResult<bool> {
        self.writer
            .write(move |connection| {
                if !judge(connection, &change)? {
                    return Ok(false);
                }
                remove(connection, change.account)?;
                messages::queue(connection, &change.notices)?;
                Ok(true)
            })
            .await
    }

    async fn renew_recovery_codes(
        &self,
        change: AuthenticatorChange,
        recovery_codes: Vec<[u8; 32]>,
    ) -> StoreResult<bool> {
        self.writer
            .write(move |connection| {
                if !judge(connection, &change)? {
                    return Ok(false);
                }
                forget_codes(connection, change.account)?;
                add_codes(connection, change.account, &recovery_codes)?;
                messages::queue(connection, &change.notices)?;
                Ok(true)
            })
            .await
    }

    async fn is_recovery_code(&self, account: AccountId, digest: &[u8; 32]) -> StoreResult<bool> {
        self.readers
            .look_up(|connection| {
                let found = connection
                    .prepare_cached(
                        "SELECT 1 FROM recovery_codes WHERE digest = ?1 AND account = ?2",
                    )?
                    .exists(params![digest, account.0])?;
                Ok(found)
            })
            .await
    }

    async fn waiting_login(&self, proof: &[u8; 32]) -> StoreResult<Option<WaitingLogin>> {
        self.readers
            .look_up(|connection| waiting(connection, proof))
            .await
    }

    async fn count_code(
        &self,
        account: AccountId,
        login: Option<[u8; 32]>,
        at: Timestamp,
        tries: CodeTries,
    ) -> StoreResult<CountedCode> {
        self.writer
            .write(move |connection| count(connection, account, login.as_ref(), at, tries))
            .await
    }
}

/// Whether a change may be made; uses up its code if it may.
fn judge(connection: &Connection, change: &AuthenticatorChange) -> StoreResult<bool> {
    Ok(may_change(connection, change.account, &change.session)?
        && use_code(connection, change.account, &change.sealed, &change.code)?)
}

fn propose(connection: &Connection, new: &ProposedAuthenticator) -> StoreResult<Proposal> {
    if !may_change(connection, new.account, &new.session)? {
        return Ok(Proposal::Overtaken);
    }
    if is_in_force(connection, new.account)? {
        return Ok(Proposal::InForce);
    }
    if let Ok(oldest) = new.at.checked_sub(PROPOSAL_KEPT) {
        connection
            .prepare_cached(
                "DELETE FROM authenticators WHERE confirmed_at IS NULL AND proposed_at < ?1",
            )?
            .execute([Millis(oldest)])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO authenticators (account, secret_sealed, proposed_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (account) DO UPDATE
             SET secret_sealed = excluded.secret_sealed, proposed_at = excluded.proposed_at",
        )?
        .execute(params![new.account.0, new.sealed, Millis(new.at)])?;
    Ok(Proposal::Made)
}

fn confirm(
    connection: &Connection,
    confirmed: &ConfirmedAuthenticator,
) -> StoreResult<Confirmation> {
    let account = confirmed.account;
    if !may_change(connection, account, &confirmed.session)? {
        return Ok(Confirmation::Overtaken);
    }
    let put = connection
        .prepare_cached(
            "UPDATE authenticators SET confirmed_at = ?3, last_step = ?4
             WHERE account = ?1 AND secret_sealed = ?2 AND confirmed_at IS NULL",
        )?
        .execute(params![
            account.0,
            confirmed.sealed,
            Millis(confirmed.at),
            confirmed.step
        ])?;
    if put == 0 {
        return Ok(Confirmation::Overtaken);
    }
    add_codes(connection, account, &confirmed.recovery_codes)?;
    let sessions_closed =
        account_care::close_sessions(connection, account, Some(&confirmed.session))?;
    messages::queue(connection, &confirmed.notices)?;
    Ok(Confirmation::Confirmed { sessions_closed })
}

fn waiting(connection: &Connection, proof: &[u8; 32]) -> StoreResult<Option<WaitingLogin>> {
    let found = connection
        .prepare_cached(concat!(
            "SELECT ",
            columns!(),
            ", a.account, p.gstin, p.started_at, p.tries FROM proofs p
             JOIN accounts o ON o.gstin = p.gstin JOIN authenticators a ON a.account = o.id
             WHERE p.token_digest = ?1 AND p.purpose = ?2 AND p.proved_at IS NULL
                AND p.used_at IS NULL AND a.confirmed_at IS NOT NULL"
        ))?
        .query_row(
            params![proof, codes::purpose_number(Purpose::LogIn)],
            |row| {
                let GstinText(gstin) = row.get(COLUMNS + 1)?;
                let Millis(started_at) = row.get(COLUMNS + 2)?;
                Ok(WaitingLogin {
                    account: AccountId(row.get(COLUMNS)?),
                    gstin,
                    started_at,
                    tries: row.get(COLUMNS + 3)?,
                    authenticator: read(row)?,
                })
            },
        )
        .optional()?;
    Ok(found)
}

fn count(
    connection: &Connection,
    account: AccountId,
    login: Option<&[u8; 32]>,
    at: Timestamp,
    tries: CodeTries,
) -> StoreResult<CountedCode> {
    let found = find(connection, account)?;
    let Some(mut authenticator) = found.filter(|one| one.confirmed_at.is_some()) else {
        return Ok(CountedCode::NotWaiting);
    };
    if let Some(until) = authenticator.blocked_until.filter(|until| at < *until) {
        return Ok(CountedCode::Blocked { until });
    }
    let of_login: Option<u32> = match login {
        None => None,
        Some(proof) => {
            let counted = connection
                .prepare_cached(
                    "UPDATE proofs SET tries = tries + 1
                     WHERE token_digest = ?1 AND purpose = ?2 AND tries < ?4
                        AND gstin = (SELECT gstin FROM accounts WHERE id = ?3)
                        AND proved_at IS NULL AND used_at IS NULL RETURNING tries",
                )?
                .query_row(
                    params![
                        proof,
                        codes::purpose_number(Purpose::LogIn),
                        account.0,
                        tries.of_login
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            if counted.is_none() {
                return Ok(CountedCode::NotWaiting);
            }
            counted
        }
    };
    authenticator.tries = authenticator.tries.saturating_add(1);
    authenticator.blocked_until = tries.block(authenticator.tries, at)?;
    connection
        .prepare_cached(
            "UPDATE authenticators SET tries = ?2, blocked_until = ?3 WHERE account = ?1",
        )?
        .execute(params![
            account.0,
            authenticator.tries,
            authenticator.blocked_until.map(Millis)
        ])?;
    let tries_left = match authenticator.blocked_until {
        Some(_) => 0,
        None => tries.left(of_login, authenticator.tries),
    };
    Ok(CountedCode::Counted {
        tries_left,
        authenticator: Box::new(authenticator),
    })
}
