//! The local copy of the GST master, and who is enabled for e-invoicing.

use async_trait::async_trait;
use gst::{Decimal, FinancialYear, Gstin, Taxpayer};
use jiff::Timestamp;

use crate::StoreResult;
use crate::messages::NewMessage;

/// A master record as it was fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct TaxpayerRecord {
    /// The record; its mobile and e-mail are `None` here.
    pub taxpayer: Taxpayer,
    /// Mobile and e-mail, sealed under the data key.
    pub contact_sealed: Option<Vec<u8>>,
    /// When it was fetched from the GST common portal.
    pub fetched_at: Timestamp,
    /// Set when the taxpayer enabled itself.
    pub enablement: Option<Enablement>,
}

/// A taxpayer's own declaration that it is to issue e-invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enablement {
    /// The year whose turnover is declared.
    pub financial_year: FinancialYear,
    /// That turnover, in rupees.
    pub turnover: Decimal,
    /// When.
    pub at: Timestamp,
}

/// What became of an enablement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnableOutcome {
    /// Enabled by this call.
    Enabled,
    /// Had been enabled before.
    AlreadyEnabled,
    /// The proof does not exist, is for another purpose or GSTIN, is not proved, or was used.
    ProofSpent,
}

/// The local copy of the GST master.
#[async_trait]
pub trait Taxpayers: Send + Sync + 'static {
    /// Stores a freshly fetched record; an enablement that is there stays, the argument's is
    /// ignored. An older fetch never overwrites a newer one.
    async fn put_taxpayer(&self, record: TaxpayerRecord) -> StoreResult<()>;

    /// A record.
    async fn taxpayer(&self, gstin: &Gstin) -> StoreResult<Option<TaxpayerRecord>>;

    /// Enables a GSTIN that is in the master, uses up the proof and queues the notices, all or
    /// nothing. `None` for `proof` only when an operator enables.
    async fn enable(
        &self,
        gstin: &Gstin,
        proof: Option<&[u8; 32]>,
        enablement: Enablement,
        notices: Vec<NewMessage>,
    ) -> StoreResult<EnableOutcome>;
}
