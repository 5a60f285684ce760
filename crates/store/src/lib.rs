//! What is remembered.
//!
//! The traits here are the promise that every engine gives; their verbs are use cases, not table
//! operations, and no transaction crosses them. Three rules hold for all of them:
//!
//! - **Durable when it returns.** When a writing verb returns `Ok`, what it wrote survives the
//!   loss of the process and of the machine's power. An engine may gather several callers into
//!   one commit; it answers none of them before that commit is on disk.
//! - **A value is what a client can see, an error is the engine's failure.** A duplicate, a
//!   closed window, a taken name are values. After an `Err` of a writing verb the caller does not
//!   know whether it was written, and must ask again before it tells anybody anything.
//! - **Whole operations.** Each verb is atomic and judges by itself: of any number of callers who
//!   race for one document, one user name, one one-time password, exactly one wins.
//!
//! Times are UTC milliseconds at rest; amounts are decimal text. Personal data arrives sealed.

pub mod account_care;
pub mod accounts;
pub mod allowances;
pub mod api_access;
pub mod authenticators;
pub mod backup;
mod codes;
pub mod eway_bills;
pub mod feedback;
mod installation;
pub mod invoices;
pub mod line;
pub mod master_imports;
pub mod messages;
mod pace;
mod packing;
pub mod postgres;
pub mod proofs;
pub mod retention;
mod run;
pub mod sealed;
mod search;
pub mod sessions;
pub mod sqlite;
mod stored;
pub mod taxpayers;
mod verify;
pub mod write_figures;

pub use account_care::AccountCare;
pub use accounts::Accounts;
pub use allowances::Allowances;
pub use api_access::ApiAccess;
pub use authenticators::Authenticators;
pub use eway_bills::EwayBills;
pub use feedback::FeedbackBox;
pub use installation::{InstallationKind, SANDBOX_ISSUER};
pub use invoices::Invoices;
pub use master_imports::MasterImports;
pub use messages::Outbox;
pub use postgres::copy;
pub use proofs::Proofs;
pub use retention::Retention;
pub use sealed::SealedValues;
pub use sessions::Sessions;
pub use taxpayers::Taxpayers;
pub use write_figures::GroupCommit;

/// Everything that an engine remembers.
pub trait Store:
    Invoices
    + EwayBills
    + Accounts
    + AccountCare
    + Authenticators
    + Sessions
    + Proofs
    + Taxpayers
    + MasterImports
    + ApiAccess
    + Outbox
    + FeedbackBox
    + SealedValues
    + Retention
    + Allowances
    + GroupCommit
{
}

impl<T> Store for T where
    T: Invoices
        + EwayBills
        + Accounts
        + AccountCare
        + Authenticators
        + Sessions
        + Proofs
        + Taxpayers
        + MasterImports
        + ApiAccess
        + Outbox
        + FeedbackBox
        + SealedValues
        + Retention
        + Allowances
        + GroupCommit
{
}

/// The engine failed. Says nothing about whether a write happened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is full, read-only or busy; trying again may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// What was read does not make sense: a damaged row or a foreign schema.
    #[error("the database holds something unexpected: {0}")]
    Corrupt(String),
}

/// What a verb returns.
pub type StoreResult<T> = Result<T, StoreError>;
