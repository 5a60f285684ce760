//! The register of documents.

use async_trait::async_trait;
use einvoice::{DocumentType, Irn};
use gst::Gstin;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::StoreResult;
use crate::line::{AckBlock, AckSeries, Cancellation, Registered, Sealed, Summary};

/// What became of a registration.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large one is the common one, and moves once"
)]
pub enum Registration {
    /// This call registered the document.
    New(Registered),
    /// The document was registered before, perhaps with other content, perhaps cancelled since.
    Duplicate(Box<Registered>),
}

/// What became of a cancellation.
#[derive(Debug)]
pub enum CancelOutcome {
    /// This call cancelled it.
    Cancelled(Registered),
    /// It had been cancelled already, then.
    AlreadyCancelled(Registered),
    /// It was acknowledged too long ago.
    TooLate(Registered),
    /// Its e-way bill of this number is active, and has to be cancelled first.
    BillActive(Registered, u64),
    /// There is no such document of this supplier.
    NotFound,
}

/// The little that a cheap duplicate look-up needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Existing {
    /// Its IRN.
    pub irn: Irn,
    /// Its acknowledgement number.
    pub ack_number: u64,
    /// When it was acknowledged.
    pub acked_at: Timestamp,
    /// Whether it has been cancelled.
    pub cancelled: bool,
}

/// Which of a supplier's documents to list. Empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceFilter {
    /// Part of a document number, of the recipient's name or GSTIN, or a whole IRN or
    /// acknowledgement number; whatever the letter case.
    pub text: Option<String>,
    /// Earliest document date.
    pub dated_from: Option<Date>,
    /// Latest document date.
    pub dated_to: Option<Date>,
    /// Only documents of this type.
    pub kind: Option<DocumentType>,
    /// Only cancelled (`true`) or only active (`false`) documents.
    pub cancelled: Option<bool>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The document.
    pub summary: Summary,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// The number of its active e-way bill.
    pub eway_bill: Option<u64>,
}

/// Counts for the dashboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents registered since the moment asked for.
    pub registered: u64,
    /// Of those, cancelled.
    pub cancelled: u64,
}

/// The register of documents. Rows are only ever added; a cancellation is a row of its own.
#[async_trait]
pub trait Invoices: Send + Sync + 'static {
    /// Reserves `count` acknowledgement numbers for this process alone. Blocks never overlap,
    /// whichever process asks, and none is given out again after a crash.
    async fn reserve_ack_numbers(&self, series: AckSeries, count: u32) -> StoreResult<AckBlock>;

    /// When the latest document was acknowledged, so that a clock set back cannot back-date.
    async fn latest_acked_at(&self) -> StoreResult<Option<Timestamp>>;

    /// Registers a sealed document. The unique key is the document's identity (its IRN), and it
    /// is the only judge of duplicates: of any number of callers with one identity exactly one
    /// gets [`Registration::New`], and the others get that one's document.
    async fn register(&self, sealed: Sealed) -> StoreResult<Registration>;

    /// Whether a document is registered: a look-up of the index only, which decides nothing.
    async fn existing(&self, irn: &Irn) -> StoreResult<Option<Existing>>;

    /// The document with this IRN, whoever the supplier is.
    async fn by_irn(&self, irn: &Irn) -> StoreResult<Option<Registered>>;

    /// The document with this acknowledgement number.
    async fn by_ack_number(&self, ack_number: u64) -> StoreResult<Option<Registered>>;

    /// Cancels a document of `supplier` if it was acknowledged at or after `acked_since`, is not
    /// cancelled yet and has no active e-way bill. Of any number of callers exactly one cancels.
    async fn cancel(
        &self,
        supplier: &Gstin,
        irn: &Irn,
        acked_since: Timestamp,
        cancellation: Cancellation,
    ) -> StoreResult<CancelOutcome>;

    /// A supplier's documents, newest first, at most `limit`, with acknowledgement numbers below
    /// `before` when that is given (keyset paging: pass the last row's number).
    async fn list(
        &self,
        supplier: &Gstin,
        filter: &InvoiceFilter,
        before: Option<u64>,
        limit: u32,
    ) -> StoreResult<Vec<Listed>>;

    /// How many documents a supplier registered since a moment.
    async fn counts(&self, supplier: &Gstin, since: Timestamp) -> StoreResult<Counts>;
}
