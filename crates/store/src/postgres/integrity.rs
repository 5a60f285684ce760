//! Whether the register is whole.

use super::columns::value;
use super::connections::Connections;
use crate::{StoreError, StoreResult};

/// Promises that no constraint of the schema states: each counts its breaches.
const PROMISES: &[(&str, &str)] = &[
    (
        "acknowledgement numbers outside what was reserved",
        "SELECT count(*) FROM invoices i WHERE NOT EXISTS (SELECT 1 FROM ack_series s
         WHERE i.ack_no < s.next_ack_no
         AND i.ack_no / 100000000000 = s.irp * 1000 + s.node * 100 + s.year % 100)",
    ),
    (
        "acknowledgement numbers used more than once",
        "SELECT count(*) FROM (SELECT 1 FROM invoices GROUP BY ack_no HAVING count(*) > 1) twice",
    ),
    (
        "documents registered more than once",
        "SELECT count(*) FROM (SELECT 1 FROM invoices GROUP BY irn HAVING count(*) > 1) twice",
    ),
    (
        "documents signed by a key that is not listed",
        "SELECT count(*) FROM invoices i WHERE NOT EXISTS
         (SELECT 1 FROM signing_contexts s WHERE s.id = i.signing_context)",
    ),
    (
        "documents cancelled before they were acknowledged",
        "SELECT count(*) FROM cancellations c JOIN invoices i
            ON i.supplier_gstin = c.supplier_gstin AND i.ack_no = c.ack_no
         WHERE c.cancelled_at < i.acked_at",
    ),
    (
        "cancellations of documents that are not there",
        "SELECT count(*) FROM cancellations c WHERE NOT EXISTS (SELECT 1 FROM invoices i
         WHERE i.supplier_gstin = c.supplier_gstin AND i.ack_no = c.ack_no)",
    ),
    (
        "e-way bill numbers outside what was reserved",
        "SELECT count(*) FROM eway_bills b WHERE NOT EXISTS (SELECT 1 FROM eway_bill_series s
         WHERE b.number < s.next_number AND b.number / 10000000000 = s.irp * 10 + s.node)",
    ),
    (
        "e-way bill numbers used more than once",
        "SELECT count(*) FROM
         (SELECT 1 FROM eway_bills GROUP BY number HAVING count(*) > 1) twice",
    ),
    (
        "e-way bills of documents that are not there",
        "SELECT count(*) FROM eway_bills b WHERE NOT EXISTS (SELECT 1 FROM invoices i
         WHERE i.supplier_gstin = b.supplier_gstin AND i.ack_no = b.ack_no)",
    ),
    (
        "documents with several active e-way bills",
        "SELECT count(*) FROM (SELECT 1 FROM eway_bills b LEFT JOIN eway_bill_cancellations c
            ON c.supplier_gstin = b.supplier_gstin AND c.number = b.number
         WHERE c.number IS NULL
         GROUP BY b.supplier_gstin, b.ack_no HAVING count(*) > 1) several",
    ),
    (
        "cancelled documents with an active e-way bill",
        "SELECT count(*) FROM cancellations d
         JOIN eway_bills b ON b.supplier_gstin = d.supplier_gstin AND b.ack_no = d.ack_no
         LEFT JOIN eway_bill_cancellations c
            ON c.supplier_gstin = b.supplier_gstin AND c.number = b.number
         WHERE c.number IS NULL",
    ),
    (
        "e-way bills made out of their order",
        "SELECT count(*) FROM (SELECT b.ordinal, count(c.number) OVER (
                PARTITION BY b.supplier_gstin, b.ack_no ORDER BY b.ordinal
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS cancelled_before
             FROM eway_bills b LEFT JOIN eway_bill_cancellations c
                ON c.supplier_gstin = b.supplier_gstin AND c.number = b.number) ordered
         WHERE ordinal <> 1 + cancelled_before",
    ),
    (
        "cancellations of e-way bills that are not there",
        "SELECT count(*) FROM eway_bill_cancellations c WHERE NOT EXISTS
         (SELECT 1 FROM eway_bills b
         WHERE b.supplier_gstin = c.supplier_gstin AND b.number = c.number)",
    ),
];

/// Reads everything. `Err` lists what is wrong.
pub(super) async fn check(connections: &Connections) -> StoreResult<()> {
    let mut session = connections.session().await?;
    // One snapshot, so that what is registered meanwhile does not look like a breach.
    session.begin().await?;
    session
        .command("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .await?;
    session.be_patient().await?;
    let mut faults = Vec::new();
    for (breach, count) in PROMISES {
        let row = session.row(count, &[]).await?;
        let count: i64 = row.map_or(Ok(0), |row| value(&row, 0))?;
        if count > 0 {
            faults.push(format!("{count} {breach}"));
        }
    }
    session.commit().await?;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(StoreError::Corrupt(faults.join("; ")))
    }
}
