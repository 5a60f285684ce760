//! The schema's versions. A schema of an unknown version is refused, never guessed at.
//!
//! Programs and schema change one after the other while the portal runs. An *expanding* step adds
//! what the next program needs and leaves programs of the version before at work
//! (`oldest_program`); a *contracting* step removes what no program uses any more, one release
//! later, or adds what programs of the version before would break. So: `mohar migrate` first, then one process after the other.

use super::columns::{corrupt, number, value};
use super::connections::{Connections, Session};
use super::faults::Outcome;
use super::settings::Settings;
use crate::installation::{Doubt, Unmarked};
use crate::{InstallationKind, SANDBOX_ISSUER, StoreResult};

/// The advisory lock that one `migrate` holds against another: `MOHR` in ASCII.
const LOCK: i64 = 0x4D4F_4852;

/// How long a step waits for a table.
const LOCK_MILLIS_MAX: u32 = 5_000;

/// The version since which a database says whose it is.
const MARKED_SINCE: i32 = 5;

/// One step of the schema.
struct Migration {
    /// The version that the step leads to; the same number as SQLite's step of the same meaning.
    version: i32,
    /// The lowest version whose programs may use the schema after the step.
    oldest_program: i32,
    /// The way up.
    up: &'static str,
}

/// All steps, ascending. A released step is never edited: a change is a new step. The way back is
/// the file next to each, run by tests and by an operator's own hand.
const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        oldest_program: 1,
        up: include_str!("../../migrations/postgres/0001_main_line.up.sql"),
    },
    Migration {
        version: 2,
        oldest_program: 1,
        up: include_str!("../../migrations/postgres/0002_recovery.up.sql"),
    },
    Migration {
        version: 3,
        // A program of version 2 cancels documents that have an active e-way bill.
        oldest_program: 3,
        up: include_str!("../../migrations/postgres/0003_eway_bills.up.sql"),
    },
    Migration {
        version: 4,
        oldest_program: 3,
        up: include_str!("../../migrations/postgres/0004_deliveries.up.sql"),
    },
    Migration {
        version: 5,
        oldest_program: 3,
        up: include_str!("../../migrations/postgres/0005_operation.up.sql"),
    },
    Migration {
        version: 6,
        oldest_program: 3,
        up: include_str!("../../migrations/postgres/0006_authenticators.up.sql"),
    },
];

/// What this program knows.
fn newest() -> i32 {
    MIGRATIONS.last().map_or(0, |step| step.version)
}

/// What [`migrate`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version before; 0 for an empty database.
    pub from: i32,
    /// The version now.
    pub to: i32,
}

/// Brings a database up to this program's version, or fills an empty one. All missing steps are
/// one transaction; of any number of callers one runs them and the others find them run. A
/// database of the other kind is refused, one that belongs to nobody yet is marked.
pub async fn migrate(settings: &Settings, kind: InstallationKind) -> StoreResult<Migrated> {
    run(settings, kind, Doubt::Refuse).await
}

/// The same for a portal whose operator has said that the database is its own. One that is a
/// sandbox's for certain is refused all the same.
pub async fn adopt(settings: &Settings) -> StoreResult<Migrated> {
    run(settings, InstallationKind::Portal, Doubt::Adopt).await
}

async fn run(settings: &Settings, kind: InstallationKind, doubt: Doubt) -> StoreResult<Migrated> {
    let [connections] = Connections::new(settings, [1])?;
    let mut session = connections.session().await?;
    session.begin().await?;
    session.be_patient().await?;
    session
        .rows("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await?;
    // From here on a lock that is waited for holds up everybody else, so not for long: a step that
    // meets a long reader fails, changes nothing, and is run again.
    session
        .command(&format!("SET LOCAL lock_timeout = {LOCK_MILLIS_MAX}"))
        .await?;
    let from = match version(&session).await? {
        Some(found) => {
            found.judge()?;
            judge(&session, found.version, kind, doubt).await?;
            found.version
        }
        None => 0,
    };
    for step in MIGRATIONS.iter().filter(|step| step.version > from) {
        session.command(step.up).await?;
        session
            .execute(
                "INSERT INTO mohar_schema (only_row, version, oldest_program)
                 VALUES (true, $1, $2) ON CONFLICT (only_row) DO UPDATE
                 SET version = excluded.version, oldest_program = excluded.oldest_program",
                &[&step.version, &step.oldest_program],
            )
            .await?;
    }
    mark(&session, kind).await?;
    session.commit().await?;
    Ok(Migrated {
        from,
        to: from.max(newest()),
    })
}

/// Refuses a database that this program cannot use.
pub(super) async fn require(connections: &Connections, kind: InstallationKind) -> StoreResult<()> {
    let session = connections.session().await?;
    session.begin().await?;
    let found = version(&session).await?;
    let Some(found) = found else {
        return Err(corrupt("the database is empty; `mohar migrate` fills it"));
    };
    if found.is_half_copied {
        return Err(corrupt(
            "a copy or a restore into the database has not ended: run `mohar copy` again, it goes \
             on where it was; a restore begins again with an empty database",
        ));
    }
    found.judge()?;
    if found.version < newest() {
        return Err(corrupt(format!(
            "the database has schema version {}, older than this program's {}; run `mohar \
             migrate` first",
            found.version,
            newest()
        )));
    }
    judge(&session, found.version, kind, Doubt::Refuse).await?;
    mark(&session, kind).await?;
    session.commit().await?;
    Ok(())
}

/// Refuses a database that is the other kind's, or may be, before anything in it is changed.
async fn judge(
    session: &Session,
    version: i32,
    kind: InstallationKind,
    doubt: Doubt,
) -> Outcome<()> {
    let mark = match version {
        MARKED_SINCE.. => marked(session).await?,
        _ => None,
    };
    match mark {
        Some(mark) => kind.judge(mark)?,
        None => kind.judge_unmarked(unmarked(session).await?, doubt)?,
    }
    Ok(())
}

/// What tells whose a database without a mark is. The tables are there since version 1.
async fn unmarked(session: &Session) -> Outcome<Unmarked> {
    let row = session
        .row(
            "SELECT EXISTS (SELECT 1 FROM signing_contexts WHERE issuer = $1),
                EXISTS (SELECT 1 FROM signing_contexts WHERE issuer <> $1),
                EXISTS (SELECT 1 FROM accounts)",
            &[&SANDBOX_ISSUER],
        )
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    Ok(Unmarked {
        signed_by_sandbox: value(&row, 0)?,
        signed_by_portal: value(&row, 1)?,
        has_accounts: value(&row, 2)?,
    })
}

/// Whose database it is, if anybody has said so.
async fn marked(session: &Session) -> Outcome<Option<i64>> {
    let row = session.row("SELECT kind FROM installation", &[]).await?;
    let mark = row.map(|row| number::<i16, i64>(&row, 0)).transpose()?;
    Ok(mark)
}

/// Refuses a database of the other kind, and marks one that belongs to nobody yet: of two who do
/// that at once the second waits and then sees the first one's mark. A role that may only read the
/// table is enough once `mohar migrate` has run.
async fn mark(session: &Session, kind: InstallationKind) -> Outcome<()> {
    if marked(session).await?.is_none() {
        session
            .execute(
                "INSERT INTO installation (only_row, kind) VALUES (1, $1) ON CONFLICT DO NOTHING",
                &[&i16::from(kind.number())],
            )
            .await?;
    }
    let mark = marked(session).await?;
    let mark = mark.ok_or_else(|| corrupt("the table installation has no row"))?;
    Ok(kind.judge(mark)?)
}

/// A schema that was found.
#[derive(Clone, Copy)]
struct Found {
    version: i32,
    oldest_program: i32,
    /// A copy from an embedded database has begun and not ended.
    is_half_copied: bool,
}

impl Found {
    /// A newer schema is fine when it says that it suits this program.
    fn judge(self) -> StoreResult<()> {
        if self.version < 1 || self.oldest_program > newest() {
            return Err(corrupt(format!(
                "the database has schema version {}, which is for programs of version {} and \
                 later; this program knows 1 to {}",
                self.version,
                self.oldest_program,
                newest()
            )));
        }
        Ok(())
    }
}

/// The schema's version; `None` for an empty database. Inside a transaction.
async fn version(session: &Session) -> Outcome<Option<Found>> {
    let row = session
        .row(
            "SELECT to_regclass('mohar_schema') IS NOT NULL,
                (SELECT count(*) FROM pg_class
                 WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')),
                to_regclass('mohar_copy') IS NOT NULL",
            &[],
        )
        .await?
        .ok_or_else(|| corrupt("a SELECT without a row"))?;
    let (is_ours, tables): (bool, i64) = (value(&row, 0)?, value(&row, 1)?);
    let is_half_copied = value(&row, 2)?;
    if !is_ours && tables > 0 {
        return Err(corrupt("the database holds another program's tables").into());
    }
    if !is_ours {
        return Ok(None);
    }
    let row = session
        .row("SELECT version, oldest_program FROM mohar_schema", &[])
        .await?
        .ok_or_else(|| corrupt("the table mohar_schema has no row"))?;
    Ok(Some(Found {
        version: value(&row, 0)?,
        oldest_program: value(&row, 1)?,
        is_half_copied,
    }))
}
