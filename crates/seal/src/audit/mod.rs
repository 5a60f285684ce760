//! The audit log: what happened, in lines that hang together.
//!
//! Every process writes a chain of its own, named after its node: files of JSON Lines, one a day
//! (UTC), in which every line holds the SHA-256 of the line before it. A line that is changed, cut
//! out, put in or moved breaks the chain where that was done. From time to time, and when the
//! process stops, a checkpoint is signed with the signing key: whoever can write the files but has
//! not the key cannot make a chain that ends in one.
//!
//! docs/AUDIT.md tells what the lines say, what can be found out and what cannot.

mod chain;
mod expiry;
mod health;
mod line;
mod log;
mod verify;

pub use chain::log_files;
pub use expiry::{ExpiredFile, expired_files};
pub use health::{AuditHealth, AuditMark};
pub use line::{About, LINE_BYTES_MAX};
pub use log::{AuditLog, AuditOptions, AuditStart, CHECKPOINT_EVERY_S, CHECKPOINT_LINES};
pub use verify::{Break, Broken, ChainReport, Noted, verify, verify_noted};
