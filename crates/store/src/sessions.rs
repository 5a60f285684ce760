//! Browser sessions.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreResult;
use crate::accounts::{Account, AccountId};
use crate::authenticators::RightCode;

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

/// What a session rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenedBy {
    /// A password: the hash that it was judged by.
    Password(String),
    /// A proof for a login, which is used up by it.
    Proof([u8; 32]),
    /// A right code of an authenticator, in a login that waits for one. Both are used up by it.
    Authenticator {
        /// The login.
        proof: [u8; 32],
        /// The authenticator that was judged: its sealed secret.
        sealed: Vec<u8>,
        /// The code.
        code: RightCode,
    },
}

impl OpenedBy {
    /// Whether more than a password was asked for.
    pub fn second_factor(&self) -> bool {
        !matches!(self, Self::Password(_))
    }
}

/// What became of opening a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionOpening {
    /// It is open.
    Opened,
    /// The account is frozen.
    Frozen,
    /// What it rests on does not count (any more): the password was replaced; the proof was used,
    /// is not proved, or is another's; the account's authenticator asks for a code, is another one
    /// than was judged, or the code was used.
    Void,
}

/// Sessions.
#[async_trait]
pub trait Sessions: Send + Sync + 'static {
    /// Opens a session if the account is not frozen and what the session rests on still counts: as
    /// long as the account has an authenticator in force, that is a code of it. It also
    /// forgets this account's sessions that began before `stale_before`.
    async fn open_session(
        &self,
        session: Session,
        by: OpenedBy,
        stale_before: Timestamp,
    ) -> StoreResult<SessionOpening>;

    /// A session and its account. Whether it is still good is the caller's judgement.
    async fn session(&self, token_digest: &[u8; 32]) -> StoreResult<Option<(Session, Account)>>;

    /// Notes a request. Never moves the time back.
    async fn touch_session(&self, token_digest: &[u8; 32], at: Timestamp) -> StoreResult<()>;

    /// Ends a session; nothing happens if there is none.
    async fn close_session(&self, token_digest: &[u8; 32]) -> StoreResult<()>;

    /// Ends all sessions of an account and tells how many.
    async fn close_all_sessions(&self, account: AccountId) -> StoreResult<u64>;

    /// Ends all sessions of an account but one and tells how many.
    async fn close_other_sessions(&self, account: AccountId, kept: &[u8; 32]) -> StoreResult<u64>;

    /// The sessions of an account, the latest used first; whether one is still good is the
    /// caller's judgement. At most `limit`.
    async fn sessions_of(&self, account: AccountId, limit: u32) -> StoreResult<Vec<Session>>;
}
