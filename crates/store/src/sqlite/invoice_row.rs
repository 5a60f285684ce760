//! A row of the register, in and out.

use einvoice::Irn;
use einvoice::payload::QrFields;
use gst::{Decimal, DocumentNumber, FinancialYear};
use rusqlite::types::Type;
use rusqlite::{
    CachedStatement, Connection, Error, OptionalExtension, Params, Row, named_params, params,
};
use seal::Signature;

use super::acknowledgements;
use super::columns::{ChannelNumber, Day, GstinText, IrnBytes, Kind, Millis, corrupt};
use crate::StoreResult;
use crate::line::{Cancellation, Sealed, Summary};
use crate::packing::Packed;
use crate::stored::StoredRow;

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

macro_rules! select_rows {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            summary_columns!(),
            ", s.key_id, s.issuer, i.payload_format, i.payload, i.invoice_signature, \
               i.qr_signature \
             FROM invoices i JOIN signing_contexts s ON s.id = i.signing_context \
             LEFT JOIN cancellations c ON c.ack_no = i.ack_no WHERE ",
            $condition
        )
    };
}

/// The row with this IRN.
pub(super) fn by_irn(connection: &Connection, irn: &Irn) -> StoreResult<Option<StoredRow>> {
    one(
        connection.prepare_cached(select_rows!("i.irn = ?1"))?,
        [irn.as_bytes().as_slice()],
    )
}

/// The row with this acknowledgement number.
pub(super) fn by_ack_number(
    connection: &Connection,
    ack_number: u64,
) -> StoreResult<Option<StoredRow>> {
    // A number beyond the column's range was never given out.
    let Ok(ack_number) = i64::try_from(ack_number) else {
        return Ok(None);
    };
    one(
        connection.prepare_cached(select_rows!("i.ack_no = ?1"))?,
        [ack_number],
    )
}

/// The rows after an acknowledgement number, in the order of the numbers.
pub(super) fn after(
    connection: &Connection,
    ack_number: i64,
    limit: u32,
) -> StoreResult<Vec<StoredRow>> {
    let mut statement =
        connection.prepare_cached(select_rows!("i.ack_no > ?1 ORDER BY i.ack_no LIMIT ?2"))?;
    let rows = statement.query_map(params![ack_number, limit], whole)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn one(mut statement: CachedStatement<'_>, key: impl Params) -> StoreResult<Option<StoredRow>> {
    Ok(statement.query_row(key, whole).optional()?)
}

fn whole(row: &Row<'_>) -> rusqlite::Result<StoredRow> {
    Ok(StoredRow {
        summary: summary(row)?,
        cancellation: cancellation(row)?,
        key_id: row.get(SUMMARY_COLUMNS)?,
        issuer: row.get(SUMMARY_COLUMNS + 1)?,
        payload: Packed {
            format: row.get(SUMMARY_COLUMNS + 2)?,
            bytes: row.get(SUMMARY_COLUMNS + 3)?,
        },
        invoice_signature: Signature::new(row.get(SUMMARY_COLUMNS + 4)?),
        qr_signature: Signature::new(row.get(SUMMARY_COLUMNS + 5)?),
    })
}

/// Reads the summary's columns.
pub(super) fn summary(row: &Row<'_>) -> rusqlite::Result<Summary> {
    let Millis(acked_at) = row.get(1)?;
    let GstinText(supplier) = row.get(2)?;
    let IrnBytes(irn) = row.get(3)?;
    let Kind(document_type) = row.get(4)?;
    let Day(document_date) = row.get(6)?;
    let ChannelNumber(channel) = row.get(12)?;
    let document_number = row.get_ref(5)?.as_str()?;
    let invoice_value = row.get_ref(9)?.as_str()?;
    Ok(Summary {
        ack_number: row.get(0)?,
        acked_at,
        supplier,
        financial_year: FinancialYear::of(document_date),
        qr: QrFields {
            seller_gstin: supplier,
            buyer_id: row.get(7)?,
            document_number: DocumentNumber::parse(document_number)
                .map_err(|fault| unreadable(5, fault))?,
            document_type,
            document_date,
            invoice_value: Decimal::from_str_exact(invoice_value)
                .map_err(|fault| unreadable(9, fault))?,
            item_count: row.get(10)?,
            main_hsn: row.get(11)?,
            irn,
            acked_at,
        },
        recipient_name: row.get(8)?,
        channel,
    })
}

/// A text column that its type does not understand.
fn unreadable(column: usize, fault: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::FromSqlConversionFailure(column, Type::Text, Box::new(fault))
}

/// Reads the cancellation's columns.
pub(super) fn cancellation(row: &Row<'_>) -> rusqlite::Result<Option<Cancellation>> {
    let Some(Millis(at)) = row.get(13)? else {
        return Ok(None);
    };
    Ok(Some(Cancellation {
        at,
        reason: row.get(14)?,
        remark: row.get(15)?,
    }))
}

/// Adds a row. `false`, and nothing is written, when its identity is there already.
pub(super) fn insert(
    connection: &Connection,
    sealed: &Sealed,
    payload: &Packed,
) -> StoreResult<bool> {
    let summary = &sealed.summary;
    let qr = &summary.qr;
    let signing_context = signing_context(connection, &sealed.key_id, &sealed.issuer)?;
    // Only the IRN's conflict is quiet. An acknowledgement number that is there already would be
    // a reused one, and has to be an error.
    let added = connection
        .prepare_cached(
            "INSERT INTO invoices (ack_no, irn, supplier_gstin, acked_at, document_type,
                document_number, document_date, recipient_id, recipient_name, invoice_value,
                item_count, main_hsn, channel, signing_context, payload_format, payload,
                invoice_signature, qr_signature)
             VALUES (:ack_no, :irn, :supplier, :acked_at, :type, :number, :date, :recipient,
                :recipient_name, :value, :items, :hsn, :channel, :context, :format, :payload,
                :invoice_signature, :qr_signature)
             ON CONFLICT (irn) DO NOTHING",
        )?
        .execute(named_params! {
            ":ack_no": acknowledgements::number(summary.ack_number)?,
            ":irn": qr.irn.as_bytes().as_slice(),
            ":supplier": summary.supplier.as_str(),
            ":acked_at": Millis(summary.acked_at),
            ":type": Kind(qr.document_type),
            ":number": qr.document_number.as_str(),
            ":date": Day(qr.document_date),
            ":recipient": qr.buyer_id,
            ":recipient_name": summary.recipient_name,
            ":value": qr.invoice_value.to_string(),
            ":items": qr.item_count,
            ":hsn": qr.main_hsn,
            ":channel": ChannelNumber(summary.channel),
            ":context": signing_context,
            ":format": payload.format,
            ":payload": payload.bytes,
            ":invoice_signature": sealed.invoice.signature.as_bytes(),
            ":qr_signature": sealed.qr_code.signature.as_bytes(),
        })?;
    if added == 0 {
        return Ok(false);
    }
    acknowledgements::advance(connection, Millis(summary.acked_at))?;
    Ok(true)
}

/// The number of a key and issuer, given out at their first use.
fn signing_context(connection: &Connection, key_id: &str, issuer: &str) -> StoreResult<i64> {
    let known = connection
        .prepare_cached("SELECT id FROM signing_contexts WHERE key_id = ?1 AND issuer = ?2")?
        .query_row([key_id, issuer], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection.execute(
        "INSERT INTO signing_contexts (key_id, issuer) VALUES (?1, ?2)",
        [key_id, issuer],
    )?;
    Ok(connection.last_insert_rowid())
}

/// What a duplicate's row must be, once the insert has met it.
pub(super) fn met(row: Option<StoredRow>) -> StoreResult<StoredRow> {
    row.ok_or_else(|| corrupt("a conflicting document that cannot be found"))
}
