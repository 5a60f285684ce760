//! Portal accounts.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::columns::{can_be_stored, gstin, millis, moment, moment_maybe, number, value};
use super::connections::Session;
use super::faults::Outcome;
use super::{PostgresStore, account_care, authenticators, locks, messages, proofs};
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

const BY_GSTIN: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM accounts a WHERE a.gstin = $1"
);

/// Reads an account.
pub(super) fn account(row: &Row) -> StoreResult<Account> {
    Ok(Account {
        id: AccountId(value(row, 0)?),
        user_name: value(row, 1)?,
        gstin: gstin(row, 2)?,
        password_hash: value(row, 3)?,
        created_at: moment(row, 4)?,
        failed_logins: number::<i32, _>(row, 5)?,
        blocked_until: moment_maybe(row, 6)?,
        last_login_at: moment_maybe(row, 7)?,
        frozen: account_care::frozen(row, 8)?,
    })
}

/// What a User Id is compared by.
fn key(user_name: &str) -> String {
    user_name.to_lowercase()
}

#[async_trait]
impl Accounts for PostgresStore {
    async fn create_account(&self, new: NewAccount) -> StoreResult<AccountCreation> {
        self.connections
            .transact(&new, |session, new| Box::pin(create(session, new)))
            .await
    }

    async fn replace_password(&self, new: NewPassword) -> StoreResult<PasswordReplacement> {
        self.connections
            .transact(&new, |session, new| {
                Box::pin(replace_password(session, new))
            })
            .await
    }

    async fn change_password(&self, new: ChangedPassword) -> StoreResult<PasswordChange> {
        self.connections
            .transact(&new, |session, new| Box::pin(change_password(session, new)))
            .await
    }

    async fn account_by_user_name(&self, user_name: &str) -> StoreResult<Option<Account>> {
        if !can_be_stored(user_name) {
            return Ok(None);
        }
        let row = self
            .connections
            .row(
                concat!(
                    "SELECT ",
                    account_columns!(),
                    " FROM accounts a WHERE a.user_name_key = $1"
                ),
                &[&key(user_name)],
            )
            .await?;
        row.map(|row| account(&row)).transpose()
    }

    async fn account_by_gstin(&self, gstin: &Gstin) -> StoreResult<Option<Account>> {
        let row = self.connections.row(BY_GSTIN, &[&gstin.as_str()]).await?;
        row.map(|row| account(&row)).transpose()
    }

    async fn taken_user_names(&self, candidates: &[String]) -> StoreResult<Vec<String>> {
        let mut keys: Vec<String> = candidates.iter().map(|name| key(name)).collect();
        keys.retain(|key| can_be_stored(key));
        let rows = self
            .connections
            .rows(
                "SELECT user_name_key FROM accounts WHERE user_name_key = ANY($1)",
                &[&keys],
            )
            .await?;
        let taken: Vec<&str> = rows
            .iter()
            .map(|row| value(row, 0))
            .collect::<StoreResult<_>>()?;
        keys.retain(|key| taken.contains(&key.as_str()));
        Ok(keys)
    }

    async fn login_failed(
        &self,
        account: AccountId,
        tries: u32,
        block_until: Timestamp,
    ) -> StoreResult<Option<Timestamp>> {
        let AccountId(id) = account;
        let counted = self
            .connections
            .write(
                "UPDATE accounts SET
                    blocked_until = CASE WHEN failed_logins + 1 >= $2 THEN $3
                        ELSE blocked_until END,
                    failed_logins = CASE WHEN failed_logins + 1 >= $2 THEN 0
                        ELSE failed_logins + 1 END
                 WHERE id = $1 RETURNING failed_logins = 0",
                &[
                    &id,
                    &i32::try_from(tries).unwrap_or(i32::MAX),
                    &millis(block_until),
                ],
            )
            .await?;
        let blocked = match counted.first() {
            Some(row) => value(row, 0)?,
            None => false,
        };
        Ok(blocked.then_some(block_until))
    }

    async fn login_succeeded(&self, account: AccountId, at: Timestamp) -> StoreResult<()> {
        let AccountId(id) = account;
        self.connections
            .execute(
                "UPDATE accounts SET failed_logins = 0, blocked_until = NULL,
                    previous_login_at = latest_login_at, latest_login_at = $2
                 WHERE id = $1",
                &[&id, &millis(at)],
            )
            .await?;
        Ok(())
    }
}

/// Rivals for the GSTIN wait for its lock, rivals for the proof for its row, rivals for the User
/// Id for the index. A refusal writes nothing and leaves the proof for another attempt.
async fn create(session: &Session, new: &NewAccount) -> Outcome<AccountCreation> {
    locks::gstin(session, locks::Subject::Account, &new.gstin).await?;
    if by_gstin(session, &new.gstin).await?.is_some() {
        return Ok(AccountCreation::GstinTaken);
    }
    if let Some(proof) = &new.proof
        && !proofs::is_proved(session, proof, &new.gstin, Purpose::Register).await?
    {
        return Ok(AccountCreation::ProofSpent);
    }
    let added = session
        .row(
            "INSERT INTO accounts (user_name, user_name_key, gstin, password_hash, created_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_name_key) DO NOTHING RETURNING id",
            &[
                &new.user_name,
                &key(&new.user_name),
                &new.gstin.as_str(),
                &new.password_hash,
                &millis(new.created_at),
            ],
        )
        .await?;
    let Some(row) = added else {
        return Ok(AccountCreation::UserNameTaken);
    };
    if let Some(proof) = &new.proof {
        proofs::use_up(session, proof, new.created_at).await?;
    }
    messages::queue(session, &new.notices).await?;
    Ok(AccountCreation::Created(Account {
        id: AccountId(value(&row, 0)?),
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

async fn by_gstin(session: &Session, gstin: &Gstin) -> Outcome<Option<Account>> {
    let row = session.row(BY_GSTIN, &[&gstin.as_str()]).await?;
    Ok(row.map(|row| account(&row)).transpose()?)
}

/// Rivals wait for the account's row.
async fn replace_password(session: &Session, new: &NewPassword) -> Outcome<PasswordReplacement> {
    let locked = session
        .row(
            concat!(
                "SELECT ",
                account_columns!(),
                " FROM accounts a WHERE a.gstin = $1 FOR NO KEY UPDATE"
            ),
            &[&new.gstin.as_str()],
        )
        .await?;
    let Some(row) = locked else {
        return Ok(PasswordReplacement::NoAccount);
    };
    let account = account(&row)?;
    if !proofs::is_proved(session, &new.proof, &new.gstin, Purpose::Recover).await? {
        return Ok(PasswordReplacement::ProofSpent);
    }
    proofs::use_up(session, &new.proof, new.at).await?;
    let authenticator_removed = authenticators::remove(session, account.id).await?;
    set_password(session, &account, &new.password_hash).await?;
    let (sessions_closed, tokens_voided) =
        account_care::close_all(session, account.id, None).await?;
    messages::queue(session, &new.notices).await?;
    if authenticator_removed {
        messages::queue(session, &new.authenticator_notices).await?;
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

/// Rivals wait for the account's row. Whether the session that changes the password still lives is
/// asked after that: whoever ended it meanwhile wins.
async fn change_password(session: &Session, new: &ChangedPassword) -> Outcome<PasswordChange> {
    let AccountId(id) = new.account;
    let locked = session
        .row(
            concat!(
                "SELECT ",
                account_columns!(),
                " FROM accounts a WHERE a.id = $1 FOR NO KEY UPDATE"
            ),
            &[&id],
        )
        .await?;
    let account = locked.map(|row| account(&row)).transpose()?;
    let Some(account) =
        account.filter(|account| account.password_hash == new.old_hash && account.frozen.is_none())
    else {
        return Ok(PasswordChange::Overtaken);
    };
    if !account_care::lives(session, new.account, &new.session).await? {
        return Ok(PasswordChange::Overtaken);
    }
    set_password(session, &account, &new.password_hash).await?;
    let (sessions_closed, tokens_voided) =
        account_care::close_all(session, account.id, Some(&new.session)).await?;
    messages::queue(session, &new.notices).await?;
    Ok(PasswordChange::Changed {
        sessions_closed,
        tokens_voided,
    })
}

/// Sets a password, forgives wrong ones, and forgets what is under way by the old one.
async fn set_password(session: &Session, account: &Account, hash: &str) -> Outcome<()> {
    for purpose in [Purpose::Recover, Purpose::LogIn] {
        proofs::forget_open(session, &account.gstin, purpose).await?;
    }
    session
        .execute(
            "UPDATE accounts SET password_hash = $2, failed_logins = 0, blocked_until = NULL
             WHERE id = $1",
            &[&account.id.0, &hash],
        )
        .await?;
    Ok(())
}
