//! E-way bills: what moves, from where to where and how, with a document or by its IRN.
//!
//! ```text
//! document (+ request) ── check ──► CheckedBill ──► Movement, valid until
//! ```
//!
//! An e-way bill never stands against its document: [`check`] judges a document that is
//! registered, or is about to be, and a bill that is refused leaves the IRN as it is.

mod check;
mod consignment;
mod facts;
mod movement;
mod request;

pub use check::{CheckedBill, check};
pub use consignment::{Asked, Consignment, Origin, Stop};
pub use facts::BillFacts;
pub use movement::{End, Movement, SubSupply, TransactionKind};
pub use request::{BillRequest, Destination};

pub use crate::invoice::{Transport, TransportMode, VehicleType};
pub use crate::json::parse_bill_request as parse_request;
