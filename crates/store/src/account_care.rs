//! What operators do with accounts: freeze, unfreeze, and look.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreResult;
use crate::accounts::{AccountId, Frozen};

/// What became of freezing an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freezing {
    /// It is frozen, and whatever was opened with it is closed.
    Frozen {
        /// Browser sessions that ended.
        sessions_closed: u64,
        /// API tokens that are void.
        tokens_voided: u64,
    },
    /// It was frozen before, and stays frozen as it was.
    AlreadyFrozen(Frozen),
    /// There is no such account.
    NoAccount,
}

/// What counts as living at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Living {
    /// Sessions that began before have ended.
    pub began_after: Timestamp,
    /// Sessions that were last used before have ended.
    pub used_after: Timestamp,
    /// Tokens that ended before have ended.
    pub token_ends_after: Timestamp,
}

/// How an account is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountUse {
    /// The latest login.
    pub latest_login_at: Option<Timestamp>,
    /// Living browser sessions.
    pub sessions: u64,
    /// The newest use of one of them.
    pub session_used_at: Option<Timestamp>,
    /// Living API tokens.
    pub tokens: u64,
    /// When the newest of them was issued.
    pub token_issued_at: Option<Timestamp>,
}

/// What operators do with accounts.
#[async_trait]
pub trait AccountCare: Send + Sync + 'static {
    /// Freezes an account: its sessions end, its API tokens are void, logins under way have to
    /// begin again, all in one commit. After it nothing is opened with the account until it is
    /// unfrozen, whatever was judged before.
    async fn freeze_account(&self, account: AccountId, frozen: Frozen) -> StoreResult<Freezing>;

    /// Ends a freeze and tells which; `None` if there was none.
    async fn unfreeze_account(&self, account: AccountId) -> StoreResult<Option<Frozen>>;

    /// How an account is used.
    async fn account_use(&self, account: AccountId, living: Living) -> StoreResult<AccountUse>;
}
