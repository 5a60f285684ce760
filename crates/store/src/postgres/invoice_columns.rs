//! Rows of the register on their way in: one array a column, so that a statement takes any number
//! of rows and stays the same statement.

use std::borrow::Cow;
use std::collections::HashSet;

use super::acknowledgements::stored;
use super::columns::{corrupt, millis, storable, value};
use super::connections::Session;
use super::faults::Outcome;
use crate::line::{Sealed, Summary};
use crate::packing::Packed;
use crate::{StoreResult, codes};

/// Only the IRN's conflict is quiet. An acknowledgement number that is there already would be a
/// reused one, and has to be an error.
const INSERT: &str = "
    INSERT INTO invoices (ack_no, acked_at, document_date, item_count, signing_context,
        payload_format, document_type, channel, supplier_gstin, irn, document_number,
        recipient_id, recipient_name, invoice_value, main_hsn, payload, invoice_signature,
        qr_signature)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::integer[],
        $6::smallint[], $7::smallint[], $8::smallint[], $9::text[], $10::bytea[], $11::text[],
        $12::text[], $13::text[], $14::text[], $15::text[], $16::bytea[], $17::bytea[],
        $18::bytea[])
    ON CONFLICT (irn, supplier_gstin) DO NOTHING
    RETURNING ack_no";

/// The columns of many rows.
#[derive(Default)]
pub(super) struct InvoiceColumns<'e> {
    ack_no: Vec<i64>,
    acked_at: Vec<i64>,
    document_date: Vec<i32>,
    item_count: Vec<i32>,
    signing_context: Vec<i32>,
    payload_format: Vec<i16>,
    document_type: Vec<i16>,
    channel: Vec<i16>,
    supplier_gstin: Vec<&'e str>,
    irn: Vec<&'e [u8]>,
    document_number: Vec<&'e str>,
    recipient_id: Vec<Cow<'e, str>>,
    recipient_name: Vec<Cow<'e, str>>,
    invoice_value: Vec<String>,
    main_hsn: Vec<Cow<'e, str>>,
    payload: Vec<&'e [u8]>,
    invoice_signature: Vec<&'e [u8]>,
    qr_signature: Vec<&'e [u8]>,
}

impl<'e> InvoiceColumns<'e> {
    /// Adds a row.
    pub(super) fn push(
        &mut self,
        sealed: &'e Sealed,
        payload: &'e Packed,
        signing_context: i32,
    ) -> StoreResult<()> {
        self.summary(&sealed.summary)?;
        self.signing_context.push(signing_context);
        self.payload_format.push(
            payload
                .format
                .try_into()
                .map_err(|_| corrupt("a payload format out of range"))?,
        );
        self.payload.push(&payload.bytes);
        self.invoice_signature
            .push(sealed.invoice.signature.as_bytes());
        self.qr_signature.push(sealed.qr_code.signature.as_bytes());
        Ok(())
    }

    fn summary(&mut self, summary: &'e Summary) -> StoreResult<()> {
        let qr = &summary.qr;
        self.ack_no.push(stored(summary.ack_number)?);
        self.acked_at.push(millis(summary.acked_at));
        self.document_date.push(codes::day_number(qr.document_date));
        self.item_count.push(
            qr.item_count
                .try_into()
                .map_err(|_| corrupt("an item count out of range"))?,
        );
        self.document_type
            .push(codes::document_type_number(qr.document_type));
        self.channel.push(codes::channel_number(summary.channel));
        self.supplier_gstin.push(summary.supplier.as_str());
        self.irn.push(qr.irn.as_bytes());
        self.document_number.push(qr.document_number.as_str());
        self.recipient_id.push(storable(&qr.buyer_id));
        self.recipient_name.push(storable(&summary.recipient_name));
        self.invoice_value.push(qr.invoice_value.to_string());
        self.main_hsn.push(storable(&qr.main_hsn));
        Ok(())
    }

    /// Adds the rows whose identities are not there yet, and returns their numbers.
    pub(super) async fn insert(&self, session: &Session) -> Outcome<HashSet<i64>> {
        let rows = session
            .rows(
                INSERT,
                &[
                    &self.ack_no,
                    &self.acked_at,
                    &self.document_date,
                    &self.item_count,
                    &self.signing_context,
                    &self.payload_format,
                    &self.document_type,
                    &self.channel,
                    &self.supplier_gstin,
                    &self.irn,
                    &self.document_number,
                    &self.recipient_id,
                    &self.recipient_name,
                    &self.invoice_value,
                    &self.main_hsn,
                    &self.payload,
                    &self.invoice_signature,
                    &self.qr_signature,
                ],
            )
            .await?;
        let numbers: StoreResult<_> = rows.iter().map(|row| value(row, 0)).collect();
        Ok(numbers?)
    }
}
