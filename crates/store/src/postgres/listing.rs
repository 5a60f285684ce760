//! A supplier's documents: lists and counts.

use gst::Gstin;
use jiff::Timestamp;

use super::columns::{can_be_stored, millis, number, number_maybe};
use super::connections::Connections;
use super::invoice_row::{SUMMARY_COLUMNS, cancellation, summary, summary_columns};
use crate::invoices::{Counts, InvoiceFilter, Listed};
use crate::search::Search;
use crate::{StoreResult, codes};

/// One statement for every filter: an absent one is NULL. The primary key gives the order, so a
/// page without a text costs its rows and nothing more; a text that nothing matches costs a walk
/// through all of the supplier's rows. The active e-way bill is looked up for the rows of the page
/// alone, by the index that lets there be only one.
macro_rules! select_list {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            summary_columns!(),
            ", (SELECT b.number FROM eway_bills b
                WHERE b.supplier_gstin = i.supplier_gstin AND b.ack_no = i.ack_no
                AND NOT EXISTS (SELECT 1 FROM eway_bill_cancellations x
                    WHERE x.supplier_gstin = b.supplier_gstin AND x.number = b.number))
              FROM invoices i LEFT JOIN cancellations c
                ON c.supplier_gstin = i.supplier_gstin AND c.ack_no = i.ack_no
              WHERE i.supplier_gstin = $1 AND i.ack_no < $2
              AND ($3::integer IS NULL OR i.document_date >= $3)
              AND ($4::integer IS NULL OR i.document_date <= $4)
              AND ($5::smallint IS NULL OR i.document_type = $5)
              AND ($6::boolean IS NULL OR (c.ack_no IS NOT NULL) = $6)
              AND ",
            $condition,
            " ORDER BY i.ack_no DESC LIMIT $7"
        )
    };
}

/// By text, or all.
const BY_TEXT: &str = select_list!(
    r"($8::text IS NULL
        OR i.document_number ILIKE $8 ESCAPE '\'
        OR i.recipient_name ILIKE $8 ESCAPE '\'
        OR i.recipient_id ILIKE $8 ESCAPE '\'
        OR i.ack_no = $9::bigint)"
);
/// By IRN, which has an index of its own.
const BY_IRN: &str = select_list!("i.irn = $8");

/// The newest documents below `before`.
pub(super) async fn list(
    connections: &Connections,
    supplier: &Gstin,
    filter: &InvoiceFilter,
    before: Option<u64>,
    limit: u32,
) -> StoreResult<Vec<Listed>> {
    if !filter.text.as_deref().is_none_or(can_be_stored) {
        return Ok(Vec::new());
    }
    let supplier = supplier.as_str();
    let before = before
        .and_then(|number| i64::try_from(number).ok())
        .unwrap_or(i64::MAX);
    let from = filter.dated_from.map(codes::day_number);
    let to = filter.dated_to.map(codes::day_number);
    let kind = filter.kind.map(codes::document_type_number);
    let (cancelled, limit) = (filter.cancelled, i64::from(limit));
    let rows = match Search::of(filter.text.as_deref()) {
        Search::Irn(irn) => {
            connections
                .rows(
                    BY_IRN,
                    &[
                        &supplier,
                        &before,
                        &from,
                        &to,
                        &kind,
                        &cancelled,
                        &limit,
                        &irn.as_bytes().as_slice(),
                    ],
                )
                .await?
        }
        search => {
            let (pattern, whole) = match search {
                Search::Text { pattern, whole } => (Some(pattern), whole),
                Search::All | Search::Irn(_) => (None, None),
            };
            connections
                .rows(
                    BY_TEXT,
                    &[
                        &supplier, &before, &from, &to, &kind, &cancelled, &limit, &pattern, &whole,
                    ],
                )
                .await?
        }
    };
    rows.iter()
        .map(|row| {
            Ok(Listed {
                summary: summary(row)?,
                cancelled_at: cancellation(row)?.map(|cancellation| cancellation.at),
                eway_bill: number_maybe(row, SUMMARY_COLUMNS)?,
            })
        })
        .collect()
}

/// How many documents since a moment; read off the key alone. The sum keeps the planner from
/// the index over moments, which would read what all suppliers have registered since.
pub(super) async fn counts(
    connections: &Connections,
    supplier: &Gstin,
    since: Timestamp,
) -> StoreResult<Counts> {
    let row = connections
        .row(
            "SELECT count(*), count(c.ack_no)
             FROM invoices i LEFT JOIN cancellations c
                ON c.supplier_gstin = i.supplier_gstin AND c.ack_no = i.ack_no
             WHERE i.supplier_gstin = $1 AND i.acked_at + 0 >= $2",
            &[&supplier.as_str(), &millis(since)],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Counts::default());
    };
    Ok(Counts {
        registered: number::<i64, _>(&row, 0)?,
        cancelled: number::<i64, _>(&row, 1)?,
    })
}
