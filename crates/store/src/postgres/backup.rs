//! A snapshot for `pg_dump`, databases for trying a backup out, and checking a restored one.

use std::sync::Arc;
use std::time::Duration;

use seal::KeyRing;

use super::acknowledgements::stored;
use super::columns::{corrupt, moment_maybe, number, number_maybe, value};
use super::connections::{Connections, Session};
use super::faults::Outcome;
use super::settings::Settings;
use super::{bill_numbers, integrity, invoice_row, schema};
use crate::backup::{AckSeriesEnd, BackedUp, BillSeriesEnd, COUNTED, Holding};
use crate::{InstallationKind, StoreResult, verify as verifying};

/// Documents that are verified at a time.
const BATCH_DOCUMENTS: u32 = 200;
/// How long a statement of a check may take.
const STATEMENT_DURATION_MAX: Duration = Duration::from_secs(12 * 3_600);

/// One moment of the database, kept for others to read, as long as this is held.
#[derive(Debug)]
pub struct Snapshot {
    session: Session,
    name: String,
    backed_up: BackedUp,
}

impl Snapshot {
    /// Takes a snapshot of a database that a portal may be serving from.
    pub async fn take(settings: &Settings) -> StoreResult<Self> {
        let [connections] = Connections::new(settings, [1])?;
        schema::require(&connections, InstallationKind::Portal).await?;
        let mut session = connections.session().await?;
        session.begin().await?;
        session
            .command(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
                 SET LOCAL idle_in_transaction_session_timeout = 0",
            )
            .await?;
        session.be_patient().await?;
        let row = session
            .row(
                "SELECT pg_export_snapshot(), (SELECT version FROM mohar_schema)",
                &[],
            )
            .await?
            .ok_or_else(|| corrupt("a SELECT without a row"))?;
        let (name, schema_version) = (value(&row, 0)?, value(&row, 1)?);
        let holding = held(&session).await?;
        Ok(Self {
            session,
            name,
            backed_up: BackedUp {
                schema_version,
                holding,
            },
        })
    }

    /// What `pg_dump --snapshot` is told.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets it go, and tells what it held. Fails when the server had given it up before.
    pub async fn end(self) -> StoreResult<BackedUp> {
        self.session.commit().await?;
        Ok(self.backed_up)
    }
}

/// Makes an empty database on the server of the settings. The name is letters, digits and `_`.
pub async fn create_database(settings: &Settings, name: &str) -> StoreResult<()> {
    let sql = format!(
        "CREATE DATABASE \"{}\" TEMPLATE template0 ENCODING 'UTF8'",
        plain(name)?
    );
    command(settings, &sql).await
}

/// Drops a database, whoever is connected to it.
pub async fn drop_database(settings: &Settings, name: &str) -> StoreResult<()> {
    command(
        settings,
        &format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", plain(name)?),
    )
    .await
}

fn plain(name: &str) -> StoreResult<&str> {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !name.is_empty() && name.bytes().all(sign) {
        Ok(name)
    } else {
        Err(corrupt(format!("{name:?} is no name for a database")))
    }
}

async fn command(settings: &Settings, sql: &str) -> StoreResult<()> {
    let [connections] = Connections::new(&patient(settings), [1])?;
    Ok(connections.session().await?.command(sql).await?)
}

/// The same with time for statements that read everything.
pub(super) fn patient(settings: &Settings) -> Settings {
    Settings {
        statement_duration_max: STATEMENT_DURATION_MAX,
        ..settings.clone()
    }
}

/// Checks a database that nobody serves from: the promises that no constraint states, and of every
/// document the IRN and both signatures. Brings it up to date first. `progress` is told how many
/// documents have been verified.
pub async fn verify(
    settings: &Settings,
    keys: &KeyRing,
    mut progress: impl FnMut(u64) + Send,
) -> StoreResult<Holding> {
    // Whose it is was for whoever made the backup to say.
    schema::adopt(settings).await?;
    let [connections] = Connections::new(&patient(settings), [2])?;
    integrity::check(&connections).await?;
    let keys = Arc::new(keys.clone());
    let (mut last, mut verified) = (0, 0);
    loop {
        let limit = i64::from(BATCH_DOCUMENTS);
        let rows = invoice_row::after(&connections, last, limit).await?;
        let Some(row) = rows.last() else {
            break;
        };
        last = stored(row.ack_number())?;
        verified += u64::try_from(rows.len()).unwrap_or(0);
        verifying::all(rows, &keys).await?;
        progress(verified);
    }
    let session = connections.session().await?;
    let holding = held(&session).await?;
    drop(session);
    connections.close();
    Ok(holding)
}

/// What a database holds, in the transaction that is open.
pub(super) async fn held(session: &Session) -> Outcome<Holding> {
    let one = |row: Option<_>| row.ok_or_else(|| corrupt("a SELECT without a row"));
    let row = session
        .row("SELECT max(acked_at) FROM invoices", &[])
        .await?;
    let mut holding = Holding {
        latest_acked_at: moment_maybe(&one(row)?, 0)?,
        ..Holding::default()
    };
    for table in COUNTED {
        let row = session
            .row(&format!("SELECT count(*) FROM {table}"), &[])
            .await?;
        let count = number::<i64, _>(&one(row)?, 0)?;
        holding.rows.insert(table.to_owned(), count);
    }
    let series = session
        .rows(
            "SELECT irp, node, year, next_ack_no FROM ack_series ORDER BY irp, node, year",
            &[],
        )
        .await?;
    for row in &series {
        let mut end = AckSeriesEnd {
            irp: number::<i16, _>(row, 0)?,
            node: number::<i16, _>(row, 1)?,
            year: value(row, 2)?,
            next: number::<i64, _>(row, 3)?,
            highest: None,
        };
        let (first, last) = (stored(end.series().first())?, stored(end.series().end())?);
        let sql = "SELECT max(ack_no) FROM invoices WHERE ack_no >= $1 AND ack_no < $2";
        let row = session.row(sql, &[&first, &last]).await?;
        end.highest = number_maybe(&one(row)?, 0)?;
        holding.acknowledgements.push(end);
    }
    let series = session
        .rows(
            "SELECT irp, node, next_number FROM eway_bill_series ORDER BY irp, node",
            &[],
        )
        .await?;
    for row in &series {
        let mut end = BillSeriesEnd {
            irp: number::<i16, _>(row, 0)?,
            node: number::<i16, _>(row, 1)?,
            next: number::<i64, _>(row, 2)?,
            highest: None,
        };
        let column = bill_numbers::stored;
        let (first, last) = (column(end.series().first())?, column(end.series().end())?);
        let sql = "SELECT max(number) FROM eway_bills WHERE number >= $1 AND number < $2";
        let row = session.row(sql, &[&first, &last]).await?;
        end.highest = number_maybe(&one(row)?, 0)?;
        holding.eway_bills.push(end);
    }
    Ok(holding)
}
