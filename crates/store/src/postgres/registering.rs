//! A batch of registrations as one statement.

use std::collections::HashMap;

use einvoice::Irn;

use super::acknowledgements::stored;
use super::columns::{corrupt, number};
use super::connections::{Connections, Session};
use super::faults::Outcome;
use super::invoice_columns::InvoiceColumns;
use super::invoice_row::{select_rows, whole};
use crate::StoreError;
use crate::line::Sealed;
use crate::packing::Packed;
use crate::stored::StoredRow;

/// A document to be registered.
pub(super) struct Entry {
    pub(super) sealed: Sealed,
    pub(super) payload: Packed,
}

impl Entry {
    /// What rows are sorted by.
    pub(super) fn key(&self) -> (gst::Gstin, Irn) {
        (self.sealed.summary.supplier, self.sealed.irn())
    }
}

/// What became of a document.
pub(super) enum Written {
    /// It was registered by this call.
    New(Box<Sealed>),
    /// It was there.
    Duplicate(Box<StoredRow>),
}

/// What a committed batch met: the documents that were there before, or that another entry of
/// the same batch registered.
pub(super) struct Found(HashMap<Irn, StoredRow>);

impl Found {
    /// What became of an entry of the batch.
    pub(super) fn written(&self, entry: Entry) -> Written {
        let Some(met) = self.0.get(&entry.sealed.irn()) else {
            return Written::New(Box::new(entry.sealed));
        };
        // A number is used by one sealing only. So a row with this entry's number is this entry,
        // written by an earlier attempt whose answer was lost.
        if met.ack_number() == entry.sealed.summary.ack_number {
            return Written::New(Box::new(entry.sealed));
        }
        Written::Duplicate(Box::new(met.clone()))
    }
}

/// The numbers of keys and issuers that this process has met. They never change.
#[derive(Default)]
pub(super) struct SigningContexts(HashMap<(String, String), i32>);

impl SigningContexts {
    async fn number(&mut self, session: &Session, sealed: &Sealed) -> Outcome<i32> {
        let key = (sealed.key_id.clone(), sealed.issuer.clone());
        if let Some(id) = self.0.get(&key) {
            return Ok(*id);
        }
        session
            .execute(
                "INSERT INTO signing_contexts (key_id, issuer) VALUES ($1, $2)
                 ON CONFLICT (key_id, issuer) DO NOTHING",
                &[&key.0, &key.1],
            )
            .await?;
        let row = session
            .row(
                "SELECT id FROM signing_contexts WHERE key_id = $1 AND issuer = $2",
                &[&key.0, &key.1],
            )
            .await?
            .ok_or_else(|| corrupt("a signing context that has gone"))?;
        let id = number::<i64, i32>(&row, 0)?;
        self.0.insert(key, id);
        Ok(id)
    }
}

/// Adds the entries, whose identities need not differ. Committed when it returns.
pub(super) async fn insert(
    connections: &Connections,
    contexts: &mut SigningContexts,
    entries: &[&Entry],
) -> Outcome<Found> {
    let session = connections.session().await?;
    let mut columns = InvoiceColumns::default();
    for entry in entries {
        let context = contexts.number(&session, &entry.sealed).await?;
        columns.push(&entry.sealed, &entry.payload, context)?;
    }
    let added = columns.insert(&session).await?;
    if added.len() == entries.len() {
        return Ok(Found(HashMap::new()));
    }
    // Rows that did not come back are duplicates. Their first is committed: the statement has
    // waited for it.
    let mut missing = Vec::new();
    for entry in entries {
        if !added.contains(&stored(entry.sealed.summary.ack_number)?) {
            missing.push(*entry);
        }
    }
    find(&session, &missing).await
}

async fn find(session: &Session, missing: &[&Entry]) -> Outcome<Found> {
    let irns: Vec<Irn> = missing.iter().map(|entry| entry.sealed.irn()).collect();
    let irns: Vec<&[u8]> = irns.iter().map(|irn| irn.as_bytes().as_slice()).collect();
    // With the suppliers, a distributed table is asked only where they are.
    let suppliers: Vec<&str> = missing
        .iter()
        .map(|entry| entry.sealed.summary.supplier.as_str())
        .collect();
    let rows = session
        .rows(
            select_rows!("i.irn = ANY($1) AND i.supplier_gstin = ANY($2)"),
            &[&irns, &suppliers],
        )
        .await?;
    let mut found = HashMap::new();
    for row in &rows {
        let row = whole(row)?;
        found.insert(row.summary.qr.irn, row);
    }
    match missing
        .iter()
        .find(|entry| !found.contains_key(&entry.sealed.irn()))
    {
        Some(entry) => Err(StoreError::Corrupt(format!(
            "the document {} conflicts with one that cannot be found",
            entry.sealed.irn()
        ))
        .into()),
        None => Ok(Found(found)),
    }
}
