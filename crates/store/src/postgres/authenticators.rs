//! Authenticator apps.
//!
//! Whoever changes what is in force holds the account's row alone, as whoever sets its password
//! does; whoever opens a session holds it in share. Between two of the latter the authenticator's
//! own row decides. Rows are taken in this order: the account, its authenticator, its proofs.

use async_trait::async_trait;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::columns::{gstin, millis, moment, moment_maybe, number, value};
use super::connections::Session;
use super::faults::Outcome;
use super::{PostgresStore, account_care, messages};
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

const FIND: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM authenticators a WHERE a.account = $1"
);

/// Waits for whoever uses a code, and keeps others waiting.
const LOCK: &str = "SELECT 1 FROM authenticators WHERE account = $1 FOR NO KEY UPDATE";

fn read(row: &Row) -> StoreResult<Authenticator> {
    Ok(Authenticator {
        sealed: value(row, 0)?,
        proposed_at: moment(row, 1)?,
        confirmed_at: moment_maybe(row, 2)?,
        last_step: value(row, 3)?,
        tries: number::<i64, _>(row, 4)?,
        blocked_until: moment_maybe(row, 5)?,
        recovery_codes: number::<i64, _>(row, 6)?,
    })
}

/// Holds an account's authenticator until the end of the transaction, if there is one.
pub(super) async fn hold(session: &Session, account: AccountId) -> Outcome<()> {
    session.row(LOCK, &[&account.0]).await?;
    Ok(())
}

/// What is in force, held until the end of the transaction. The lock is a statement of its own:
/// the next one sees what the one that was waited for has left.
async fn held(session: &Session, account: AccountId) -> Outcome<Option<Authenticator>> {
    hold(session, account).await?;
    let row = session.row(FIND, &[&account.0]).await?;
    let found = row.map(|row| read(&row)).transpose()?;
    Ok(found.filter(|one| one.confirmed_at.is_some()))
}

/// Whether logins of an account, whose row is held, ask for a code.
pub(super) async fn is_in_force(session: &Session, account: AccountId) -> Outcome<bool> {
    let row = session
        .row(
            "SELECT 1 FROM authenticators WHERE account = $1 AND confirmed_at IS NOT NULL",
            &[&account.0],
        )
        .await?;
    Ok(row.is_some())
}

/// Uses up a right code, if the authenticator is the one that was judged and the code was not used
/// since, and forgives wrong ones. Writes nothing otherwise. The account's row is held.
pub(super) async fn use_code(
    session: &Session,
    account: AccountId,
    sealed: &[u8],
    code: &RightCode,
) -> Outcome<bool> {
    let Some(judged) = held(session, account)
        .await?
        .filter(|one| one.sealed == sealed)
    else {
        return Ok(false);
    };
    let step = match code {
        RightCode::OfStep(step) if *step > judged.last_step => *step,
        RightCode::OfStep(_) => return Ok(false),
        RightCode::Recovery(digest) => {
            let gone = session
                .execute(
                    "DELETE FROM recovery_codes WHERE digest = $1 AND account = $2",
                    &[&digest.as_slice(), &account.0],
                )
                .await?;
            if gone == 0 {
                return Ok(false);
            }
            judged.last_step
        }
    };
    session
        .execute(
            "UPDATE authenticators SET last_step = $2, tries = 0, blocked_until = NULL
             WHERE account = $1",
            &[&account.0, &step],
        )
        .await?;
    Ok(true)
}

/// Takes away an authenticator or proposal of an account whose row is held alone, and tells
/// whether one was in force.
pub(super) async fn remove(session: &Session, account: AccountId) -> Outcome<bool> {
    let was_in_force = is_in_force(session, account).await?;
    // The authenticator first: it is what others wait for.
    session
        .execute(
            "DELETE FROM authenticators WHERE account = $1",
            &[&account.0],
        )
        .await?;
    forget_codes(session, account).await?;
    Ok(was_in_force)
}

async fn forget_codes(session: &Session, account: AccountId) -> Outcome<()> {
    session
        .execute(
            "DELETE FROM recovery_codes WHERE account = $1",
            &[&account.0],
        )
        .await?;
    Ok(())
}

async fn add_codes(
    session: &Session,
    account: AccountId,
    recovery_codes: &[[u8; 32]],
) -> Outcome<()> {
    let digests: Vec<&[u8]> = recovery_codes.iter().map(<[u8; 32]>::as_slice).collect();
    session
        .execute(
            "INSERT INTO recovery_codes (digest, account) SELECT unnest($1::bytea[]), $2",
            &[&digests, &account.0],
        )
        .await?;
    Ok(())
}

#[async_trait]
impl Authenticators for PostgresStore {
    async fn authenticator(&self, account: AccountId) -> StoreResult<Option<Authenticator>> {
        let row = self.connections.row(FIND, &[&account.0]).await?;
        row.map(|row| read(&row)).transpose()
    }

    async fn propose_authenticator(&self, new: ProposedAuthenticator) -> StoreResult<Proposal> {
        // Forgetting old ones belongs to nothing: it is a statement of its own, and holds no row
        // while anything else waits.
        if let Ok(oldest) = new.at.checked_sub(PROPOSAL_KEPT) {
            self.connections
                .execute(
                    "DELETE FROM authenticators WHERE confirmed_at IS NULL AND proposed_at < $1",
                    &[&millis(oldest)],
                )
                .await?;
        }
        self.connections
            .transact(&new, |session, new| Box::pin(propose(session, new)))
            .await
    }

    async fn confirm_authenticator(
        &self,
        confirmed: ConfirmedAuthenticator,
    ) -> StoreResult<Confirmation> {
        self.connections
            .transact(&confirmed, |session, confirmed| {
                Box::pin(confirm(session, confirmed))
            })
            .await
    }

    async fn remove_authenticator(&self, change: AuthenticatorChange) -> StoreResult<bool> {
        self.connections
            .transact(&change, |session, change| {
                Box::pin(async move {
                    if !judge(session, change).await? {
                        return Ok(false);
                    }
                    remove(session, change.account).await?;
                    messages::queue(session, &change.notices).await?;
                    Ok(true)
                })
            })
            .await
    }

    async fn renew_recovery_codes(
        &self,
        change: AuthenticatorChange,
        recovery_codes: Vec<[u8; 32]>,
    ) -> StoreResult<bool> {
        self.connections
            .transact(&(change, recovery_codes), |session, context| {
                let (change, recovery_codes) = context;
                Box::pin(async move {
                    if !judge(session, change).await? {
                        return Ok(false);
                    }
                    forget_codes(session, change.account).await?;
                    add_codes(session, change.account, recovery_codes).await?;
                    messages::queue(session, &change.notices).await?;
                    Ok(true)
                })
            })
            .await
    }

    async fn is_recovery_code(&self, account: AccountId, digest: &[u8; 32]) -> StoreResult<bool> {
        let row = self
            .connections
            .row(
                "SELECT 1 FROM recovery_codes WHERE digest = $1 AND account = $2",
                &[&digest.as_slice(), &account.0],
            )
            .await?;
        Ok(row.is_some())
    }

    async fn waiting_login(&self, proof: &[u8; 32]) -> StoreResult<Option<WaitingLogin>> {
        let row = self
            .connections
            .row(
                concat!(
                    "SELECT ",
                    columns!(),
                    ", a.account, p.gstin, p.started_at, p.tries FROM proofs p
                     JOIN accounts o ON o.gstin = p.gstin
                     JOIN authenticators a ON a.account = o.id
                     WHERE p.token_digest = $1 AND p.purpose = $2 AND p.proved_at IS NULL
                        AND p.used_at IS NULL AND a.confirmed_at IS NOT NULL"
                ),
                &[&proof.as_slice(), &codes::purpose_number(Purpose::LogIn)],
            )
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        Ok(Some(WaitingLogin {
            account: AccountId(value(&row, COLUMNS)?),
            gstin: gstin(&row, COLUMNS + 1)?,
            started_at: moment(&row, COLUMNS + 2)?,
            tries: number::<i32, _>(&row, COLUMNS + 3)?,
            authenticator: read(&row)?,
        }))
    }

    async fn count_code(
        &self,
        account: AccountId,
        login: Option<[u8; 32]>,
        at: Timestamp,
        tries: CodeTries,
    ) -> StoreResult<CountedCode> {
        self.connections
            .transact(&(account, login, at, tries), |session, context| {
                let (account, login, at, tries) = context;
                Box::pin(count(session, *account, login.as_ref(), *at, *tries))
            })
            .await
    }
}

/// Whether a change may be made; uses up its code if it may.
async fn judge(session: &Session, change: &AuthenticatorChange) -> Outcome<bool> {
    let account = change.account;
    Ok(
        account_care::may_change(session, account, &change.session).await?
            && use_code(session, account, &change.sealed, &change.code).await?,
    )
}

async fn propose(session: &Session, new: &ProposedAuthenticator) -> Outcome<Proposal> {
    if !account_care::may_change(session, new.account, &new.session).await? {
        return Ok(Proposal::Overtaken);
    }
    if is_in_force(session, new.account).await? {
        return Ok(Proposal::InForce);
    }
    session
        .execute(
            "INSERT INTO authenticators (account, secret_sealed, proposed_at) VALUES ($1, $2, $3)
             ON CONFLICT (account) DO UPDATE
             SET secret_sealed = excluded.secret_sealed, proposed_at = excluded.proposed_at",
            &[&new.account.0, &new.sealed, &millis(new.at)],
        )
        .await?;
    Ok(Proposal::Made)
}

async fn confirm(session: &Session, confirmed: &ConfirmedAuthenticator) -> Outcome<Confirmation> {
    let account = confirmed.account;
    if !account_care::may_change(session, account, &confirmed.session).await? {
        return Ok(Confirmation::Overtaken);
    }
    let put = session
        .execute(
            "UPDATE authenticators SET confirmed_at = $3, last_step = $4
             WHERE account = $1 AND secret_sealed = $2 AND confirmed_at IS NULL",
            &[
                &account.0,
                &confirmed.sealed,
                &millis(confirmed.at),
                &confirmed.step,
            ],
        )
        .await?;
    if put == 0 {
        return Ok(Confirmation::Overtaken);
    }
    add_codes(session, account, &confirmed.recovery_codes).await?;
    let sessions_closed =
        account_care::close_sessions(session, account, Some(&confirmed.session)).await?;
    messages::queue(session, &confirmed.notices).await?;
    Ok(Confirmation::Confirmed { sessions_closed })
}

async fn count(
    session: &Session,
    account: AccountId,
    login: Option<&[u8; 32]>,
    at: Timestamp,
    tries: CodeTries,
) -> Outcome<CountedCode> {
    let Some(mut authenticator) = held(session, account).await? else {
        return Ok(CountedCode::NotWaiting);
    };
    if let Some(until) = authenticator.blocked_until.filter(|until| at < *until) {
        return Ok(CountedCode::Blocked { until });
    }
    let mut of_login: Option<u32> = None;
    if let Some(proof) = login {
        let row = session
            .row(
                "UPDATE proofs SET tries = tries + 1
                 WHERE token_digest = $1 AND purpose = $2 AND tries < $4
                    AND gstin = (SELECT gstin FROM accounts WHERE id = $3)
                    AND proved_at IS NULL AND used_at IS NULL RETURNING tries",
                &[
                    &proof.as_slice(),
                    &codes::purpose_number(Purpose::LogIn),
                    &account.0,
                    &i32::try_from(tries.of_login).unwrap_or(i32::MAX),
                ],
            )
            .await?;
        let Some(row) = row else {
            return Ok(CountedCode::NotWaiting);
        };
        of_login = Some(number::<i32, _>(&row, 0)?);
    }
    authenticator.tries = authenticator.tries.saturating_add(1);
    authenticator.blocked_until = tries.block(authenticator.tries, at)?;
    session
        .execute(
            "UPDATE authenticators SET tries = $2, blocked_until = $3 WHERE account = $1",
            &[
                &account.0,
                &i64::from(authenticator.tries),
                &authenticator.blocked_until.map(millis),
            ],
        )
        .await?;
    let tries_left = match authenticator.blocked_until {
        Some(_) => 0,
        None => tries.left(of_login, authenticator.tries),
    };
    Ok(CountedCode::Counted {
        tries_left,
        authenticator: Box::new(authenticator),
    })
}
