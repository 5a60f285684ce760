//! A register that is full already: rows like one that is there, with other numbers and IRNs.
//!
//! They are written by the database itself and are no documents: what they hold does not hash to
//! their IRN. Their size, their keys and their order are those of real ones.

use rusqlite::Connection;

use crate::Failure;
use crate::cluster::Database;
use crate::installation::{Installation, Place};

/// Rows in one transaction.
const BATCH_ROWS: u32 = 100_000;
/// Suppliers that the rows are spread over.
const SUPPLIERS: u32 = 50_000;
/// The rows get numbers of the series before the one in use, counted from its end.
const NUMBERS_A_YEAR: u64 = 100_000_000_000;

/// Fills the register of an installation that nobody serves and that holds a document.
pub(crate) fn fill(
    installation: &Installation,
    database: Option<&Database>,
    rows: u32,
) -> Result<(), Failure> {
    match (installation.place(), database) {
        (Place::Sqlite, _) => {
            let connection = Connection::open(installation.file())?;
            for (above, below) in batches(rows) {
                connection.execute(&sqlite(above, below), [])?;
            }
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        (Place::Postgres(_), Some(database)) => {
            for (above, below) in batches(rows) {
                database.sql(&postgres(above, below));
            }
            // Each by itself: cleaning up cannot be part of a transaction.
            database.sql("VACUUM ANALYZE invoices");
            database.sql("CHECKPOINT");
        }
        (Place::Postgres(_), None) => return Err("the database to fill is not known".into()),
    }
    Ok(())
}

/// Distances from the end of that series, the farthest first, so that numbers ascend.
fn batches(rows: u32) -> impl Iterator<Item = (u32, u32)> {
    let batches = rows.div_ceil(BATCH_ROWS);
    (0..batches).rev().map(move |batch| {
        let below = batch * BATCH_ROWS;
        (rows.min(below + BATCH_ROWS), below)
    })
}

fn sqlite(above: u32, below: u32) -> String {
    format!(
        "WITH RECURSIVE distance (d) AS (SELECT {above} UNION ALL SELECT d - 1 FROM distance
            WHERE d > {below} + 1),
         model AS MATERIALIZED (SELECT * FROM invoices ORDER BY ack_no DESC LIMIT 1)
         INSERT INTO invoices SELECT
            (ack_no / {NUMBERS_A_YEAR}) * {NUMBERS_A_YEAR} - d, randomblob(32),
            format('27BENCH%08d', abs(random()) % {SUPPLIERS}), acked_at, document_type,
            document_number, document_date, recipient_id, recipient_name, invoice_value,
            item_count, main_hsn, channel, signing_context, payload_format, payload,
            invoice_signature, qr_signature
         FROM distance, model"
    )
}

fn postgres(above: u32, below: u32) -> String {
    format!(
        "INSERT INTO invoices (ack_no, acked_at, document_date, item_count, signing_context,
            payload_format, document_type, channel, supplier_gstin, irn, document_number,
            recipient_id, recipient_name, invoice_value, main_hsn, payload, invoice_signature,
            qr_signature)
         SELECT (ack_no / {NUMBERS_A_YEAR}) * {NUMBERS_A_YEAR} - d, acked_at, document_date,
            item_count, signing_context, payload_format, document_type, channel,
            '27BENCH' || lpad(floor(random() * {SUPPLIERS})::text, 8, '0'),
            sha256(int8send(ack_no - d)), document_number, recipient_id, recipient_name,
            invoice_value, main_hsn, payload, invoice_signature, qr_signature
         FROM generate_series({above}, {below} + 1, -1) d,
            (SELECT * FROM invoices ORDER BY ack_no DESC LIMIT 1) model"
    )
}
