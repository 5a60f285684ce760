//! A supplier's documents: lists and counts.

use gst::Gstin;
use jiff::Timestamp;
use rusqlite::{Connection, named_params};

use super::columns::{Day, Kind, Millis};
use super::invoice_row::{SUMMARY_COLUMNS, cancellation, summary, summary_columns};
use crate::StoreResult;
use crate::invoices::{Counts, InvoiceFilter, Listed};
use crate::search::Search;

/// One statement for every filter: an absent one is NULL. The supplier's index gives the order, so
/// a page without a text costs its rows and nothing more; a text that nothing matches costs a walk
/// through all of the supplier's rows. The active e-way bill is looked up for the rows of the page
/// alone, by the index that lets there be only one.
macro_rules! select_list {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            summary_columns!(),
            ", (SELECT b.number FROM eway_bills b WHERE b.ack_no = i.ack_no AND NOT EXISTS
                (SELECT 1 FROM eway_bill_cancellations x WHERE x.number = b.number))
              FROM invoices i LEFT JOIN cancellations c ON c.ack_no = i.ack_no
              WHERE ",
            $condition,
            " AND (:from IS NULL OR i.document_date >= :from)
              AND (:to IS NULL OR i.document_date <= :to)
              AND (:type IS NULL OR i.document_type = :type)
              AND (:cancelled IS NULL OR (c.ack_no IS NOT NULL) = :cancelled)
              ORDER BY i.ack_no DESC LIMIT :limit"
        )
    };
}

/// By text, or all.
const BY_TEXT: &str = select_list!(
    "i.supplier_gstin = :supplier AND i.ack_no < :before AND (:text IS NULL
        OR i.document_number LIKE :text ESCAPE '\\'
        OR i.recipient_name LIKE :text ESCAPE '\\'
        OR i.recipient_id LIKE :text ESCAPE '\\'
        OR i.ack_no = :whole)"
);
/// By IRN, which has an index of its own.
const BY_IRN: &str =
    select_list!("i.irn = :whole AND +i.supplier_gstin = :supplier AND +i.ack_no < :before");

/// The newest documents below `before`.
pub(super) fn list(
    connection: &Connection,
    supplier: Gstin,
    filter: &InvoiceFilter,
    before: Option<u64>,
    limit: u32,
) -> StoreResult<Vec<Listed>> {
    let before = before
        .and_then(|number| i64::try_from(number).ok())
        .unwrap_or(i64::MAX);
    let from = filter.dated_from.map(Day);
    let to = filter.dated_to.map(Day);
    let kind = filter.kind.map(Kind);
    let search = Search::of(filter.text.as_deref());
    let listed = |row: &rusqlite::Row<'_>| {
        Ok(Listed {
            summary: summary(row)?,
            cancelled_at: cancellation(row)?.map(|cancellation| cancellation.at),
            eway_bill: row.get(SUMMARY_COLUMNS)?,
        })
    };
    let rows: rusqlite::Result<Vec<_>> = if let Search::Irn(irn) = search {
        connection
            .prepare_cached(BY_IRN)?
            .query_map(
                named_params! {
                    ":whole": irn.as_bytes().as_slice(), ":supplier": supplier.as_str(),
                    ":before": before, ":from": from, ":to": to, ":type": kind,
                    ":cancelled": filter.cancelled, ":limit": limit,
                },
                listed,
            )?
            .collect()
    } else {
        let (pattern, whole) = match search {
            Search::Text { pattern, whole } => (Some(pattern), whole),
            Search::All | Search::Irn(_) => (None, None),
        };
        connection
            .prepare_cached(BY_TEXT)?
            .query_map(
                named_params! {
                    ":text": pattern, ":whole": whole,
                    ":supplier": supplier.as_str(), ":before": before, ":from": from, ":to": to,
                    ":type": kind, ":cancelled": filter.cancelled, ":limit": limit,
                },
                listed,
            )?
            .collect()
    };
    Ok(rows?)
}

/// How many documents since a moment; read off the index alone.
pub(super) fn counts(
    connection: &Connection,
    supplier: Gstin,
    since: Timestamp,
) -> StoreResult<Counts> {
    let counts = connection
        .prepare_cached(
            "SELECT count(*), count(c.ack_no)
             FROM invoices i LEFT JOIN cancellations c ON c.ack_no = i.ack_no
             WHERE i.supplier_gstin = ?1 AND i.acked_at >= ?2",
        )?
        .query_row(rusqlite::params![supplier.as_str(), Millis(since)], |row| {
            Ok(Counts {
                registered: row.get(0)?,
                cancelled: row.get(1)?,
            })
        })?;
    Ok(counts)
}
