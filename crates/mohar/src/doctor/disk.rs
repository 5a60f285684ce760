//! The disks of database and audit log: whether there is room, and whether the log can be written.

use super::Finding;
use crate::config::Config;

/// A row for each disk of this machine.
#[cfg(unix)]
pub(super) fn look(config: &Config) -> Vec<Finding> {
    use std::path::Path;

    use crate::config::Database;

    let database = match &config.database {
        Database::Sqlite(file) => {
            let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
            Some(folder.unwrap_or(Path::new(".")))
        }
        // The server's disk is not this machine's.
        Database::Postgres(_) => None,
    };
    let rooms = database.map(|folder| unix::room("disk", folder));
    let audit = unix::audit(&config.audit.folder, database);
    rooms.into_iter().chain([audit]).collect()
}

/// Other systems are not asked.
#[cfg(not(unix))]
pub(super) fn look(_: &Config) -> Vec<Finding> {
    Vec::new()
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::io::{self, Write as _};
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;

    use super::Finding;
    use crate::doctor::Verdict;

    /// Below this the operator should see to more.
    const BYTES_COMFORTABLE: u64 = 10 << 30;
    /// Below this the portal stops before long.
    const BYTES_LEAST: u64 = 1 << 30;
    /// Files that the disk should still be able to hold.
    const FILES_LEAST: u64 = 1_000;
    /// What is written for a trial: a line of the audit log at its longest.
    const TRIAL: [u8; 8 * 1024] = [0; 8 * 1024];

    /// What the row about the audit log's disk is called.
    const AUDIT: &str = "audit disk";

    const ADVICE: &str = "Make room or enlarge the disk. A full disk loses nothing: calls get 503 \
                          until there is room, and go on by themselves.";
    const AUDIT_ADVICE: &str = "See that the disk is not full or read-only and that the folder is \
                                the portal's user's. Nothing is signed that cannot be written \
                                down: until then calls get 503.";
    const APART_ADVICE: &str = "Mount another disk there, or name a folder on one in audit.folder, \
                                and move the log there while the portal is stopped. It tells what \
                                was answered after the last backup; a disk that dies would take \
                                both.";

    /// Whether there is room where the folder is, or is to be.
    pub(super) fn room(subject: &'static str, folder: &Path) -> Finding {
        match rustix::fs::statvfs(there(folder)) {
            Ok(found) => judged(
                subject,
                found.f_bavail.saturating_mul(found.f_frsize),
                (found.f_favail, found.f_files),
            ),
            Err(error) => Finding::bad(
                subject,
                format!("{} cannot be looked at: {error}", folder.display()),
                "See that the folder is there and that the portal's user may use it.",
            ),
        }
    }

    /// The audit log is what a full disk stops first, whatever the database is.
    pub(super) fn audit(folder: &Path, database: Option<&Path>) -> Finding {
        let named = folder.display();
        if let Err(error) = written(there(folder)) {
            let found = format!("nothing can be written to {named}: {error}");
            return Finding::bad(AUDIT, found, AUDIT_ADVICE);
        }
        let room = room(AUDIT, folder);
        let is_shared = database.is_some_and(|database| {
            let device = |path: &Path| fs::metadata(there(path)).map(|found| found.dev()).ok();
            device(database).is_some_and(|one| device(folder) == Some(one))
        });
        // Of a shared disk's room the database's row tells.
        if is_shared && room.verdict != Verdict::Bad {
            let found = format!("{named} is on the same disk as the database");
            return Finding::warning(AUDIT, found, APART_ADVICE);
        }
        room
    }

    /// Writes as much as a line to a file without a name, which is gone when this returns.
    fn written(folder: &Path) -> io::Result<()> {
        let mut file = tempfile::tempfile_in(folder)?;
        file.write_all(&TRIAL)?;
        file.sync_data()
    }

    /// The folder, or the nearest one above it that is there: the first start makes the rest.
    fn there(folder: &Path) -> &Path {
        let found = folder.ancestors().find(|path| path.exists());
        found.unwrap_or(Path::new("."))
    }

    /// A file system that keeps no count of its files says that it has none at all.
    fn judged(subject: &'static str, bytes: u64, (files, files_in_all): (u64, u64)) -> Finding {
        let found = format!("{} MiB are free", bytes >> 20);
        if bytes < BYTES_LEAST {
            Finding::bad(subject, found, ADVICE)
        } else if files_in_all > 0 && files < FILES_LEAST {
            Finding::bad(subject, format!("room for only {files} more files"), ADVICE)
        } else if bytes < BYTES_COMFORTABLE {
            Finding::warning(subject, found, ADVICE)
        } else {
            Finding::good(subject, found)
        }
    }

    #[cfg(test)]
    mod tests {
        #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

        use super::*;

        #[test]
        fn room_is_judged_at_its_limits() {
            for (bytes, files, in_all, verdict) in [
                (BYTES_COMFORTABLE, FILES_LEAST, 1, Verdict::Good),
                (BYTES_COMFORTABLE - 1, FILES_LEAST, 1, Verdict::Warning),
                (BYTES_LEAST, FILES_LEAST, 1, Verdict::Warning),
                (BYTES_LEAST - 1, FILES_LEAST, 1, Verdict::Bad),
                (BYTES_COMFORTABLE, FILES_LEAST - 1, 1, Verdict::Bad),
                (BYTES_COMFORTABLE, 0, 0, Verdict::Good),
            ] {
                assert_eq!(judged("x", bytes, (files, in_all)).verdict, verdict);
            }
        }

        #[test]
        fn a_log_beside_the_database_is_told() {
            let folder = tempfile::tempdir().unwrap();
            let (beside, none) = (folder.path().join("audit/deep"), None);
            let found = audit(&beside, Some(folder.path()));
            assert_eq!(found.verdict, Verdict::Warning, "{found:?}");
            assert!(found.found.contains("same disk"), "{found:?}");
            let found = audit(&beside, none);
            assert!(found.found.contains("MiB are free"), "{found:?}");
            assert!(!beside.exists(), "nothing is made");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        }

        #[test]
        fn a_log_that_cannot_be_written_is_bad() {
            let file = tempfile::NamedTempFile::new().unwrap();
            // Nothing can be put into a file, nor into what is not the system's to keep.
            for nowhere in [file.path(), Path::new("/proc/audit")] {
                let found = audit(nowhere, None);
                assert_eq!(found.verdict, Verdict::Bad, "{found:?}");
                assert!(found.found.contains("nothing can be written"), "{found:?}");
            }
        }
    }
}
