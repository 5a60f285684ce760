//! The portal in a real browser: Chromium by its driver, in both languages, with and without
//! JavaScript, on a desk and on a phone.
//!
//! Each test has a sandbox of its own. Every page that a test arrives at is inspected: structure,
//! labels, contrast, width, and nothing that the browser complains about.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod browser;
mod credentials;
mod driver;
mod enablement;
mod eway_bill;
mod feedback;
mod inspection;
mod journey;
mod login;
mod look_ups;
mod one_time_password;
mod outcomes;
mod own_account;
mod pages;
mod pictures;
mod recovery;
mod steps;
#[path = "../process/support/mod.rs"]
#[expect(
    dead_code,
    reason = "shared with the tests of the process, which use all of it"
)]
mod support;
mod two_step;
mod visit;
