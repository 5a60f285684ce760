//! Locks: on a document, and on what has no row yet. They last until the end of the transaction.

use einvoice::Irn;
use gst::Gstin;

use super::columns::value;
use super::connections::Session;
use super::faults::Outcome;

/// Waits for the lock on a supplier's document, and returns its acknowledgement number; `None` if
/// there is no such document.
///
/// Nothing of the document changes, so that what is *about* it (its cancellation, its e-way bills)
/// has to be read by a statement that begins after this one has ended.
pub(super) async fn document(
    session: &Session,
    supplier: &Gstin,
    irn: &Irn,
) -> Outcome<Option<i64>> {
    let row = session
        .row(
            "SELECT ack_no FROM invoices WHERE irn = $1 AND supplier_gstin = $2
             FOR NO KEY UPDATE",
            &[&irn.as_bytes().as_slice(), &supplier.as_str()],
        )
        .await?;
    Ok(row.map(|row| value(&row, 0)).transpose()?)
}

/// What a lock is about; subjects do not hinder each other.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    /// The account that a GSTIN may get.
    Account = 1,
    /// The codes that are sent for a GSTIN.
    CodeSends = 2,
    /// The API clients that a GSTIN makes.
    ApiClients = 3,
    /// The token that a client and an account share.
    ApiToken = 4,
    /// The imports of the GST master.
    MasterImports = 5,
}

/// Waits for the lock on a GSTIN.
pub(super) async fn gstin(session: &Session, subject: Subject, gstin: &Gstin) -> Outcome<()> {
    text(session, subject, gstin.as_str()).await
}

/// Waits for the lock on a text. Texts of one hash hinder each other, which costs time only.
pub(super) async fn text(session: &Session, subject: Subject, text: &str) -> Outcome<()> {
    session
        .rows(
            "SELECT pg_advisory_xact_lock($1, hashtext($2))",
            &[&(subject as i32), &text],
        )
        .await?;
    Ok(())
}
