//! Browser sessions.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreResult;
use crate::accounts::{Account, AccountId};

/// A session. The store knows only the SHA-256 of its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token in the cookie.
    pub token_digest: [u8; 32],
    /// Whose.
    pub account: AccountId,
    /// When it began: the absolute limit counts from here.
    pub created_at: Timestamp,
    /// The last request: the idle limit counts from here.
    pub seen_at: Timestamp,
}

/// Sessions.
#[async_trait]
pub trait Sessions: Send + Sync + 'static {
    /// Opens a session, and forgets this account's sessions that began before `stale_before`.
    async fn open_session(&self, session: Session, stale_before: Timestamp) -> StoreResult<()>;

    /// A session and its account. Whether it is still good is the caller's judgement.
    async fn session(&self, token_digest: &[u8; 32]) -> StoreResult<Option<(Session, Account)>>;

    /// Notes a request. Never moves the time back.
    async fn touch_session(&self, token_digest: &[u8; 32], at: Timestamp) -> StoreResult<()>;

    /// Ends a session; nothing happens if there is none.
    async fn close_session(&self, token_digest: &[u8; 32]) -> StoreResult<()>;

    /// Ends all sessions of an account and tells how many.
    async fn close_all_sessions(&self, account: AccountId) -> StoreResult<u64>;
}
