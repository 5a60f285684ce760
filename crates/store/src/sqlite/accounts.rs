//! Portal accounts.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{GstinText, Millis};
use super::{SqliteStore, account_care, authenticators, messages, proofs};
use crate::StoreResult;
use crate::accounts::{
    Account, AccountCreation, AccountId, Accounts, ChangedPassword, NewAccount, NewPassword,
    PasswordChange, PasswordReplacement,
};
use crate::proofs::Purpose;

/// The columns that [`account`] reads, first in a SELECT over `accounts a`.
macro_rules! account_columns {
    () => {
        "a.id, a.user_name, a.gstin, a.password_hash, a.created_at, a.failed_logins, \
         a.blocked_until, a.previous_login_at, a.frozen_at, a.frozen_reason"
    };
}
pub(super) use account_columns;

/// How many columns those are.
pub(super) const ACCOUNT_COLUMNS: usize = 10;

/// Reads an account.
pub(super) fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let GstinText(gstin) = row.get(2)?;
    let Millis(created_at) = row.get(4)?;
    let blocked_until: Option<Millis> = row.get(6)?;
    let previous_login_at: Option<Millis> = row.get(7)?;
    Ok(Account {
        id: AccountId(row.get(0)?),
        user_name: row.get(1)?,
        gstin,
        password_hash: row.get(3)?,
        created_at,
        failed_logins: row.get(5)?,
        blocked_until: blocked_until.map(|Millis(at)| at),
        last_login_at: previous_login_at.map(|Millis(at)| at),
        frozen: account_care::frozen(row.get(8)?, row.get(9)?),
    })
}

/// What a User Id is compared by.
fn key(user_name: &str) -> String {
    user_name.to_lowercase()
}

#[async_trait]
impl Accounts for SqliteStore {
    async fn create_account(&self, new: NewAccount) -> StoreResult<AccountCreation> {
        self.writer
            .write(move |connection| create(connection, &new))
            .await
    }

    async fn replace_password(&self, new: NewPassword) -> StoreResult<PasswordReplacement> {
        self.writer
            .write(move |connection| replace_password(connection, &new))
            .await
    }

    async fn change_password(&self, new: ChangedPassword) -> StoreResult<PasswordChange> {
        self.writer
            .write(move |connection| change_password(connection, &new))
            .await
    }

    async fn account_by_user_name(&self, user_name: &str) -> StoreResult<Option<Account>> {
        self.readers
            .look_up(|connection| by_user_name(connection, &key(user_name)))
            .await
    }

    async fn account_by_gstin(&self, gstin: &Gstin) -> StoreResult<Option<Account>> {
        self.readers
            .look_up(|connection| by_gstin(connection, gstin))
            .await
    }

    async fn taken_user_names(&self, candidates: &[String]) -> StoreResult<Vec<String>> {
        self.readers
            .look_up(|connection| {
                let mut statement =
                    connection.prepare_cached("SELECT 1 FROM accounts WHERE user_name_key = ?1")?;
                let mut taken = Vec::new();
                for candidate in candidates {
                    let candidate = key(candidate);
                    if statement.exists([&candidate])? {
                        taken.push(candidate);
                    }
                }
                Ok(taken)
            })
            .await
    }

    async fn login_failed(
        &self,
        account: AccountId,
        tries: u32,
        block_until: Timestamp,
    ) -> StoreResult<Option<Timestamp>> {
        let AccountId(id) = account;
        self.writer
            .write(move |connection| {
                let blocked: Option<bool> = connection
                    .prepare_cached(
                        "UPDATE accounts SET
                            blocked_until = iif(failed_logins + 1 >= ?2, ?3, blocked_until),
                            failed_logins = iif(failed_logins + 1 >= ?2, 0, failed_logins + 1)
                         WHERE id = ?1 RETURNING failed_logins = 0",
                    )?
                    .query_row(params![id, tries, Millis(block_until)], |row| row.get(0))
                    .optional()?;
                Ok(blocked.unwrap_or(false).then_some(block_until))
            })
            .await
    }

    async fn login_succeeded(&self, account: AccountId, at: Timestamp) -> StoreResult<()> {
        let AccountId(id) = account;
        self.writer
            .write(move |connection| {
                connection
                    .prepare_cached(
                        "UPDATE accounts SET failed_logins = 0, blocked_until = NULL,
                            previous_login_at = latest_login_at, latest_login_at = ?2
                         WHERE id = ?1",
                    )?
                    .execute(params![id, Millis(at)])?;
                Ok(())
            })
            .await
    }
}

/// Looks at everything before it writes anything: within a write transaction nothing changes in
/// between, and a refusal leaves the proof for another attempt. The unique indexes stand behind.
fn create(connection: &Connection, new: &NewAccount) -> StoreResult<AccountCreation> {
    if by_gstin(connection, &new.gstin)?.is_some() {
        return Ok(AccountCreation::GstinTaken);
    }
    if let Some(proof) = &new.proof
        && !proofs::is_proved(connection, proof, &new.gstin, Purpose::Register)?
    {
        return Ok(AccountCreation::ProofSpent);
    }
    let key = key(&new.user_name);
    if by_user_name(connection, &key)?.is_some() {
        return Ok(AccountCreation::UserNameTaken);
    }
    if let Some(proof) = &new.proof {
        proofs::use_up(connection, proof, new.created_at)?;
    }
    connection
        .prepare_cached(
            // A restoration has written there below which no number is given out.
            "INSERT INTO accounts (id, user_name, user_name_key, gstin, password_hash, created_at)
             VALUES (1 + max(coalesce((SELECT max(id) FROM accounts), 0),
                coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'accounts'), 0)),
                ?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            new.user_name,
            key,
            new.gstin.as_str(),
            new.password_hash,
            Millis(new.created_at),
        ])?;
    let id = AccountId(connection.last_insert_rowid());
    messages::queue(connection, &new.notices)?;
    Ok(AccountCreation::Created(Account {
        id,
        user_name: new.user_name.clone(),
        gstin: new.gstin,
        password_hash: new.password_hash.clone(),
        created_at: new.created_at,
        failed_logins: 0,
        blocked_until: None,
        last_login_at: None,
        frozen: None,
    }))
}

fn replace_password(
    connection: &Connection,
    new: &NewPassword,
) -> StoreResult<PasswordReplacement> {
    let Some(account) = by_gstin(connection, &new.gstin)? else {
        return Ok(PasswordReplacement::NoAccount);
    };
    if !proofs::is_proved(connection, &new.proof, &new.gstin, Purpose::Recover)? {
        return Ok(PasswordReplacement::ProofSpent);
    }
    proofs::use_up(connection, &new.proof, new.at)?;
    let authenticator_removed = authenticators::remove(connection, account.id)?;
    set_password(connection, &account, &new.password_hash)?;
    let (sessions_closed, tokens_voided) = account_care::close_all(connection, account.id, None)?;
    messages::queue(connection, &new.notices)?;
    if authenticator_removed {
        messages::queue(connection, &new.authenticator_notices)?;
    }
    Ok(PasswordReplacement::Replaced {
        account: Box::new(Account {
            password_hash: new.password_hash.clone(),
            failed_logins: 0,
            blocked_until: None,
            ..account
        }),
        sessions_closed,
        tokens_voided,
        authenticator_removed,
    })
}

fn change_password(connection: &Connection, new: &ChangedPassword) -> StoreResult<PasswordChange> {
    let account = connection
        .prepare_cached(concat!(
            "SELECT ",
            account_columns!(),
            " FROM accounts a JOIN sessions s ON s.account = a.id
             WHERE a.id = ?1 AND a.password_hash = ?2 AND a.frozen_at IS NULL
                AND s.token_digest = ?3"
        ))?
        .query_row(
            params![new.account.0, new.old_hash, new.session],
            self::account,
        )
        .optional()?;
    let Some(account) = account else {
        return Ok(PasswordChange::Overtaken);
    };
    set_password(connection, &account, &new.password_hash)?;
    let (sessions_closed, tokens_voided) =
        account_care::close_all(connection, account.id, Some(&new.session))?;
    messages::queue(connection, &new.notices)?;
    Ok(PasswordChange::Changed {
        sessions_closed,
        tokens_voided,
    })
}

/// Sets a password, forgives wrong ones, and forgets what is under way by the old one.
fn set_password(connection: &Connection, account: &Account, hash: &str) -> StoreResult<()> {
    for purpose in [Purpose::Recover, Purpose::LogIn] {
        proofs::forget_open(connection, &account.gstin, purpose)?;
    }
    connection
        .prepare_cached(
            "UPDATE accounts SET password_hash = ?2, failed_logins = 0, blocked_until = NULL
             WHERE id = ?1",
        )?
        .execute(params![account.id.0, hash])?;
    Ok(())
}

fn by_user_name(connection: &Connection, key: &str) -> StoreResult<Option<Account>> {
    let found = connection
        .prepare_cached(concat!(
            "SELECT ",
            account_columns!(),
            " FROM accounts a WHERE a.user_name_key = ?1"
        ))?
        .query_row([key], account)
        .optional()?;
    Ok(found)
}

fn by_gstin(connection: &Connection, gstin: &Gstin) -> StoreResult<Option<Account>> {
    let found = connection
        .prepare_cached(concat!(
            "SELECT ",
            account_columns!(),
            " FROM accounts a WHERE a.gstin = ?1"
        ))?
        .query_row([gstin.as_str()], account)
        .optional()?;
    Ok(found)
}
