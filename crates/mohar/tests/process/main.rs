//! Tests of the program as it is delivered: a real process, real files, real connections.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod check;
mod crash;
mod feedback;
mod interop;
mod lifecycle;
mod management;
mod masters;
mod support;
mod verify;
