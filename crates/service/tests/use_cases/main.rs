//! The use cases over a real database, a registry that answers over HTTP, and a clock that the
//! test moves.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod api;
mod assessing;
mod credentials;
mod documents;
mod enablement;
mod failures;
mod flaky_store;
mod issuing;
mod login;
mod operator;
mod passwords;
mod recovery;
mod registration;
mod taxpayers;
mod verification;
mod world;
