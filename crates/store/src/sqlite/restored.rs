//! What has to be done to a restored file before anybody serves from it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, params};

use super::columns::Millis;
use super::{acknowledgements, backup, bill_numbers, connection, schema};
use crate::backup::{Finished, GIVEN_UP, MESSAGES_SKIPPED, Restoring, skipped};
use crate::{InstallationKind, StoreError, StoreResult};

/// How long somebody who is about to close the file is waited for.
const BUSY_WAIT: Duration = Duration::from_secs(1);

/// Skips numbers and drops what was under way, in one commit. Nobody else may have the file open.
pub fn finish_restore(path: &Path, restoring: Restoring) -> StoreResult<Finished> {
    let connection = connection::for_writing(path)?;
    schema::require(&connection, InstallationKind::Portal)?;
    connection.busy_timeout(BUSY_WAIT)?;
    let alone: rusqlite::Result<()> = connection
        .pragma_update(None, "locking_mode", "EXCLUSIVE")
        .and_then(|()| connection.execute_batch("BEGIN EXCLUSIVE"));
    alone.map_err(|fault| {
        StoreError::Unavailable(format!(
            "{} cannot be had alone; stop the portal first: {fault}",
            path.display()
        ))
    })?;
    let finished = finish(&connection, restoring)?;
    connection.execute_batch("COMMIT")?;
    // Everything into the file itself, which may then be moved without its log.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection
        .close()
        .map_err(|(_, fault)| StoreError::from(fault))?;
    Ok(finished)
}

fn finish(connection: &Connection, restoring: Restoring) -> StoreResult<Finished> {
    let (acks, bills) = skipped(&backup::held(connection)?, restoring)?;
    for one in &acks {
        let next = acknowledgements::number(one.next)?;
        connection.execute(
            "INSERT INTO ack_series (irp, node, year, next_ack_no) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET next_ack_no = excluded.next_ack_no",
            params![one.irp, one.node, one.year, next],
        )?;
    }
    for one in &bills {
        let next = bill_numbers::column(one.next)?;
        connection.execute(
            "INSERT INTO eway_bill_series (irp, node, next_number) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET next_number = excluded.next_number",
            params![one.irp, one.node, next],
        )?;
    }
    let given_up = connection.execute(
        "UPDATE messages SET state = 3, settled_at = ?1, reason = ?2 WHERE state = 1",
        params![Millis(restoring.at), GIVEN_UP],
    )?;
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'messages', 0
         WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'messages')",
        [],
    )?;
    connection.execute(
        "UPDATE sqlite_sequence SET seq = seq + ?1 WHERE name = 'messages'",
        [MESSAGES_SKIPPED],
    )?;
    let dropped = |table: &str| -> StoreResult<u64> {
        let gone = connection.execute(&format!("DELETE FROM {table}"), [])?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    };
    Ok(Finished {
        acknowledgements: acks,
        eway_bills: bills,
        messages_given_up: u64::try_from(given_up).unwrap_or(u64::MAX),
        sessions: dropped("sessions")?,
        api_tokens: dropped("api_tokens")?,
        proofs: dropped("proofs")?,
    })
}
