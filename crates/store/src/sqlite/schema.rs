//! The schema's versions. A file of an unknown version is refused, never guessed at.

use rusqlite::{Connection, OptionalExtension as _};

use crate::installation::{Doubt, Unmarked};
use crate::{InstallationKind, SANDBOX_ISSUER, StoreError, StoreResult};

/// `MOHR` in ASCII, in the file's header: tells a Mohar database from any other SQLite file.
const APPLICATION_ID: i32 = 0x4D4F_4852;

/// The version since which a database says whose it is.
const MARKED_SINCE: i32 = 5;

/// One step of the schema.
struct Migration {
    /// The version that the step leads to.
    version: i32,
    /// The way up.
    up: &'static str,
    /// The way back; run by tests, and by an operator's own hand.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the engine never goes back by itself")
    )]
    down: &'static str,
}

/// All steps, ascending. A released step is never edited: a change is a new step.
const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        up: include_str!("../../migrations/sqlite/0001_main_line.up.sql"),
        down: include_str!("../../migrations/sqlite/0001_main_line.down.sql"),
    },
    Migration {
        version: 2,
        up: include_str!("../../migrations/sqlite/0002_recovery.up.sql"),
        down: include_str!("../../migrations/sqlite/0002_recovery.down.sql"),
    },
    Migration {
        version: 3,
        up: include_str!("../../migrations/sqlite/0003_eway_bills.up.sql"),
        down: include_str!("../../migrations/sqlite/0003_eway_bills.down.sql"),
    },
    Migration {
        version: 4,
        up: include_str!("../../migrations/sqlite/0004_deliveries.up.sql"),
        down: include_str!("../../migrations/sqlite/0004_deliveries.down.sql"),
    },
    Migration {
        version: 5,
        up: include_str!("../../migrations/sqlite/0005_operation.up.sql"),
        down: include_str!("../../migrations/sqlite/0005_operation.down.sql"),
    },
    Migration {
        version: 6,
        up: include_str!("../../migrations/sqlite/0006_authenticators.up.sql"),
        down: include_str!("../../migrations/sqlite/0006_authenticators.down.sql"),
    },
];

/// Refuses a file that is not a Mohar database, brings an older one up to date.
pub(super) fn require(connection: &Connection, kind: InstallationKind) -> StoreResult<()> {
    if is_empty(connection)? {
        return Err(StoreError::Corrupt(
            "the file is empty and not a Mohar database".into(),
        ));
    }
    migrate(connection, kind, Doubt::Refuse)
}

/// The same for a portal whose operator has said that the file is its own.
pub(super) fn adopt(connection: &Connection) -> StoreResult<()> {
    migrate(connection, InstallationKind::Portal, Doubt::Adopt)
}

/// The same, but fills an empty file.
pub(super) fn create_or_require(
    connection: &Connection,
    kind: InstallationKind,
) -> StoreResult<()> {
    migrate(connection, kind, Doubt::Refuse)
}

/// The version of a file that is a Mohar database, and of this program. Nothing is changed.
pub(super) fn look(connection: &Connection) -> StoreResult<(i32, i32)> {
    if is_empty(connection)? {
        return Err(StoreError::Corrupt(
            "the file is empty and not a Mohar database".into(),
        ));
    }
    let newest = MIGRATIONS.last().map_or(0, |step| step.version);
    Ok((version(connection)?, newest))
}

/// Runs the missing steps in one transaction: a crash anywhere in it leaves the old version.
fn migrate(connection: &Connection, kind: InstallationKind, doubt: Doubt) -> StoreResult<()> {
    let transaction =
        rusqlite::Transaction::new_unchecked(connection, rusqlite::TransactionBehavior::Immediate)?;
    let version = version(&transaction)?;
    // Before a step is run: nothing of the other kind's is changed.
    let mark = match version {
        MARKED_SINCE.. => marked(&transaction)?,
        _ => None,
    };
    match mark {
        Some(mark) => kind.judge(mark)?,
        None if version == 0 => {}
        None => kind.judge_unmarked(unmarked(&transaction)?, doubt)?,
    }
    for step in MIGRATIONS.iter().filter(|step| step.version > version) {
        transaction.execute_batch(step.up)?;
        transaction.pragma_update(None, "user_version", step.version)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    transaction.execute(
        "INSERT INTO installation (only_row, kind) VALUES (1, ?1) ON CONFLICT DO NOTHING",
        [kind.number()],
    )?;
    transaction.commit()?;
    Ok(())
}

/// Whose database it is, if anybody has said so.
fn marked(connection: &Connection) -> StoreResult<Option<i64>> {
    Ok(connection
        .query_row("SELECT kind FROM installation", [], |row| row.get(0))
        .optional()?)
}

/// What tells whose a database without a mark is. The tables are there since version 1.
fn unmarked(connection: &Connection) -> StoreResult<Unmarked> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM signing_contexts WHERE issuer = ?1),
            EXISTS (SELECT 1 FROM signing_contexts WHERE issuer <> ?1),
            EXISTS (SELECT 1 FROM accounts)",
        [SANDBOX_ISSUER],
        |row| {
            Ok(Unmarked {
                signed_by_sandbox: row.get(0)?,
                signed_by_portal: row.get(1)?,
                has_accounts: row.get(2)?,
            })
        },
    )?)
}

/// The file's version; 0 when it is empty.
fn version(connection: &Connection) -> StoreResult<i32> {
    if is_empty(connection)? {
        return Ok(0);
    }
    let application = number(connection, "application_id")?;
    if application != APPLICATION_ID {
        return Err(StoreError::Corrupt(
            "the file is another program's database".into(),
        ));
    }
    let version = number(connection, "user_version")?;
    let newest = MIGRATIONS.last().map_or(0, |step| step.version);
    if !(1..=newest).contains(&version) {
        return Err(StoreError::Corrupt(format!(
            "the database has schema version {version}; this program knows 1 to {newest}"
        )));
    }
    Ok(version)
}

fn is_empty(connection: &Connection) -> StoreResult<bool> {
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(objects == 0 && number(connection, "application_id")? == 0)
}

fn number(connection: &Connection, pragma: &str) -> StoreResult<i32> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    fn dump(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
            .unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn versions_ascend_by_one() {
        for (at, step) in (1..).zip(MIGRATIONS) {
            assert_eq!(step.version, at);
        }
    }

    #[test]
    fn down_undoes_up_and_up_works_again() {
        let connection = Connection::open_in_memory().unwrap();
        create_or_require(&connection, InstallationKind::Portal).unwrap();
        let fresh = dump(&connection);
        assert!(fresh.len() > 10);
        for step in MIGRATIONS.iter().rev() {
            connection.execute_batch(step.down).unwrap();
        }
        // SQLite's own table of AUTOINCREMENT counters cannot be dropped.
        let left = dump(&connection);
        assert!(
            left.iter().all(|sql| sql.contains("sqlite_sequence")),
            "{left:?}"
        );
        for step in MIGRATIONS {
            connection.execute_batch(step.up).unwrap();
        }
        assert_eq!(dump(&connection), fresh);
    }

    #[test]
    fn proofs_under_way_live_through_the_step_to_version_2_and_back() {
        let connection = Connection::open_in_memory().unwrap();
        let [first, second, ..] = MIGRATIONS else {
            panic!("two steps");
        };
        connection.execute_batch(first.up).unwrap();
        let before = dump(&connection);
        let insert = |n: u8, purpose: u8| {
            connection.execute(
                "INSERT INTO proofs (token_digest, purpose, gstin, started_at, tries, proved_at)
                 VALUES (?1, ?2, 'x', 1, 2, 3)",
                rusqlite::params![[n; 32], purpose],
            )
        };
        insert(1, 1).unwrap();
        assert!(insert(3, 3).is_err());
        connection.execute_batch(second.up).unwrap();
        insert(3, 3).unwrap();
        assert!(insert(4, 4).is_err());
        connection.execute_batch(second.down).unwrap();
        let kept: (i64, [u8; 32], i64) = connection
            .query_row(
                "SELECT count(*), token_digest, tries FROM proofs",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        assert_eq!(kept, (1, [1; 32], 2));
        assert_eq!(dump(&connection), before);
    }

    #[test]
    fn documents_keep_and_bills_go_with_the_step_back_from_version_3() {
        let connection = Connection::open_in_memory().unwrap();
        let [first, second, third, ..] = MIGRATIONS else {
            panic!("three steps");
        };
        connection.execute_batch(first.up).unwrap();
        connection.execute_batch(second.up).unwrap();
        let before = dump(&connection);
        let run = |sql: &str| connection.execute_batch(sql);
        run("INSERT INTO signing_contexts VALUES (1, 'k', 'i');
             INSERT INTO invoices VALUES (7, zeroblob(32), 's', 0, 1, 'n', 0, 'r', 'r', '0', 1,
                'h', 1, 1, 1, x'00', x'00', x'00');")
        .unwrap();
        run(third.up).unwrap();
        let bill = |number: u8, ordinal: u8| {
            run(&format!(
                "INSERT INTO eway_bills VALUES ({number}, 7, {ordinal}, 's', 's', 0, NULL, '', 1)"
            ))
        };
        bill(1, 1).unwrap();
        assert!(bill(2, 1).is_err(), "the index judges, whoever asks");
        run("INSERT INTO eway_bill_cancellations VALUES (1, 0, 1, 'x')").unwrap();
        bill(2, 2).unwrap();
        run(third.down).unwrap();
        let documents: i64 = connection
            .query_row("SELECT count(*) FROM invoices", [], |row| row.get(0))
            .unwrap();
        assert_eq!(documents, 1);
        assert_eq!(dump(&connection), before);
    }

    #[test]
    fn a_file_of_any_older_version_is_brought_up_to_date() {
        let fresh = Connection::open_in_memory().unwrap();
        create_or_require(&fresh, InstallationKind::Portal).unwrap();
        for (at, last) in MIGRATIONS.iter().enumerate() {
            let older = Connection::open_in_memory().unwrap();
            for step in &MIGRATIONS[..=at] {
                older.execute_batch(step.up).unwrap();
            }
            older
                .pragma_update(None, "user_version", last.version)
                .unwrap();
            older
                .pragma_update(None, "application_id", APPLICATION_ID)
                .unwrap();
            require(&older, InstallationKind::Portal).unwrap();
            assert_eq!(dump(&older), dump(&fresh), "from version {}", last.version);
            let newest = MIGRATIONS.last().unwrap().version;
            assert_eq!(version(&older).unwrap(), newest);
        }
    }

    #[test]
    fn opening_twice_changes_nothing() {
        let connection = Connection::open_in_memory().unwrap();
        create_or_require(&connection, InstallationKind::Portal).unwrap();
        let fresh = dump(&connection);
        require(&connection, InstallationKind::Portal).unwrap();
        create_or_require(&connection, InstallationKind::Portal).unwrap();
        assert_eq!(dump(&connection), fresh);
    }

    #[test]
    fn foreign_empty_and_newer_files_are_refused() {
        let empty = Connection::open_in_memory().unwrap();
        assert!(matches!(
            require(&empty, InstallationKind::Portal),
            Err(StoreError::Corrupt(_))
        ));

        let foreign = Connection::open_in_memory().unwrap();
        foreign.execute_batch("CREATE TABLE theirs (x)").unwrap();
        assert!(matches!(
            create_or_require(&foreign, InstallationKind::Portal),
            Err(StoreError::Corrupt(_))
        ));

        let newer = Connection::open_in_memory().unwrap();
        create_or_require(&newer, InstallationKind::Portal).unwrap();
        let next = MIGRATIONS.last().unwrap().version + 1;
        newer.pragma_update(None, "user_version", next).unwrap();
        let refusal = require(&newer, InstallationKind::Portal)
            .unwrap_err()
            .to_string();
        assert!(refusal.contains(&format!("version {next}")), "{refusal}");
    }

    #[test]
    fn a_database_belongs_to_whoever_opened_it_first() {
        use InstallationKind::{Portal, Sandbox};
        for (own, other) in [(Portal, Sandbox), (Sandbox, Portal)] {
            let connection = Connection::open_in_memory().unwrap();
            create_or_require(&connection, own).unwrap();
            require(&connection, own).unwrap();
            let refused = require(&connection, other).unwrap_err();
            assert!(refused.to_string().contains("belongs to"), "{refused}");
            assert!(create_or_require(&connection, other).is_err());
            assert_eq!(marked(&connection).unwrap(), Some(own.number().into()));
        }
    }

    /// A database of the last version without a mark.
    fn of_version_4() -> Connection {
        let older = Connection::open_in_memory().unwrap();
        for step in &MIGRATIONS[..4] {
            older.execute_batch(step.up).unwrap();
        }
        older.pragma_update(None, "user_version", 4).unwrap();
        older
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        older
    }

    #[test]
    fn an_older_database_is_marked_with_the_step_that_brings_the_mark() {
        for kind in [InstallationKind::Portal, InstallationKind::Sandbox] {
            let older = of_version_4();
            require(&older, kind).unwrap();
            assert_eq!(marked(&older).unwrap(), Some(kind.number().into()));
        }
    }

    #[test]
    fn what_is_in_an_older_database_tells_whose_it_is() {
        const ACCOUNT: &str = "INSERT INTO accounts (user_name, user_name_key, gstin,
            password_hash, created_at) VALUES ('a', 'a', 'g', 'h', 0)";
        let older = of_version_4();
        older.execute_batch(ACCOUNT).unwrap();
        let refused = require(&older, InstallationKind::Portal).unwrap_err();
        assert!(refused.to_string().contains("--adopt"), "{refused}");
        assert_eq!(version(&older).unwrap(), 4, "nothing is changed");
        adopt(&older).unwrap();
        require(&older, InstallationKind::Portal).unwrap();

        let older = of_version_4();
        let signed = "INSERT INTO signing_contexts VALUES (1, 'k', ?1)";
        older.execute(signed, [SANDBOX_ISSUER]).unwrap();
        for refused in [require(&older, InstallationKind::Portal), adopt(&older)] {
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains("belongs to a sandbox"), "{refused}");
        }
        assert_eq!(version(&older).unwrap(), 4, "nothing is changed");
        require(&older, InstallationKind::Sandbox).unwrap();
    }
}
