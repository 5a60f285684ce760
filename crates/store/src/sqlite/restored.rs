//! What has to be done to a restored file before anybody serves from it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, params};

use super::columns::Millis;
use super::{acknowledgements, backup, bill_numbers, connection, messages, schema};
use crate::backup::{Finished, GIVEN_UP, KeepsMessage, ROW_NUMBERS_SKIPPED, Restoring, skipped};
use crate::{InstallationKind, StoreError, StoreResult};

/// How long somebody who is about to close the file is waited for.
const BUSY_WAIT: Duration = Duration::from_secs(1);

/// Skips numbers and drops what was under way, in one commit. Nobody else may have the file open.
pub fn finish_restore(
    path: &Path,
    restoring: Restoring,
    keeps: &KeepsMessage<'_>,
) -> StoreResult<Finished> {
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
    let finished = finish(&connection, restoring, keeps)?;
    connection.execute_batch("COMMIT")?;
    // Everything into the file itself, which may then be moved without its log.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection
        .close()
        .map_err(|(_, fault)| StoreError::from(fault))?;
    Ok(finished)
}

fn finish(
    connection: &Connection,
    restoring: Restoring,
    keeps: &KeepsMessage<'_>,
) -> StoreResult<Finished> {
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
    let (messages_kept, messages_given_up) = settle_messages(connection, restoring, keeps)?;
    for table in ["messages", "accounts"] {
        skip_row_numbers(connection, table)?;
    }
    let dropped = |table: &str| -> StoreResult<u64> {
        let gone = connection.execute(&format!("DELETE FROM {table}"), [])?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    };
    Ok(Finished {
        acknowledgements: acks,
        eway_bills: bills,
        messages_given_up,
        messages_kept,
        sessions: dropped("sessions")?,
        api_tokens: dropped("api_tokens")?,
        proofs: dropped("proofs")?,
    })
}

/// Gives up the messages that are not worth sending any more; how many wait on, and how many do not.
fn settle_messages(
    connection: &Connection,
    restoring: Restoring,
    keeps: &KeepsMessage<'_>,
) -> StoreResult<(u64, u64)> {
    let mut kept = 0;
    let mut given_up = Vec::new();
    messages::each_waiting(connection, |id, message| {
        if keeps(&message) {
            kept += 1;
        } else {
            given_up.push(id);
        }
    })?;
    let mut statement = connection
        .prepare("UPDATE messages SET state = 3, settled_at = ?2, reason = ?3 WHERE id = ?1")?;
    for id in &given_up {
        statement.execute(params![id, Millis(restoring.at), GIVEN_UP])?;
    }
    Ok((kept, u64::try_from(given_up.len()).unwrap_or(u64::MAX)))
}

/// Lets the numbers of a table's next rows begin later. The table `sqlite_sequence` is SQLite's own
/// for `messages`; for `accounts`, which has no AUTOINCREMENT, whoever makes one looks there.
fn skip_row_numbers(connection: &Connection, table: &str) -> StoreResult<()> {
    let latest: i64 = connection.query_row(
        &format!(
            "SELECT max(coalesce((SELECT max(id) FROM {table}), 0),
                coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = ?1), 0))"
        ),
        [table],
        |row| row.get(0),
    )?;
    connection.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [table])?;
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
        params![table, latest.saturating_add(ROW_NUMBERS_SKIPPED)],
    )?;
    Ok(())
}
