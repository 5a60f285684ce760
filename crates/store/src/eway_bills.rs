//! E-way bills: what has to travel with the goods.

use async_trait::async_trait;
use einvoice::Irn;
use einvoice::eway_bill::Movement;
use gst::Gstin;
use jiff::Timestamp;

use crate::StoreResult;
use crate::line::{Cancellation, Channel};
use crate::run::Run;

/// An e-way bill number that was reserved durably and has been used by nobody. It cannot be
/// copied; a bill consumes it.
#[derive(Debug, PartialEq, Eq)]
pub struct BillNumber(u64);

impl BillNumber {
    /// The 12 digits.
    pub fn get(&self) -> u64 {
        self.0
    }
}

/// A run of e-way bill numbers that this process alone may use. Gaps are allowed, reuse is not.
#[derive(Debug)]
pub struct BillNumberBlock(Run);

impl BillNumberBlock {
    /// A block from `first` on, `count` long. Only engines call this, after the reservation is
    /// durable.
    pub(crate) fn reserved(first: u64, count: u32) -> Self {
        Self(Run::new(first, count))
    }

    /// The next number, or `None` when the block is used up.
    pub fn take(&mut self) -> Option<BillNumber> {
        self.0.take().map(BillNumber)
    }
}

/// The series that e-way bill numbers are drawn from. The number has 12 digits: IRP, node, and a
/// ten-digit sequence from 1 on. Only the length is known to matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BillSeries {
    /// The IRP's digit, 1 to 9.
    pub irp: u8,
    /// The node's digit, 0 to 9.
    pub node: u8,
}

/// First number of a series' ten-digit sequence.
const SEQUENCE_START: u64 = 1;
/// One past the last number of the sequence.
const SEQUENCE_END: u64 = 10_000_000_000;

impl BillSeries {
    /// The first e-way bill number of this series.
    pub fn first(self) -> u64 {
        self.base() + SEQUENCE_START
    }

    /// One past the last e-way bill number of this series.
    pub fn end(self) -> u64 {
        self.base() + SEQUENCE_END
    }

    fn base(self) -> u64 {
        (u64::from(self.irp) * 10 + u64::from(self.node)) * SEQUENCE_END
    }
}

/// A bill to be made.
#[derive(Debug)]
pub struct NewBill {
    /// Its number.
    pub number: BillNumber,
    /// The document that it is for.
    pub irn: Irn,
    /// The document's supplier.
    pub supplier: Gstin,
    /// Who asks for it, and alone may cancel it.
    pub made_by: Gstin,
    /// When, in whole seconds.
    pub made_at: Timestamp,
    /// Until when it is good; `None` for Part A alone, with which nothing may move yet.
    pub valid_until: Option<Timestamp>,
    /// What moves, from where to where and how.
    pub movement: Movement,
    /// How the request came in.
    pub channel: Channel,
}

impl NewBill {
    /// The bill, once its row is committed. Only engines call this.
    pub(crate) fn made(self) -> EwayBill {
        EwayBill {
            number: self.number.get(),
            irn: self.irn,
            supplier: self.supplier,
            made_by: self.made_by,
            made_at: self.made_at,
            valid_until: self.valid_until,
            movement: self.movement,
            channel: self.channel,
            cancellation: None,
        }
    }
}

/// An e-way bill. It is active until it is cancelled, even when its validity has passed.
#[derive(Clone, Debug, PartialEq)]
pub struct EwayBill {
    /// Its number, 12 digits.
    pub number: u64,
    /// The document that it is for.
    pub irn: Irn,
    /// The document's supplier.
    pub supplier: Gstin,
    /// Who made it, and alone may cancel it.
    pub made_by: Gstin,
    /// When it was made, in whole seconds.
    pub made_at: Timestamp,
    /// Until when it is good; `None` for Part A alone, with which nothing may move yet.
    pub valid_until: Option<Timestamp>,
    /// What moves, from where to where and how.
    pub movement: Movement,
    /// How the request came in.
    pub channel: Channel,
    /// Set when it was cancelled.
    pub cancellation: Option<Cancellation>,
}

/// What became of a bill that was asked for.
#[derive(Debug)]
pub enum BillOutcome {
    /// This call made it.
    Made(EwayBill),
    /// The document has an active bill already: this one.
    Exists(EwayBill),
    /// The document is cancelled.
    DocumentCancelled,
    /// There is no such document of this supplier.
    NoDocument,
}

/// What became of a bill's cancellation.
#[derive(Debug)]
pub enum BillCancelOutcome {
    /// This call cancelled it.
    Cancelled(EwayBill),
    /// It had been cancelled already, then.
    AlreadyCancelled(EwayBill),
    /// It was made too long ago.
    TooLate(EwayBill),
    /// There is no bill of this number that was made by this taxpayer.
    NotFound,
}

/// E-way bills. Rows are only ever added; a cancellation is a row of its own.
///
/// A document has at most one active bill, and a document with an active bill cannot be cancelled
/// ([`CancelOutcome::BillActive`](crate::invoices::CancelOutcome::BillActive)): of callers who
/// make a bill and callers who cancel its document, those who come first win, and the others
/// learn why they lost.
#[async_trait]
pub trait EwayBills: Send + Sync + 'static {
    /// Reserves `count` e-way bill numbers for this process alone. Blocks never overlap,
    /// whichever process asks, and none is given out again after a crash.
    async fn reserve_bill_numbers(
        &self,
        series: BillSeries,
        count: u32,
    ) -> StoreResult<BillNumberBlock>;

    /// Makes a bill for a document of `bill.supplier` that is not cancelled and has no active
    /// bill. Of any number of callers for one document exactly one makes it, and the others get
    /// that one.
    async fn make_bill(&self, bill: NewBill) -> StoreResult<BillOutcome>;

    /// The document's active bill, or else the one that was cancelled last.
    async fn bill_of(&self, irn: &Irn) -> StoreResult<Option<EwayBill>>;

    /// The bill of this number, active or cancelled, whoever made it.
    async fn bill(&self, number: u64) -> StoreResult<Option<EwayBill>>;

    /// Cancels a bill that `made_by` made at or after `made_since` and that is not cancelled yet.
    /// Of any number of callers exactly one cancels.
    async fn cancel_bill(
        &self,
        made_by: &Gstin,
        number: u64,
        made_since: Timestamp,
        cancellation: Cancellation,
    ) -> StoreResult<BillCancelOutcome>;

    /// The bills of a supplier's documents, newest first, at most `limit`, with numbers below
    /// `before` when that is given (keyset paging: pass the last row's number).
    async fn bills(
        &self,
        supplier: &Gstin,
        before: Option<u64>,
        limit: u32,
    ) -> StoreResult<Vec<EwayBill>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_has_twelve_digits_from_first_to_last() {
        let series = BillSeries { irp: 9, node: 1 };
        assert_eq!(series.first(), 910_000_000_001);
        assert_eq!(series.end() - 1, 919_999_999_999);
        let lowest = BillSeries { irp: 1, node: 0 };
        assert_eq!(lowest.first(), 100_000_000_001);
    }

    #[test]
    fn a_block_gives_each_number_once_and_ends() {
        let mut block = BillNumberBlock::reserved(5, 2);
        assert_eq!(block.take(), Some(BillNumber(5)));
        assert_eq!(block.take(), Some(BillNumber(6)));
        assert_eq!(block.take(), None);
    }
}
