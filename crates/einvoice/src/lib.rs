//! INV-01: the invoice, its JSON, the rule catalogue, the IRN and the signed payloads.
//!
//! The way of a document through this crate:
//!
//! ```text
//! bytes ── parse ──► Invoice ── check ──► Checked ── payload ──► texts to sign
//! ```
//!
//! [`parse`] answers with every fault of shape at once, [`check`] with every broken rule at once.
//! Neither reads a clock nor a database: what a rule may need to know comes in as [`Facts`].

pub mod calculator;
pub mod catalogue;
mod check;
mod entry;
pub mod eway_bill;
pub mod example;
pub mod facts;
pub mod finding;
pub mod invoice;
mod irn;
pub mod json;
pub mod payload;
pub mod rules;
pub mod tolerance;

pub use check::{Checked, Rejected, check};
pub use entry::{Entry, Language};
pub use facts::{Facts, Party, Policy, Standing};
pub use finding::{Detail, Finding};
pub use invoice::{AsSent, DocumentType, Invoice, PartyId, SupplyType};
pub use irn::{Irn, NotAnIrn};
pub use json::parse;
