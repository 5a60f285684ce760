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
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordReplacement {
    /// The new password counts, and whatever the old one had opened is closed.
    Replaced {
        /// The account as it is now.
        account: Account,
        /// Browser sessions that ended.
        sessions_closed: u64,
        /// API tokens that are void.
        tokens_voided: u64,
    },
    /// The GSTIN has no account.
    NoAccount,
    /// The proof does not exist, is for another GSTIN or purpose, is not proved, or was used.
    ProofSpent,
}

/// Accounts. User Ids are compared without letter case everywhere.
#[async_trait]
pub trait Accounts: Send + Sync + 'static {
    /// Creates an account, uses up its proof and queues its notices, all or nothing.
    async fn create_account(&self, new: NewAccount) -> StoreResult<AccountCreation>;

    /// Replaces the password of an account, uses up the proof and queues the notices, all or
    /// nothing. With it all sessions of the account end, its API tokens are void, wrong
    /// passwords and a block are forgiven, and other recoveries under way have to begin again.
    async fn replace_password(&self, new: NewPassword) -> StoreResult<PasswordReplacement>;

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
