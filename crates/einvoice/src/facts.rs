//! What a rule may need to know besides the document. Gathered before the check, never during.

use gst::{Decimal, Gstin, RegistrationStatus, TaxpayerType};
use jiff::civil::Date;

/// The world as it is for one check.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The GSTIN that is calling.
    pub caller: Gstin,
    /// Today in India.
    pub today: Date,
    /// What is known of the supplier.
    pub seller: &'a Party,
    /// What is known of the recipient.
    pub buyer: &'a Party,
    /// What is known of the e-commerce operator; `None` when the document names none.
    pub ecommerce: Option<&'a Party>,
    /// Settings of this installation.
    pub policy: &'a Policy,
}

/// What the GST master says of one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// Not registered under GST (`URP`): nothing to look up.
    Unregistered,
    /// The GSTIN is not in the master.
    Unknown,
    /// The GSTIN is in the master.
    Known(Standing),
}

/// A registered person's standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Status of the registration.
    pub status: RegistrationStatus,
    /// Type of taxpayer.
    pub kind: TaxpayerType,
    /// Day of registration.
    pub registered_on: Option<Date>,
    /// Day on which the registration ended.
    pub deregistered_on: Option<Date>,
    /// Highest aggregate annual turnover since 2017-18, in rupees.
    pub turnover: Option<Decimal>,
    /// Whether e-invoicing is enabled for the GSTIN today.
    pub e_invoice_enabled: bool,
    /// Whether e-way bills are blocked because returns were not filed.
    pub eway_bill_blocked: bool,
}

/// Settings that change what is accepted; each is documented in docs/NIC-COMPATIBILITY.md.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of rules that have nothing to do with each other"
)]
pub struct Policy {
    /// Documents dated before this day are refused (2284); `None` switches the floor off.
    pub floor_date: Option<Date>,
    /// Whether the 30-day reporting limit (2305) is enforced.
    pub reporting_limit: bool,
    /// Whether document numbers are upper-cased before they are hashed and stored, as GSTN asks
    /// since 1 June 2025 (advisory of 4 April 2025).
    pub upper_case_document_numbers: bool,
    /// Whether an item's gross amount has to be quantity × unit price (2192). NIC's old lists
    /// have the rule; its portal does not seem to insist.
    pub gross_amount: bool,
    /// Whether the turnover decides how many digits an HSN code needs (2199).
    pub hsn_digits: bool,
    /// Whether an HSN code has to be of goods or of a service as the item says (2199).
    pub hsn_kind: bool,
    /// Whether the distance of an e-way bill has to be near the one between the two PIN codes
    /// (4013, 4038). The distances here are computed, not driven: who knows better ones may
    /// switch this off.
    pub eway_bill_distance: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            floor_date: None,
            reporting_limit: true,
            upper_case_document_numbers: true,
            gross_amount: false,
            hsn_digits: true,
            hsn_kind: true,
            eway_bill_distance: true,
        }
    }
}
