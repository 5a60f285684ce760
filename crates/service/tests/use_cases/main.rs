//! The use cases over a real database, a registry that answers over HTTP, and a clock that the
//! test moves.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod afresh;
mod api;
mod assessing;
mod audit;
mod authenticator_logins;
mod authenticators;
mod changing_passwords;
mod credentials;
mod documents;
mod enablement;
mod eway_bill_cancelling;
mod eway_bill_failures;
mod eway_bill_races;
mod eway_bills;
mod failures;
mod flaky_store;
mod foreign_clients;
mod freezing;
mod issuing;
mod keys;
mod limits;
mod login;
mod operator;
mod operators;
mod own_sessions;
mod passwords;
mod recovery;
mod registration;
mod registry_away;
mod retention;
mod second_factor;
mod taxpayers;
mod verification;
mod world;
