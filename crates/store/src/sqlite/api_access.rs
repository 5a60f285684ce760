//! API clients and their tokens.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::accounts::{ACCOUNT_COLUMNS, account, account_columns};
use super::columns::{GstinText, Millis};
use super::{SqliteStore, account_care};
use crate::StoreResult;
use crate::accounts::{Account, AccountId};
use crate::api_access::{ApiAccess, ApiClient, ApiToken, ENDED_TOKEN_KEPT, TokenIssue};
use crate::sessions::{OpenedBy, SessionOpening};

#[async_trait]
impl ApiAccess for SqliteStore {
    async fn create_client(&self, client: ApiClient, clients_max: u32) -> StoreResult<bool> {
        self.writer
            .write(move |connection| {
                let created = connection
                    .prepare_cached(
                        "INSERT INTO api_clients
                            (client_id, secret_digest, owner_gstin, created_at, revoked_at)
                         SELECT ?1, ?2, ?3, ?4, ?5
                         WHERE (SELECT count(*) FROM api_clients
                                WHERE owner_gstin = ?3 AND revoked_at IS NULL) < ?6
                         ON CONFLICT DO NOTHING",
                    )?
                    .execute(params![
                        client.client_id,
                        client.secret_digest,
                        client.owner.as_str(),
                        Millis(client.created_at),
                        client.revoked_at.map(Millis),
                        clients_max,
                    ])?;
                Ok(created == 1)
            })
            .await
    }

    async fn client(&self, client_id: &str) -> StoreResult<Option<ApiClient>> {
        self.readers
            .look_up(|connection| {
                let found = connection
                    .prepare_cached(
                        "SELECT client_id, secret_digest, owner_gstin, created_at, revoked_at
                         FROM api_clients WHERE client_id = ?1",
                    )?
                    .query_row([client_id], client)
                    .optional()?;
                Ok(found)
            })
            .await
    }

    async fn clients_of(&self, owner: &Gstin) -> StoreResult<Vec<ApiClient>> {
        self.readers
            .look_up(|connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT client_id, secret_digest, owner_gstin, created_at, revoked_at
                     FROM api_clients WHERE owner_gstin = ?1 ORDER BY created_at DESC, client_id",
                )?;
                let rows = statement.query_map([owner.as_str()], client)?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            })
            .await
    }

    async fn revoke_client(
        &self,
        owner: &Gstin,
        client_id: &str,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let (owner, client_id) = (*owner, client_id.to_owned());
        self.writer
            .write(move |connection| revoke(connection, &owner, &client_id, at))
            .await
    }

    async fn issue_token(
        &self,
        token: ApiToken,
        password_hash: &str,
        keep_beyond: Timestamp,
    ) -> StoreResult<TokenIssue> {
        let by = OpenedBy::Password(password_hash.to_owned());
        self.writer
            .write(move |connection| {
                match account_care::judge(connection, token.account, &by, token.issued_at)? {
                    SessionOpening::Opened => {
                        issue(connection, token, keep_beyond).map(TokenIssue::Issued)
                    }
                    SessionOpening::Frozen => Ok(TokenIssue::Frozen),
                    SessionOpening::Void => Ok(TokenIssue::Void),
                }
            })
            .await
    }

    async fn token(&self, token_digest: &[u8; 32]) -> StoreResult<Option<(ApiToken, Account)>> {
        self.readers
            .look_up(|connection| find(connection, token_digest))
            .await
    }
}

fn client(row: &Row<'_>) -> rusqlite::Result<ApiClient> {
    let GstinText(owner) = row.get(2)?;
    let Millis(created_at) = row.get(3)?;
    let revoked_at: Option<Millis> = row.get(4)?;
    Ok(ApiClient {
        client_id: row.get(0)?,
        secret_digest: row.get(1)?,
        owner,
        created_at,
        revoked_at: revoked_at.map(|Millis(at)| at),
    })
}

/// Reads a token from its seven columns, beginning with `first`.
fn token(row: &Row<'_>, first: usize) -> rusqlite::Result<ApiToken> {
    let GstinText(gstin) = row.get(first + 4)?;
    let Millis(issued_at) = row.get(first + 5)?;
    let Millis(expires_at) = row.get(first + 6)?;
    Ok(ApiToken {
        token_digest: row.get(first)?,
        sealed: row.get(first + 1)?,
        client_id: row.get(first + 2)?,
        account: AccountId(row.get(first + 3)?),
        gstin,
        issued_at,
        expires_at,
    })
}

fn revoke(
    connection: &Connection,
    owner: &Gstin,
    client_id: &str,
    at: Timestamp,
) -> StoreResult<bool> {
    let is_there = connection
        .prepare_cached("SELECT 1 FROM api_clients WHERE client_id = ?1 AND owner_gstin = ?2")?
        .exists([client_id, owner.as_str()])?;
    if !is_there {
        return Ok(false);
    }
    // A client that was revoked before keeps its moment.
    connection
        .prepare_cached(
            "UPDATE api_clients SET revoked_at = ?2 WHERE client_id = ?1 AND revoked_at IS NULL",
        )?
        .execute(params![client_id, Millis(at)])?;
    connection
        .prepare_cached("DELETE FROM api_tokens WHERE client_id = ?1")?
        .execute([client_id])?;
    Ok(true)
}

fn issue(connection: &Connection, new: ApiToken, keep_beyond: Timestamp) -> StoreResult<ApiToken> {
    let AccountId(account) = new.account;
    let living = connection
        .prepare_cached(
            "SELECT token_digest, sealed, client_id, account, gstin, issued_at, expires_at
             FROM api_tokens WHERE client_id = ?1 AND account = ?2 AND expires_at > ?3
             ORDER BY expires_at DESC LIMIT 1",
        )?
        .query_row(
            params![new.client_id, account, Millis(keep_beyond)],
            |row| token(row, 0),
        )
        .optional()?;
    if let Some(living) = living {
        return Ok(living);
    }
    if let Ok(ended) = new.issued_at.checked_sub(ENDED_TOKEN_KEPT) {
        connection
            .prepare_cached(
                "DELETE FROM api_tokens WHERE client_id = ?1 AND account = ?2 AND expires_at < ?3",
            )?
            .execute(params![new.client_id, account, Millis(ended)])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO api_tokens
                (token_digest, sealed, client_id, account, gstin, issued_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            new.token_digest,
            new.sealed,
            new.client_id,
            account,
            new.gstin.as_str(),
            Millis(new.issued_at),
            Millis(new.expires_at),
        ])?;
    Ok(new)
}

/// A token issued in the moment of its client's revocation is hidden by the join.
fn find(
    connection: &Connection,
    token_digest: &[u8; 32],
) -> StoreResult<Option<(ApiToken, Account)>> {
    let found = connection
        .prepare_cached(concat!(
            "SELECT ",
            account_columns!(),
            ", t.token_digest, t.sealed, t.client_id, t.account, t.gstin, t.issued_at, t.expires_at
             FROM api_tokens t JOIN accounts a ON a.id = t.account
             JOIN api_clients c ON c.client_id = t.client_id AND c.revoked_at IS NULL
             WHERE t.token_digest = ?1"
        ))?
        .query_row([token_digest], |row| {
            Ok((token(row, ACCOUNT_COLUMNS)?, account(row)?))
        })
        .optional()?;
    Ok(found)
}
