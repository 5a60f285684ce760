//! Tests of the program as it is delivered: a real process, real files, real connections.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod allowances;
mod attacks;
mod backup;
mod check;
mod clock;
mod copy;
mod crash;
mod doctor;
mod drain;
mod feedback;
mod freezing;
mod headers;
mod health;
mod interop;
mod keys;
mod kills;
mod kinds;
mod ledger;
mod lifecycle;
mod management;
mod masters;
mod messages;
mod overload;
mod postgres;
mod reencrypt;
mod request_line;
mod retention;
mod serve;
mod small_disk;
mod soak;
mod support;
mod taxpayers;
mod tls;
mod traces;
mod units;
mod verify;
