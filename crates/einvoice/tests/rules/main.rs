//! What has to hold for every rule and every code, whoever adds one.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod bill_examples;
mod bill_properties;
mod calculated;
mod catalogue;
mod examples;
mod support;
