//! Whether the file is whole.

use rusqlite::Connection;

use crate::{StoreError, StoreResult};

/// Promises that no constraint of the schema can state: each counts its breaches.
const PROMISES: &[(&str, &str)] = &[
    (
        "acknowledgement numbers outside what was reserved",
        "SELECT count(*) FROM invoices i WHERE NOT EXISTS (SELECT 1 FROM ack_series s
         WHERE i.ack_no < s.next_ack_no
         AND i.ack_no / 100000000000 = s.irp * 1000 + s.node * 100 + s.year % 100)",
    ),
    (
        "documents acknowledged after the register's clock",
        "SELECT count(*) FROM invoices WHERE acked_at >
         (SELECT coalesce(latest_acked_at, 0) FROM register_clock)",
    ),
    (
        "documents cancelled before they were acknowledged",
        "SELECT count(*) FROM cancellations c JOIN invoices i ON i.ack_no = c.ack_no
         WHERE c.cancelled_at < i.acked_at",
    ),
    (
        "e-way bill numbers outside what was reserved",
        "SELECT count(*) FROM eway_bills b WHERE NOT EXISTS (SELECT 1 FROM eway_bill_series s
         WHERE b.number < s.next_number AND b.number / 10000000000 = s.irp * 10 + s.node)",
    ),
    (
        "documents with several active e-way bills",
        "SELECT count(*) FROM (SELECT b.ack_no FROM eway_bills b
         LEFT JOIN eway_bill_cancellations c ON c.number = b.number
         WHERE c.number IS NULL GROUP BY b.ack_no HAVING count(*) > 1)",
    ),
    (
        "cancelled documents with an active e-way bill",
        "SELECT count(*) FROM cancellations d JOIN eway_bills b ON b.ack_no = d.ack_no
         LEFT JOIN eway_bill_cancellations c ON c.number = b.number WHERE c.number IS NULL",
    ),
    (
        "e-way bills made out of their order",
        "SELECT count(*) FROM eway_bills b WHERE b.ordinal <> 1 + (SELECT count(*)
         FROM eway_bills e JOIN eway_bill_cancellations c ON c.number = e.number
         WHERE e.ack_no = b.ack_no AND e.ordinal < b.ordinal)",
    ),
    (
        "e-way bills of another supplier than their document's",
        "SELECT count(*) FROM eway_bills b JOIN invoices i ON i.ack_no = b.ack_no
         WHERE i.supplier_gstin <> b.supplier_gstin",
    ),
];

/// Reads everything. `Err` lists what is wrong.
pub(super) fn check(connection: &Connection) -> StoreResult<()> {
    let mut faults = Vec::new();
    let mut pages = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = pages.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            faults.push(line);
        }
    }
    let mut references = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = references.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        faults.push(format!("a row of {table} refers to nothing in {parent}"));
    }
    for (breach, count) in PROMISES {
        let count: i64 = connection.query_row(count, [], |row| row.get(0))?;
        if count > 0 {
            faults.push(format!("{count} {breach}"));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(StoreError::Corrupt(faults.join("; ")))
    }
}
