//! What has to be done to a restored database before anybody serves from it.
//!
//! While it is being restored it carries the same mark as one that is being copied into, so that
//! no portal starts on it.

use std::time::Duration;

use super::acknowledgements::stored;
use super::backup::{held, patient};
use super::columns::{corrupt, millis, value};
use super::connections::{Connections, Session};
use super::faults::{Fault, Outcome};
use super::schema;
use super::settings::Settings;
use super::{bill_numbers, messages};
use crate::backup::{Finished, GIVEN_UP, KeepsMessage, ROW_NUMBERS_SKIPPED, Restoring, skipped};
use crate::{InstallationKind, StoreResult};

/// How often one looks whether others have left, and the pause between.
const LEAVING_TRIES: u32 = 20;
const LEAVING_PAUSE: Duration = Duration::from_millis(100);
/// Waiting messages that are read at a time.
const MESSAGES_AT_ONCE: i64 = 1_000;

/// Marks an empty database as one that is being restored. Refuses one that holds anything.
pub async fn begin_restore(settings: &Settings) -> StoreResult<()> {
    let [connections] = Connections::new(settings, [1])?;
    let session = connections.session().await?;
    session.begin().await?;
    let row = session
        .row(
            "SELECT count(*) FROM pg_class
             WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')",
            &[],
        )
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    if value::<i64>(&row, 0)? > 0 {
        return Err(corrupt(
            "the database is not empty; a backup is restored into an empty one only: make a new \
             one",
        ));
    }
    session
        .command(
            "CREATE TABLE mohar_copy (only_row boolean PRIMARY KEY CHECK (only_row),
                source text NOT NULL);
             INSERT INTO mohar_copy VALUES (true, 'a backup')",
        )
        .await?;
    Ok(session.commit().await?)
}

/// Takes the mark away: from now on the database may be served from.
pub async fn end_restore(settings: &Settings) -> StoreResult<()> {
    let [connections] = Connections::new(&patient(settings), [1])?;
    let session = connections.session().await?;
    session.command("ANALYZE").await?;
    Ok(session.command("DROP TABLE mohar_copy").await?)
}

/// Skips numbers and drops what was under way, in one commit. No portal may be connected.
pub async fn finish_restore(
    settings: &Settings,
    restoring: Restoring,
    keeps: &KeepsMessage<'_>,
) -> StoreResult<Finished> {
    schema::migrate(settings, InstallationKind::Portal).await?;
    let [connections] = Connections::new(&patient(settings), [1])?;
    let mut session = connections.session().await?;
    alone(&session).await?;
    session.begin().await?;
    session.be_patient().await?;
    let finished = finish(&session, restoring, keeps).await?;
    session.commit().await?;
    Ok(finished)
}

/// Waits for those who are about to leave, as whoever checked the database is, and for nobody
/// else.
async fn alone(session: &Session) -> Outcome<()> {
    for _ in 0..LEAVING_TRIES {
        if others(session).await? == 0 {
            return Ok(());
        }
        tokio::time::sleep(LEAVING_PAUSE).await;
    }
    Err(Fault::unavailable(
        "a portal is connected to the database; stop it first",
    ))
}

async fn others(session: &Session) -> Outcome<i64> {
    let row = session
        .row(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
             AND pid <> pg_backend_pid() AND application_name = 'mohar'",
            &[],
        )
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    Ok(value(&row, 0)?)
}

async fn finish(
    session: &Session,
    restoring: Restoring,
    keeps: &KeepsMessage<'_>,
) -> Outcome<Finished> {
    let (acks, bills) = skipped(&held(session).await?, restoring)?;
    for one in &acks {
        session
            .execute(
                "INSERT INTO ack_series (irp, node, year, next_ack_no) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (irp, node, year) DO UPDATE SET next_ack_no = excluded.next_ack_no",
                &[
                    &i16::from(one.irp),
                    &i16::from(one.node),
                    &one.year,
                    &stored(one.next)?,
                ],
            )
            .await?;
    }
    for one in &bills {
        session
            .execute(
                "INSERT INTO eway_bill_series (irp, node, next_number) VALUES ($1, $2, $3)
                 ON CONFLICT (irp, node) DO UPDATE SET next_number = excluded.next_number",
                &[
                    &i16::from(one.irp),
                    &i16::from(one.node),
                    &bill_numbers::stored(one.next)?,
                ],
            )
            .await?;
    }
    let (messages_kept, messages_given_up) = settle_messages(session, restoring, keeps).await?;
    for table in ["messages", "accounts"] {
        skip_row_numbers(session, table).await?;
    }
    Ok(Finished {
        acknowledgements: acks,
        eway_bills: bills,
        messages_given_up,
        messages_kept,
        sessions: session.execute("DELETE FROM sessions", &[]).await?,
        api_tokens: session.execute("DELETE FROM api_tokens", &[]).await?,
        proofs: session.execute("DELETE FROM proofs", &[]).await?,
    })
}

/// Gives up the messages that are not worth sending any more; how many wait on, and how many do not.
async fn settle_messages(
    session: &Session,
    restoring: Restoring,
    keeps: &KeepsMessage<'_>,
) -> Outcome<(u64, u64)> {
    let (mut kept, mut given_up) = (0, 0);
    let mut after = i64::MIN;
    loop {
        let waiting = messages::waiting(session, after, MESSAGES_AT_ONCE).await?;
        let Some((last, _)) = waiting.last() else {
            return Ok((kept, given_up));
        };
        after = *last;
        let all = waiting.len();
        let gone = waiting.into_iter().filter(|(_, message)| !keeps(message));
        let gone: Vec<i64> = gone.map(|(id, _)| id).collect();
        kept += u64::try_from(all - gone.len()).unwrap_or(u64::MAX);
        given_up += session
            .execute(
                "UPDATE messages SET state = 3, settled_at = $1, reason = $2 WHERE id = ANY($3)",
                &[&millis(restoring.at), &GIVEN_UP, &gone],
            )
            .await?;
    }
}

/// Lets the numbers of a table's next rows begin later.
async fn skip_row_numbers(session: &Session, table: &str) -> Outcome<()> {
    let sql = format!(
        "SELECT setval(pg_get_serial_sequence('{table}', 'id'), $1::bigint + greatest(
            (SELECT coalesce(max(id), 0) FROM {table}),
            coalesce(pg_sequence_last_value(pg_get_serial_sequence('{table}', 'id')::regclass), 0)))"
    );
    session.rows(&sql, &[&ROW_NUMBERS_SKIPPED]).await?;
    Ok(())
}
