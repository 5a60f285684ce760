//! The end of the issuing line: `Checked → Sealed → Registered`.
//!
//! A [`Sealed`] can be made only from a checked invoice and a reserved acknowledgement number, and
//! only an engine can make a [`Registered`], from a row that is durable. So "signed without
//! validation" and "answered before it was durable" do not compile. docs/ISSUANCE.md tells what a
//! crash after each step leaves.

use einvoice::payload::{self, QrFields};
use einvoice::{Checked, Irn};
use gst::{FinancialYear, Gstin};
use jiff::Timestamp;
use seal::{Signature, SigningFault, SigningKey, jws};

use crate::run::Run;

/// An acknowledgement number that was reserved durably and has been used by nobody: the one token
/// with which an invoice can be sealed. It cannot be copied; sealing consumes it.
#[derive(Debug, PartialEq, Eq)]
pub struct AckNumber(u64);

impl AckNumber {
    /// The 15 digits.
    pub fn get(&self) -> u64 {
        self.0
    }
}

/// A run of acknowledgement numbers that this process alone may use. Gaps are allowed (a process
/// that dies leaves the rest of its block unused for ever), reuse is not.
#[derive(Debug)]
pub struct AckBlock(Run);

impl AckBlock {
    /// A block from `first` on, `count` long. Only engines call this, after the reservation is
    /// durable.
    pub(crate) fn reserved(first: u64, count: u32) -> Self {
        Self(Run::new(first, count))
    }

    /// The next number, or `None` when the block is used up.
    pub fn take(&mut self) -> Option<AckNumber> {
        self.0.take().map(AckNumber)
    }
}

/// The series that acknowledgement numbers are drawn from. The number has 15 digits: IRP, node,
/// two digits of the calendar year in India, and an 11-digit sequence from 10,000,000,000 on.
/// Layout inferred from sixteen public numbers; only the length is known to matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AckSeries {
    /// The IRP's digit, 1 to 9.
    pub irp: u8,
    /// The node's digit, 0 to 9.
    pub node: u8,
    /// Calendar year, such as 2026.
    pub year: i16,
}

/// First number of a series' 11-digit sequence.
const SEQUENCE_START: u64 = 10_000_000_000;
/// One past the last number of the sequence.
const SEQUENCE_END: u64 = 100_000_000_000;

impl AckSeries {
    /// The first acknowledgement number of this series.
    pub fn first(self) -> u64 {
        self.base() + SEQUENCE_START
    }

    /// One past the last acknowledgement number of this series.
    pub fn end(self) -> u64 {
        self.base() + SEQUENCE_END
    }

    fn base(self) -> u64 {
        let year = u64::from(self.year.rem_euclid(100).unsigned_abs());
        (u64::from(self.irp) * 1_000 + u64::from(self.node) * 100 + year) * SEQUENCE_END
    }
}

/// How a document came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// NIC's API.
    Api,
    /// A file uploaded on the portal.
    Upload,
}

/// Everything that identifies and describes a registered document without its full text: the
/// columns of its row, and enough to rebuild the QR code's payload.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Acknowledgement number, 15 digits.
    pub ack_number: u64,
    /// When it was acknowledged, in whole seconds.
    pub acked_at: Timestamp,
    /// The supplier.
    pub supplier: Gstin,
    /// The financial year of the document's date.
    pub financial_year: FinancialYear,
    /// What the QR code says; holds IRN, document, recipient and value.
    pub qr: QrFields,
    /// The recipient's legal name.
    pub recipient_name: String,
    /// How it came in.
    pub channel: Channel,
}

/// A checked invoice with its acknowledgement number and both signatures, not yet durable.
///
/// It binds nobody: the signatures leave the process only through a [`Registered`].
#[derive(Debug)]
pub struct Sealed {
    pub(crate) summary: Summary,
    pub(crate) invoice_json: String,
    pub(crate) invoice: Signed,
    pub(crate) qr_code: Signed,
    pub(crate) key_id: String,
    pub(crate) issuer: String,
}

/// A token, and its last part as the row keeps it.
#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) token: String,
    pub(crate) signature: Signature,
}

impl Signed {
    fn by(key: &SigningKey, issuer: &str, data: &str) -> Result<Self, SigningFault> {
        let input = jws::signing_input(key.key_id(), issuer, data);
        let signature = key.sign(input.as_bytes())?;
        Ok(Self {
            token: jws::compact(&input, &signature),
            signature,
        })
    }
}

impl Sealed {
    /// Signs a checked invoice. Step 4 of docs/ISSUANCE.md. When the key cannot sign, the number
    /// is a gap in the series.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a number is used up by sealing with it"
    )]
    pub fn seal(
        checked: &Checked,
        number: AckNumber,
        acked_at: Timestamp,
        channel: Channel,
        key: &SigningKey,
        issuer: &str,
    ) -> Result<Self, SigningFault> {
        let AckNumber(ack_number) = number;
        let invoice = checked.invoice();
        let invoice_json = payload::invoice_json(invoice, ack_number, acked_at);
        let qr = QrFields::of(invoice, checked.irn(), acked_at);
        Ok(Self {
            invoice: Signed::by(key, issuer, &invoice_json)?,
            qr_code: Signed::by(key, issuer, &qr.to_json())?,
            summary: Summary {
                ack_number,
                acked_at,
                supplier: invoice.seller.gstin,
                financial_year: invoice.financial_year(),
                qr,
                recipient_name: invoice.buyer.legal_name.clone(),
                channel,
            },
            invoice_json,
            key_id: key.key_id().to_owned(),
            issuer: issuer.to_owned(),
        })
    }

    /// What identifies the document.
    pub fn irn(&self) -> Irn {
        self.summary.qr.irn
    }
}

/// Why and when a document, or its e-way bill, was cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// When, in whole seconds.
    pub at: Timestamp,
    /// NIC's reason code, `1` to `4`.
    pub reason: u8,
    /// The remark, as the caller wrote it; its length is the caller's judgement.
    pub remark: String,
}

/// A document that is registered for good: every field comes from a committed row.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    pub(crate) summary: Summary,
    pub(crate) invoice_json: String,
    pub(crate) signed_invoice: String,
    pub(crate) signed_qr_code: String,
    pub(crate) key_id: String,
    pub(crate) cancellation: Option<Cancellation>,
}

impl Registered {
    /// From a sealed document whose insert has been committed. Only engines call this.
    pub(crate) fn committed(sealed: Sealed) -> Self {
        Self {
            summary: sealed.summary,
            invoice_json: sealed.invoice_json,
            signed_invoice: sealed.invoice.token,
            signed_qr_code: sealed.qr_code.token,
            key_id: sealed.key_id,
            cancellation: None,
        }
    }

    /// What identifies and describes the document.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The invoice reference number.
    pub fn irn(&self) -> Irn {
        self.summary.qr.irn
    }

    /// The payload of the signed invoice: INV-01 with acknowledgement number, date and IRN.
    pub fn invoice_json(&self) -> &str {
        &self.invoice_json
    }

    /// The signed invoice, a compact JWS, byte for byte as first issued.
    pub fn signed_invoice(&self) -> &str {
        &self.signed_invoice
    }

    /// The signed QR code's text, a compact JWS, byte for byte as first issued.
    pub fn signed_qr_code(&self) -> &str {
        &self.signed_qr_code
    }

    /// The key that signed it.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Set when the document was cancelled.
    pub fn cancellation(&self) -> Option<&Cancellation> {
        self.cancellation.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_has_fifteen_digits_from_first_to_last() {
        let series = AckSeries {
            irp: 9,
            node: 1,
            year: 2026,
        };
        assert_eq!(series.first(), 912_610_000_000_000);
        assert_eq!(series.end() - 1, 912_699_999_999_999);
    }

    #[test]
    fn a_block_gives_each_number_once_and_ends() {
        let mut block = AckBlock::reserved(5, 2);
        assert_eq!(block.take(), Some(AckNumber(5)));
        assert_eq!(block.take(), Some(AckNumber(6)));
        assert_eq!(block.take(), None);
    }
}
