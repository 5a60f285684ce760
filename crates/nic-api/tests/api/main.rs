//! The API as a client meets it: NIC's wire format on one side, an SQLite file on the other.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod harness;

mod authentication;
mod documents;
mod envelopes;
mod eway_bill_system;
mod eway_bills;
mod lookups;
mod malformed;
mod network;
mod oracles;
mod refusals;
mod tenants;
mod validating;
