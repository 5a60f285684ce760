//! The register's verbs.

use async_trait::async_trait;
use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;

use super::columns::{bytes_32, moment, number, value};
use super::{PostgresStore, acknowledgements, cancellations, invoice_row, listing};
use crate::invoices::{
    CancelOutcome, Counts, Existing, InvoiceFilter, Invoices, Listed, Registration,
};
use crate::line::{AckBlock, AckSeries, Cancellation, Registered, Sealed};
use crate::stored::StoredRow;
use crate::{StoreResult, packing};

#[async_trait]
impl Invoices for PostgresStore {
    async fn reserve_ack_numbers(&self, series: AckSeries, count: u32) -> StoreResult<AckBlock> {
        acknowledgements::reserve(&self.connections, series, count).await
    }

    async fn latest_acked_at(&self) -> StoreResult<Option<Timestamp>> {
        acknowledgements::latest(&self.connections).await
    }

    async fn register(&self, sealed: Sealed) -> StoreResult<Registration> {
        let payload = packing::pack(&sealed.invoice_json)?;
        self.registrar.register(sealed, payload).await
    }

    async fn existing(&self, irn: &Irn) -> StoreResult<Option<Existing>> {
        let row = self
            .connections
            .row(
                "SELECT i.irn, i.ack_no, i.acked_at, c.ack_no IS NOT NULL
                 FROM invoices i LEFT JOIN cancellations c
                    ON c.supplier_gstin = i.supplier_gstin AND c.ack_no = i.ack_no
                 WHERE i.irn = $1",
                &[&irn.as_bytes().as_slice()],
            )
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        Ok(Some(Existing {
            irn: Irn::from_bytes(bytes_32(&row, 0)?),
            ack_number: number::<i64, _>(&row, 1)?,
            acked_at: moment(&row, 2)?,
            cancelled: value(&row, 3)?,
        }))
    }

    async fn by_irn(&self, irn: &Irn) -> StoreResult<Option<Registered>> {
        let row = invoice_row::by_irn(&self.connections, irn).await?;
        row.map(StoredRow::registered).transpose()
    }

    async fn by_ack_number(&self, ack_number: u64) -> StoreResult<Option<Registered>> {
        let row = invoice_row::by_ack_number(&self.connections, ack_number).await?;
        row.map(StoredRow::registered).transpose()
    }

    async fn cancel(
        &self,
        supplier: &Gstin,
        irn: &Irn,
        acked_since: Timestamp,
        cancellation: Cancellation,
    ) -> StoreResult<CancelOutcome> {
        cancellations::cancel(&self.connections, supplier, irn, acked_since, cancellation).await
    }

    async fn list(
        &self,
        supplier: &Gstin,
        filter: &InvoiceFilter,
        before: Option<u64>,
        limit: u32,
    ) -> StoreResult<Vec<Listed>> {
        listing::list(&self.connections, supplier, filter, before, limit).await
    }

    async fn counts(&self, supplier: &Gstin, since: Timestamp) -> StoreResult<Counts> {
        listing::counts(&self.connections, supplier, since).await
    }
}
