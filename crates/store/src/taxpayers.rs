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
    /// When it was fetched from the GST common portal, or the imported master was taken from it.
    pub fetched_at: Timestamp,
    /// Whether it was fetched alone or imported with all others.
    pub source: RecordSource,
    /// Set when the taxpayer enabled itself.
    pub enablement: Option<Enablement>,
}

/// How a record came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordSource {
    /// It was asked for and fetched alone.
    Fetched,
    /// It is a row of the imported master that is in force.
    Imported,
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
    /// ignored, and so is its source. An older fetch never overwrites a newer one.
    async fn put_taxpayer(&self, record: TaxpayerRecord) -> StoreResult<()>;

    /// A record: the one that was fetched, or the one of the imported master that is in force,
    /// whichever is newer; of two equally old ones the fetched. An enablement goes with either.
    async fn taxpayer(&self, gstin: &Gstin) -> StoreResult<Option<TaxpayerRecord>>;

    /// Enables a GSTIN that was fetched or is in the imported master, uses up the proof and queues the notices, all or
    /// nothing. `None` for `proof` only when an operator enables.
    async fn enable(
        &self,
        gstin: &Gstin,
        proof: Option<&[u8; 32]>,
        enablement: Enablement,
        notices: Vec<NewMessage>,
    ) -> StoreResult<EnableOutcome>;
}

/// The newer of a fetched record and an imported one, with the enablement that only the fetched one
/// knows.
pub(crate) fn newer(
    fetched: Option<TaxpayerRecord>,
    imported: Option<TaxpayerRecord>,
) -> Option<TaxpayerRecord> {
    match (fetched, imported) {
        (Some(fetched), Some(imported)) if imported.fetched_at > fetched.fetched_at => {
            Some(TaxpayerRecord {
                enablement: fetched.enablement,
                ..imported
            })
        }
        (fetched, imported) => fetched.or(imported),
    }
}
