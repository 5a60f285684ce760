//! The words of the GST law as types, and the master code tables. No input, no output.
//!
//! Each type can hold only what the law's form allows: a [`Gstin`] always has fifteen
//! characters of the right kind, a [`StateCode`] is always one of the states. Whether a GSTIN
//! was ever issued is another question, which only the GST master can answer.

pub mod contact;
mod document_number;
pub mod eway_bill;
mod financial_year;
mod gstin;
mod hsn;
pub mod ist;
pub mod masters;
pub mod notified;
mod pin;
mod state;
mod taxpayer;
mod text;
pub mod thresholds;
mod vehicle;

pub use document_number::{DocumentNumber, DocumentNumberFault};
pub use financial_year::{FinancialYear, FinancialYearFault};
pub use gstin::{Gstin, GstinFault};
pub use hsn::{HsnCode, HsnFault};
pub use pin::{PinCode, PinFault};
pub use rust_decimal::Decimal;
pub use state::{StateCode, StateFault};
pub use taxpayer::{PrincipalPlace, RegistrationStatus, Taxpayer, TaxpayerType};
pub use vehicle::{VEHICLE_NUMBER_CHARACTERS_MAX, is_vehicle_number};
