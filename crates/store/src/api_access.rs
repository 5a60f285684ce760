//! API clients and their tokens.

use async_trait::async_trait;
use gst::Gstin;
use jiff::{SignedDuration, Timestamp};

use crate::StoreResult;
use crate::accounts::{Account, AccountId};

/// An ended token is remembered for this long, so that its use can be called expired rather
/// than unknown; then the next token of the same holder replaces it.
pub(crate) const ENDED_TOKEN_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A client id and what is known of its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiClient {
    /// The client id.
    pub client_id: String,
    /// SHA-256 of the secret (the secret has 128 bits and more, so a plain hash is enough).
    pub secret_digest: [u8; 32],
    /// The GSTIN whose user made it; usable by all GSTINs of the same PAN.
    pub owner: Gstin,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// An API token. The store knows its SHA-256 and, sealed under the data key, the token itself and
/// its session key: within its life the same token has to be handed out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// SHA-256 of the token.
    pub token_digest: [u8; 32],
    /// Token and session key, sealed under the data key.
    pub sealed: Vec<u8>,
    /// The client it was given to.
    pub client_id: String,
    /// The user.
    pub account: AccountId,
    /// The taxpayer.
    pub gstin: Gstin,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What became of issuing a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenIssue {
    /// This is the holder's token.
    Issued(ApiToken),
    /// The account is frozen.
    Frozen,
    /// The password was replaced meanwhile.
    Void,
}

/// API clients and tokens.
#[async_trait]
pub trait ApiAccess: Send + Sync + 'static {
    /// Stores a new client. `false` if the id exists, which is then left as it is; or if its
    /// owner has `clients_max` clients that are not revoked.
    async fn create_client(&self, client: ApiClient, clients_max: u32) -> StoreResult<bool>;

    /// A client, revoked or not.
    async fn client(&self, client_id: &str) -> StoreResult<Option<ApiClient>>;

    /// A GSTIN's clients, newest first.
    async fn clients_of(&self, owner: &Gstin) -> StoreResult<Vec<ApiClient>>;

    /// Revokes a client of this owner and voids its tokens. `false` if it is not there.
    async fn revoke_client(
        &self,
        owner: &Gstin,
        client_id: &str,
        at: Timestamp,
    ) -> StoreResult<bool>;

    /// Issues `token`, unless one of the same client and account lives beyond `keep_beyond`:
    /// then that one is returned and nothing is written. Parallel callers all get one token.
    /// Nobody gets one whose account is frozen, or has another password than that of
    /// `password_hash`, by which the caller was judged.
    async fn issue_token(
        &self,
        token: ApiToken,
        password_hash: &str,
        keep_beyond: Timestamp,
    ) -> StoreResult<TokenIssue>;

    /// A token with its user. Whether it is still good is the caller's judgement.
    async fn token(&self, token_digest: &[u8; 32]) -> StoreResult<Option<(ApiToken, Account)>>;
}
