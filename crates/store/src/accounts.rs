//! Portal accounts: a User Id and a password for a GSTIN.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;

use crate::StoreResult;
use crate::messages::NewMessage;

/// An account's number inside the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub i64);

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Number inside the store.
    pub id: AccountId,
    /// User Id in the letter case that its owner chose. Unique in the whole portal whatever the
    /// letter case.
    pub user_name: String,
    /// The taxpayer. One account a GSTIN.
    pub gstin: Gstin,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Wrong passwords in a row.
    pub failed_logins: u32,
    /// No login before this moment.
    pub blocked_until: Option<Timestamp>,
    /// The login before the present one.
    pub last_login_at: Option<Timestamp>,
    /// While it is frozen nothing is opened with it.
    pub frozen: Option<Frozen>,
}

/// An operator has frozen an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// When.
    pub at: Timestamp,
    /// Why, in the operator's words.
    pub reason: String,
}

/// What a new account is made of.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// User Id, checked for form by the caller.
    pub user_name: String,
    /// The taxpayer.
    pub gstin: Gstin,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// Now.
    pub created_at: Timestamp,
    /// The proof of possession of the mobile that this account rests on, used up by it; `None`
    /// only for accounts that an operator makes.
    pub proof: Option<[u8; 32]>,
    /// Notices that go out if, and only if, the account is made.
    pub notices: Vec<NewMessage>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountCreation {
    /// The account exists now.
    Created(Account),
    /// Somebody has this User Id, perhaps in other letter case.
    UserNameTaken,
    /// The GSTIN has an account.
    GstinTaken,
    /// The proof does not exist, is for another GSTIN, is not proved, or was used.
    ProofSpent,
}

/// A password that takes the place of a forgotten one.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// Whose account.
    pub gstin: Gstin,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// The proof of possession of the mobile, used up by it.
    pub proof: [u8; 32],
    /// Now.
    pub at: Timestamp,
    /// Notices that go out if, and only if, the password is replaced.
    pub notices: Vec<NewMessage>,
    /// Notices that go out as well if the account had an authenticator, which went with it.
    pub authenticator_notices: Vec<NewMessage>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordReplacement {
    /// The new password counts, and whatever the old one had opened is closed.
    Replaced {
        /// The account as it is now.
        account: Box<Account>,
        /// Browser sessions that ended.
        sessions_closed: u64,
        /// API tokens that are void.
        tokens_voided: u64,
        /// Whether there was an authenticator.
        authenticator_removed: bool,
    },
    /// The GSTIN has no account.
    NoAccount,
    /// The proof does not exist, is for another GSTIN or purpose, is not proved, or was used.
    ProofSpent,
}

/// A password that takes the place of one that its owner knows.
#[derive(Clone, Debug)]
pub struct ChangedPassword {
    /// Whose account.
    pub account: AccountId,
    /// The hash that the old password was judged by.
    pub old_hash: String,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// The session that changes it, which goes on.
    pub session: [u8; 32],
    /// Notices that go out if, and only if, the password is changed.
    pub notices: Vec<NewMessage>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordChange {
    /// The new password counts, and whatever else the old one had opened is closed.
    Changed {
        /// Browser sessions that ended.
        sessions_closed: u64,
        /// API tokens that are void.
        tokens_voided: u64,
    },
    /// The account is gone or frozen, its session has ended, or the old password was replaced
    /// meanwhile.
    Overtaken,
}

/// Accounts. User Ids are compared without letter case everywhere.
#[async_trait]
pub trait Accounts: Send + Sync + 'static {
    /// Creates an account, uses up its proof and queues its notices, all or nothing.
    async fn create_account(&self, new: NewAccount) -> StoreResult<AccountCreation>;

    /// Replaces the password of an account, uses up the proof and queues the notices, all or
    /// nothing. With it all sessions of the account end, its API tokens are void, wrong
    /// passwords and a block are forgiven, its authenticator is removed, and other recoveries and
    /// logins under way have to begin again. An account that is frozen stays frozen.
    async fn replace_password(&self, new: NewPassword) -> StoreResult<PasswordReplacement>;

    /// Changes the password if the old one is still the one that was judged, and queues the
    /// notices, all or nothing. With it all other sessions of the account end, its API tokens are
    /// void, wrong passwords are forgiven, and recoveries and logins under way have to begin
    /// again. Its authenticator stays.
    async fn change_password(&self, new: ChangedPassword) -> StoreResult<PasswordChange>;

    /// The account with this User Id.
    async fn account_by_user_name(&self, user_name: &str) -> StoreResult<Option<Account>>;

    /// The account of this GSTIN.
    async fn account_by_gstin(&self, gstin: &Gstin) -> StoreResult<Option<Account>>;

    /// Those of `candidates` that are taken, in lower case.
    async fn taken_user_names(&self, candidates: &[String]) -> StoreResult<Vec<String>>;

    /// Counts a wrong password. At the `tries`-th in a row the account is blocked until
    /// `block_until` and the count starts again. Returns the end of the block, if there is one.
    async fn login_failed(
        &self,
        account: AccountId,
        tries: u32,
        block_until: Timestamp,
    ) -> StoreResult<Option<Timestamp>>;

    /// Notes a login and clears the count.
    async fn login_succeeded(&self, account: AccountId, at: Timestamp) -> StoreResult<()>;
}
