//! The register's verbs.

use async_trait::async_trait;
use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::columns::{IrnBytes, Millis};
use super::{SqliteStore, acknowledgements, cancellations, invoice_row, listing};
use crate::StoreResult;
use crate::invoices::{
    CancelOutcome, Counts, Existing, InvoiceFilter, Invoices, Listed, Registration,
};
use crate::line::{AckBlock, AckSeries, Cancellation, Registered, Sealed};
use crate::packing;
use crate::stored::StoredRow;

/// A registration's outcome inside the writer: what it costs to unpack is left to the caller.
enum Written {
    New(Sealed),
    Duplicate(StoredRow),
}

#[async_trait]
impl Invoices for SqliteStore {
    async fn reserve_ack_numbers(&self, series: AckSeries, count: u32) -> StoreResult<AckBlock> {
        self.writer
            .write(move |connection| acknowledgements::reserve(connection, series, count))
            .await
    }

    async fn latest_acked_at(&self) -> StoreResult<Option<Timestamp>> {
        let latest = self.readers.look_up(acknowledgements::latest).await?;
        Ok(latest.map(|Millis(at)| at))
    }

    async fn register(&self, sealed: Sealed) -> StoreResult<Registration> {
        let payload = packing::pack(&sealed.invoice_json)?;
        let written = self
            .writer
            .write(move |connection| {
                if invoice_row::insert(connection, &sealed, &payload)? {
                    return Ok(Written::New(sealed));
                }
                let row = invoice_row::by_irn(connection, &sealed.irn())?;
                invoice_row::met(row).map(Written::Duplicate)
            })
            .await?;
        Ok(match written {
            Written::New(sealed) => Registration::New(Registered::committed(sealed)),
            Written::Duplicate(row) => Registration::Duplicate(Box::new(row.registered()?)),
        })
    }

    async fn existing(&self, irn: &Irn) -> StoreResult<Option<Existing>> {
        self.readers
            .look_up(|connection| existing(connection, irn))
            .await
    }

    async fn by_irn(&self, irn: &Irn) -> StoreResult<Option<Registered>> {
        let row = self
            .readers
            .look_up(|connection| invoice_row::by_irn(connection, irn))
            .await?;
        row.map(StoredRow::registered).transpose()
    }

    async fn by_ack_number(&self, ack_number: u64) -> StoreResult<Option<Registered>> {
        let row = self
            .readers
            .look_up(|connection| invoice_row::by_ack_number(connection, ack_number))
            .await?;
        row.map(StoredRow::registered).transpose()
    }

    async fn cancel(
        &self,
        supplier: &Gstin,
        irn: &Irn,
        acked_since: Timestamp,
        cancellation: Cancellation,
    ) -> StoreResult<CancelOutcome> {
        let (supplier, irn) = (*supplier, *irn);
        let judged = self
            .writer
            .write(move |connection| {
                cancellations::cancel(connection, supplier, &irn, acked_since, cancellation)
            })
            .await?;
        judged.outcome()
    }

    async fn list(
        &self,
        supplier: &Gstin,
        filter: &InvoiceFilter,
        before: Option<u64>,
        limit: u32,
    ) -> StoreResult<Vec<Listed>> {
        let (supplier, filter) = (*supplier, filter.clone());
        self.readers
            .read(move |connection| listing::list(connection, supplier, &filter, before, limit))
            .await
    }

    async fn counts(&self, supplier: &Gstin, since: Timestamp) -> StoreResult<Counts> {
        let supplier = *supplier;
        self.readers
            .read(move |connection| listing::counts(connection, supplier, since))
            .await
    }
}

fn existing(connection: &Connection, irn: &Irn) -> StoreResult<Option<Existing>> {
    let found = connection
        .prepare_cached(
            "SELECT i.irn, i.ack_no, i.acked_at, c.ack_no IS NOT NULL
             FROM invoices i LEFT JOIN cancellations c ON c.ack_no = i.ack_no WHERE i.irn = ?1",
        )?
        .query_row([irn.as_bytes().as_slice()], |row| {
            let IrnBytes(irn) = row.get(0)?;
            let Millis(acked_at) = row.get(2)?;
            Ok(Existing {
                irn,
                ack_number: row.get(1)?,
                acked_at,
                cancelled: row.get(3)?,
            })
        })
        .optional()?;
    Ok(found)
}
