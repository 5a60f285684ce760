//! A row of the register, read.

use einvoice::Irn;
use einvoice::payload::QrFields;
use gst::{Decimal, DocumentNumber, FinancialYear};
use seal::Signature;
use tokio_postgres::Row;

use super::acknowledgements::stored;
use super::columns::{bytes_32, corrupt, gstin, moment, moment_maybe, name, number, value};
use super::connections::Connections;
use crate::line::{Cancellation, Summary};
use crate::packing::Packed;
use crate::stored::StoredRow;
use crate::{StoreResult, codes};

/// The columns of a [`Summary`] and of a cancellation, in the order that [`summary`] and
/// [`cancellation`] read them.
macro_rules! summary_columns {
    () => {
        "i.ack_no, i.acked_at, i.supplier_gstin, i.irn, i.document_type, i.document_number, \
         i.document_date, i.recipient_id, i.recipient_name, i.invoice_value, i.item_count, \
         i.main_hsn, i.channel, c.cancelled_at, c.reason, c.remark"
    };
}
pub(super) use summary_columns;

/// How many columns those are.
pub(super) const SUMMARY_COLUMNS: usize = 16;

/// Whole rows, as [`whole`] reads them.
macro_rules! select_rows {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            $crate::postgres::invoice_row::summary_columns!(),
            ", s.key_id, s.issuer, i.payload_format, i.payload, i.invoice_signature, \
               i.qr_signature \
             FROM invoices i JOIN signing_contexts s ON s.id = i.signing_context \
             LEFT JOIN cancellations c \
                ON c.supplier_gstin = i.supplier_gstin AND c.ack_no = i.ack_no \
             WHERE ",
            $condition
        )
    };
}
pub(super) use select_rows;

/// The row with this IRN.
pub(super) async fn by_irn(connections: &Connections, irn: &Irn) -> StoreResult<Option<StoredRow>> {
    let row = connections
        .row(select_rows!("i.irn = $1"), &[&irn.as_bytes().as_slice()])
        .await?;
    row.map(|row| whole(&row)).transpose()
}

/// The row with this acknowledgement number.
pub(super) async fn by_ack_number(
    connections: &Connections,
    ack_number: u64,
) -> StoreResult<Option<StoredRow>> {
    // A number beyond the column's range was never given out.
    let Ok(ack_number) = stored(ack_number) else {
        return Ok(None);
    };
    let row = connections
        .row(select_rows!("i.ack_no = $1"), &[&ack_number])
        .await?;
    row.map(|row| whole(&row)).transpose()
}

/// The rows after an acknowledgement number, in the order of the numbers.
pub(super) async fn after(
    connections: &Connections,
    ack_number: i64,
    limit: i64,
) -> StoreResult<Vec<StoredRow>> {
    let rows = connections
        .rows(
            select_rows!("i.ack_no > $1 ORDER BY i.ack_no LIMIT $2"),
            &[&ack_number, &limit],
        )
        .await?;
    rows.iter().map(whole).collect()
}

/// Reads a whole row.
pub(super) fn whole(row: &Row) -> StoreResult<StoredRow> {
    let format: i16 = value(row, SUMMARY_COLUMNS + 2)?;
    Ok(StoredRow {
        summary: summary(row)?,
        cancellation: cancellation(row)?,
        key_id: value(row, SUMMARY_COLUMNS)?,
        issuer: value(row, SUMMARY_COLUMNS + 1)?,
        payload: Packed {
            format: format.into(),
            bytes: value(row, SUMMARY_COLUMNS + 3)?,
        },
        invoice_signature: signature(row, SUMMARY_COLUMNS + 4)?,
        qr_signature: signature(row, SUMMARY_COLUMNS + 5)?,
    })
}

fn signature(row: &Row, column: usize) -> StoreResult<Signature> {
    Signature::from_slice(value(row, column)?)
        .ok_or_else(|| corrupt(format!("{} has not 256 bytes", name(row, column))))
}

/// Reads the summary's columns.
pub(super) fn summary(row: &Row) -> StoreResult<Summary> {
    let acked_at = moment(row, 1)?;
    let supplier = gstin(row, 2)?;
    let unreadable = |column| corrupt(format!("{} makes no sense", name(row, column)));
    let (kind, day, channel): (i16, i32, i16) = (value(row, 4)?, value(row, 6)?, value(row, 12)?);
    let document_date = codes::day(day.into()).ok_or_else(|| unreadable(6))?;
    Ok(Summary {
        ack_number: number::<i64, _>(row, 0)?,
        acked_at,
        supplier,
        financial_year: FinancialYear::of(document_date),
        qr: QrFields {
            seller_gstin: supplier,
            buyer_id: value(row, 7)?,
            document_number: DocumentNumber::parse(value(row, 5)?).map_err(|_| unreadable(5))?,
            document_type: codes::document_type(kind.into()).ok_or_else(|| unreadable(4))?,
            document_date,
            invoice_value: Decimal::from_str_exact(value(row, 9)?).map_err(|_| unreadable(9))?,
            item_count: number::<i32, _>(row, 10)?,
            main_hsn: value(row, 11)?,
            irn: Irn::from_bytes(bytes_32(row, 3)?),
            acked_at,
        },
        recipient_name: value(row, 8)?,
        channel: codes::channel(channel.into()).ok_or_else(|| unreadable(12))?,
    })
}

/// Reads the cancellation's columns.
pub(super) fn cancellation(row: &Row) -> StoreResult<Option<Cancellation>> {
    let Some(at) = moment_maybe(row, 13)? else {
        return Ok(None);
    };
    Ok(Some(Cancellation {
        at,
        reason: number::<i16, _>(row, 14)?,
        remark: value(row, 15)?,
    }))
}
