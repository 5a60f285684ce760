//! The rules. One rule is one file, named by its code and by what is wrong; [`ALL`] lists them.
//!
//! To add one: write the file in the folder of its subject with its `mod` line beside the
//! others, and add one line to [`ALL`] in `list.rs`. A test finds a file that is not listed, a
//! code that is out of order or used twice, and a rule without an example.

mod document;
mod eway_bill;
mod item;
mod judge;
mod list;
mod outcome;
mod party;
mod protocol;
mod registration;
#[cfg(test)]
mod sample;
mod tax;
mod totals;
mod why;
mod wording;

pub use judge::{bill_findings, bill_findings_of, findings, findings_of};
pub use list::ALL;

use crate::entry::Entry;
use crate::eway_bill::{BillFacts, Consignment};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;

/// A catalogue entry with what checks it, if a document's content can.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The public part.
    pub entry: Entry,
    /// Pushes a finding for every place where the rule is broken. `None` for outcomes, protocol
    /// errors and rules that are not raised.
    pub check: Option<Check>,
}

/// A pure check: no clock, no store, no order of calls matters.
#[derive(Clone, Copy)]
pub enum Check {
    /// Of a document.
    Document(DocumentCheck),
    /// Of an e-way bill. What it finds stands against the bill and never against the document.
    EwayBill(BillCheck),
}

/// A check of a document.
pub type DocumentCheck = fn(&Invoice, &Facts<'_>, &mut Vec<Finding>);

/// A check of an e-way bill that is asked for.
pub type BillCheck = fn(&Consignment<'_>, &BillFacts<'_>, &mut Vec<Finding>);
