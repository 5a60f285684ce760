//! A typed client of NIC's e-invoice API: of Mohar, or of any other portal that speaks it.
//!
//! It knows the wire (paths, headers, the encrypted envelope, tokens) and nothing about what makes
//! an invoice acceptable. The invoice goes in as the JSON text that the caller wrote, so that its
//! numbers arrive in the spelling that they left in.
//!
//! ```no_run
//! # use nic_client::{Client, Error, Settings};
//! # async fn example(settings: Settings, invoice: &str) -> Result<(), Error> {
//! let client = Client::new("http://127.0.0.1:8080", settings)?;
//! match client.generate(invoice).await {
//!     Ok(registration) => println!("{} {}", registration.irn, registration.ack_no),
//!     Err(error) if error.has_code("2150") => println!("registered before: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test fails by panicking")
)]

mod answers;
mod client;
mod error;
mod eway_bill;
mod lenient;
mod operations;
mod reply;
mod session;
mod settings;

pub use answers::{Cancellation, CancellationReason, Registration, RejectedIrn, TaxpayerDetails};
pub use client::Client;
pub use error::{ApiError, ApiFault, Error, InfoDetail};
pub use eway_bill::{EwayBill, EwayBillCancellation, EwayBillCancellationReason, EwayBillDetails};
pub use reply::Reply;
pub use session::Session;
pub use settings::Settings;
