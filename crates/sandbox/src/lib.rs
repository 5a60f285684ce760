//! What makes an installation a sandbox: invented taxpayers, an inbox for one-time passwords, a
//! settable clock, credentials that need no click, and throw-away keys.
//!
//! All of it is on a listener of its own, the management listener, never on the paths of the
//! protocol: what an ERP meets in the sandbox is what it meets in a real portal.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test fails by panicking")
)]

pub mod data_folder;
pub mod demo;
pub mod directory;
pub mod integrator;
pub mod invent;
mod kept_file;
pub mod known_accounts;
pub mod management;
pub mod registry;
pub mod seed;
pub mod well_known;

mod places;

/// The issuer that every token of a sandbox names, so that none can pass for a real one.
pub use store::SANDBOX_ISSUER as ISSUER;
