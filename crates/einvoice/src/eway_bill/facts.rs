//! What a rule of e-way bills may need to know besides document and request. Gathered before the
//! check, never during.

use jiff::civil::Date;

use crate::facts::{Party, Policy};

/// The world as it is for one e-way bill.
#[derive(Clone, Copy, Debug)]
pub struct BillFacts<'a> {
    /// Today in India.
    pub today: Date,
    /// What is known of the supplier.
    pub supplier: &'a Party,
    /// What is known of the transporter; `None` when none is named.
    pub transporter: Option<&'a Party>,
    /// Settings of this installation.
    pub policy: &'a Policy,
}
