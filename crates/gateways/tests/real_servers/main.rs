//! Gateways against servers that really speak HTTP and SMTP, fed by the real use cases through a
//! real outbox.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod delivery;
mod email;
mod http_server;
mod sms;
mod smtp_server;
mod world;
