//! A document as a row of a list.

use einvoice::DocumentType;
use gst::ist;
use store::invoices::Listed;
use store::line::Summary;

use crate::shell::Shell;

/// A document as a row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocumentRow {
    pub(super) irn: String,
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) date: String,
    pub(super) recipient: String,
    pub(super) recipient_id: String,
    pub(super) value: String,
    pub(super) ack_number: u64,
    pub(super) acked_at: String,
    pub(super) cancelled: bool,
}

impl DocumentRow {
    pub(super) fn of(listed: &Listed, shell: &Shell) -> Self {
        Self::new(&listed.summary, listed.cancelled_at.is_some(), shell)
    }

    pub(super) fn new(summary: &Summary, cancelled: bool, shell: &Shell) -> Self {
        let qr = &summary.qr;
        Self {
            irn: qr.irn.to_string(),
            number: qr.document_number.to_string(),
            kind: kind_word(qr.document_type, shell),
            date: ist::slash_date(qr.document_date),
            recipient: summary.recipient_name.clone(),
            recipient_id: qr.buyer_id.clone(),
            value: format!("₹ {}", ist::indian_grouping(&qr.invoice_value)),
            ack_number: summary.ack_number,
            acked_at: shell.moment(&summary.acked_at),
            cancelled,
        }
    }

    #[cfg(test)]
    pub(super) fn sample(cancelled: bool) -> Self {
        Self {
            irn: "5a".repeat(32),
            number: "KA/26-27/1".to_owned(),
            kind: "INV".to_owned(),
            date: "01/06/2026".to_owned(),
            recipient: "Banashankari Traders <LLP>".to_owned(),
            recipient_id: "29AAACB0000B1ZR".to_owned(),
            value: "₹ 15,635.00".to_owned(),
            ack_number: 912_610_000_000_001,
            acked_at: "02/06/2026, 11:05 IST".to_owned(),
            cancelled,
        }
    }
}

/// What a document type is called.
pub(super) fn kind_word(kind: DocumentType, shell: &Shell) -> String {
    match kind {
        DocumentType::Invoice => shell.t("kind-invoice"),
        DocumentType::CreditNote => shell.t("kind-credit-note"),
        DocumentType::DebitNote => shell.t("kind-debit-note"),
    }
}
