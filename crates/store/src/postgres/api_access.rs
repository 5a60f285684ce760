//! API clients and their tokens.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::accounts::{ACCOUNT_COLUMNS, account, account_columns};
use super::columns::{bytes_32, can_be_stored, gstin, millis, moment, moment_maybe, value};
use super::connections::Session;
use super::faults::Outcome;
use super::{PostgresStore, account_care, locks};
use crate::StoreResult;
use crate::accounts::{Account, AccountId};
use crate::api_access::{ApiAccess, ApiClient, ApiToken, ENDED_TOKEN_KEPT, TokenIssue};
use crate::sessions::{OpenedBy, SessionOpening};

/// A holder's token that lives beyond a moment.
const LIVING: &str = "
    SELECT token_digest, sealed, client_id, account, gstin, issued_at, expires_at
    FROM api_tokens WHERE client_id = $1 AND account = $2 AND expires_at > $3
    ORDER BY expires_at DESC LIMIT 1";

#[async_trait]
impl ApiAccess for PostgresStore {
    async fn create_client(&self, client: ApiClient, clients_max: u32) -> StoreResult<bool> {
        self.connections
            .transact(&(client, clients_max), |session, (client, clients_max)| {
                Box::pin(create(session, client, *clients_max))
            })
            .await
    }

    async fn client(&self, client_id: &str) -> StoreResult<Option<ApiClient>> {
        if !can_be_stored(client_id) {
            return Ok(None);
        }
        let row = self
            .connections
            .row(
                "SELECT client_id, secret_digest, owner_gstin, created_at, revoked_at
                 FROM api_clients WHERE client_id = $1",
                &[&client_id],
            )
            .await?;
        row.map(|row| client(&row)).transpose()
    }

    async fn clients_of(&self, owner: &Gstin) -> StoreResult<Vec<ApiClient>> {
        let rows = self
            .connections
            .rows(
                "SELECT client_id, secret_digest, owner_gstin, created_at, revoked_at
                 FROM api_clients WHERE owner_gstin = $1 ORDER BY created_at DESC, client_id",
                &[&owner.as_str()],
            )
            .await?;
        rows.iter().map(client).collect()
    }

    async fn revoke_client(
        &self,
        owner: &Gstin,
        client_id: &str,
        at: Timestamp,
    ) -> StoreResult<bool> {
        if !can_be_stored(client_id) {
            return Ok(false);
        }
        self.connections
            .transact(&(*owner, client_id, at), |session, context| {
                let (owner, client_id, at) = context;
                Box::pin(revoke(session, owner, client_id, *at))
            })
            .await
    }

    async fn issue_token(
        &self,
        new: ApiToken,
        password_hash: &str,
        keep_beyond: Timestamp,
    ) -> StoreResult<TokenIssue> {
        let AccountId(account) = new.account;
        // Most logins get the token that is there, and need no lock for it. A freeze or a new
        // password takes it away in its own commit.
        let living = self
            .connections
            .row(
                "SELECT t.token_digest, t.sealed, t.client_id, t.account, t.gstin, t.issued_at,
                    t.expires_at
                 FROM api_tokens t JOIN accounts a ON a.id = t.account
                 WHERE t.client_id = $1 AND t.account = $2 AND t.expires_at > $3
                    AND a.password_hash = $4 AND a.frozen_at IS NULL
                 ORDER BY t.expires_at DESC LIMIT 1",
                &[
                    &new.client_id,
                    &account,
                    &millis(keep_beyond),
                    &password_hash,
                ],
            )
            .await?;
        if let Some(row) = living {
            return Ok(TokenIssue::Issued(token(&row, 0)?));
        }
        let by = OpenedBy::Password(password_hash.to_owned());
        self.connections
            .transact(&(new, by, keep_beyond), |session, context| {
                let (new, by, keep_beyond) = context;
                Box::pin(judge_and_issue(session, new, by, *keep_beyond))
            })
            .await
    }

    /// A token issued in the moment of its client's revocation is hidden by the join.
    async fn token(&self, token_digest: &[u8; 32]) -> StoreResult<Option<(ApiToken, Account)>> {
        let row = self
            .connections
            .row(
                concat!(
                    "SELECT ",
                    account_columns!(),
                    ", t.token_digest, t.sealed, t.client_id, t.account, t.gstin, t.issued_at,
                        t.expires_at
                     FROM api_tokens t JOIN accounts a ON a.id = t.account
                     JOIN api_clients c ON c.client_id = t.client_id AND c.revoked_at IS NULL
                     WHERE t.token_digest = $1"
                ),
                &[&token_digest.as_slice()],
            )
            .await?;
        row.map(|row| Ok((token(&row, ACCOUNT_COLUMNS)?, account(&row)?)))
            .transpose()
    }
}

fn client(row: &Row) -> StoreResult<ApiClient> {
    Ok(ApiClient {
        client_id: value(row, 0)?,
        secret_digest: bytes_32(row, 1)?,
        owner: gstin(row, 2)?,
        created_at: moment(row, 3)?,
        revoked_at: moment_maybe(row, 4)?,
    })
}

/// Reads a token from its seven columns, beginning with `first`.
fn token(row: &Row, first: usize) -> StoreResult<ApiToken> {
    Ok(ApiToken {
        token_digest: bytes_32(row, first)?,
        sealed: value(row, first + 1)?,
        client_id: value(row, first + 2)?,
        account: AccountId(value(row, first + 3)?),
        gstin: gstin(row, first + 4)?,
        issued_at: moment(row, first + 5)?,
        expires_at: moment(row, first + 6)?,
    })
}

/// Rivals for the owner's last place wait for its lock, rivals for the id for the index.
async fn create(session: &Session, client: &ApiClient, clients_max: u32) -> Outcome<bool> {
    locks::gstin(session, locks::Subject::ApiClients, &client.owner).await?;
    let added = session
        .execute(
            "INSERT INTO api_clients
                (client_id, secret_digest, owner_gstin, created_at, revoked_at)
             SELECT $1, $2, $3, $4, $5
             WHERE (SELECT count(*) FROM api_clients
                    WHERE owner_gstin = $3 AND revoked_at IS NULL) < $6::bigint
             ON CONFLICT (client_id) DO NOTHING",
            &[
                &client.client_id,
                &client.secret_digest.as_slice(),
                &client.owner.as_str(),
                &millis(client.created_at),
                &client.revoked_at.map(millis),
                &i64::from(clients_max),
            ],
        )
        .await?;
    Ok(added == 1)
}

async fn revoke(session: &Session, owner: &Gstin, client_id: &str, at: Timestamp) -> Outcome<bool> {
    // A client that was revoked before keeps its moment.
    let is_there = session
        .execute(
            "UPDATE api_clients SET revoked_at = coalesce(revoked_at, $3)
             WHERE client_id = $1 AND owner_gstin = $2",
            &[&client_id, &owner.as_str(), &millis(at)],
        )
        .await?;
    if is_there == 0 {
        return Ok(false);
    }
    session
        .execute("DELETE FROM api_tokens WHERE client_id = $1", &[&client_id])
        .await?;
    Ok(true)
}

async fn judge_and_issue(
    session: &Session,
    new: &ApiToken,
    by: &OpenedBy,
    keep_beyond: Timestamp,
) -> Outcome<TokenIssue> {
    match account_care::judge(session, new.account, by, new.issued_at).await? {
        SessionOpening::Opened => issue(session, new, keep_beyond)
            .await
            .map(TokenIssue::Issued),
        SessionOpening::Frozen => Ok(TokenIssue::Frozen),
        SessionOpening::Void => Ok(TokenIssue::Void),
    }
}

/// Parallel logins wait for the lock of client and account; the first of them issues.
async fn issue(session: &Session, new: &ApiToken, keep_beyond: Timestamp) -> Outcome<ApiToken> {
    let AccountId(account) = new.account;
    let holder = format!("{account} {}", new.client_id);
    locks::text(session, locks::Subject::ApiToken, &holder).await?;
    let living = session
        .row(LIVING, &[&new.client_id, &account, &millis(keep_beyond)])
        .await?;
    if let Some(row) = living {
        return Ok(token(&row, 0)?);
    }
    if let Ok(ended) = new.issued_at.checked_sub(ENDED_TOKEN_KEPT) {
        session
            .execute(
                "DELETE FROM api_tokens WHERE client_id = $1 AND account = $2 AND expires_at < $3",
                &[&new.client_id, &account, &millis(ended)],
            )
            .await?;
    }
    session
        .execute(
            "INSERT INTO api_tokens
                (token_digest, sealed, client_id, account, gstin, issued_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                &new.token_digest.as_slice(),
                &new.sealed,
                &new.client_id,
                &account,
                &new.gstin.as_str(),
                &millis(new.issued_at),
                &millis(new.expires_at),
            ],
        )
        .await?;
    Ok(new.clone())
}
