//! The folders of keys, database and audit log: whether others may change or read what is in them,
//! and whether the portal may.

use super::Finding;
use crate::config::Config;

/// A row for each folder, as far as it is there.
#[cfg(unix)]
pub(super) fn look(config: &Config) -> Vec<Finding> {
    use std::path::Path;

    use crate::config::Database;

    let database = match &config.database {
        Database::Sqlite(file) => {
            let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
            Some(("database folder", folder.unwrap_or(Path::new(".")), true))
        }
        // The server's folders are not this machine's.
        Database::Postgres(_) => None,
    };
    let keys = ("key folder", config.keys_folder.as_path(), false);
    // The first start of a portal makes it.
    let audit = ("audit folder", config.audit.folder.as_path(), true);
    let folders = [Some(keys), database, Some(audit)].into_iter().flatten();
    let mut findings: Vec<Finding> = folders
        .filter_map(|(subject, folder, is_written)| unix::folder(subject, folder, is_written))
        .collect();
    if let Database::Sqlite(file) = &config.database {
        findings.extend(unix::file(file));
    }
    findings
}

/// Other systems are not asked.
#[cfg(not(unix))]
pub(super) fn look(_: &Config) -> Vec<Finding> {
    Vec::new()
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use rustix::fs::Access;

    use super::Finding;

    /// Permissions of group and others to write.
    const WRITE: u32 = 0o022;
    /// Permissions of all but owner and group.
    const OTHERS: u32 = 0o007;
    /// Permissions of all but the owner.
    const NOT_OWNER: u32 = 0o077;

    /// A folder that is there. Nothing is said of one that is not: what needs it says so.
    pub(super) fn folder(
        subject: &'static str,
        folder: &Path,
        is_written: bool,
    ) -> Option<Finding> {
        let mode = mode(folder)?;
        let needed = if is_written {
            Access::WRITE_OK | Access::READ_OK | Access::EXEC_OK
        } else {
            Access::READ_OK | Access::EXEC_OK
        };
        let named = format!("{} has mode {mode:03o}", folder.display());
        Some(if rustix::fs::access(folder, needed).is_err() {
            Finding::bad(
                subject,
                format!("{named}, and this user may not use it"),
                "Run this command as the portal's user, and make that user the folder's owner \
                 (chown, chmod 700).",
            )
        } else if mode & WRITE != 0 {
            Finding::bad(
                subject,
                format!("{named}: other users may put files in and take files away"),
                "Make it the portal's alone: chmod 700.",
            )
        } else if mode & OTHERS != 0 {
            Finding::warning(
                subject,
                format!("{named}: every user of this machine may look into it"),
                "Make it the portal's alone: chmod 700.",
            )
        } else {
            Finding::good(subject, named)
        })
    }

    /// The database's file, when others may read or write it.
    pub(super) fn file(file: &Path) -> Option<Finding> {
        let mode = mode(file)?;
        (mode & NOT_OWNER != 0).then(|| {
            Finding::bad(
                "database file",
                format!(
                    "{} has mode {mode:03o}: other users may read or write invoices and names",
                    file.display()
                ),
                "Make it the portal's alone: chmod 600, also the files beside it that end in -wal \
                 and -shm.",
            )
        })
    }

    fn mode(path: &Path) -> Option<u32> {
        let metadata = fs::metadata(path).ok()?;
        Some(metadata.permissions().mode() & 0o777)
    }

    #[cfg(test)]
    mod tests {
        #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

        use super::*;
        use crate::doctor::Verdict;

        #[test]
        fn permissions_are_judged_one_by_one() {
            let parent = tempfile::tempdir().unwrap();
            let path = parent.path();
            for (mode, verdict) in [
                (0o700, Verdict::Good),
                (0o750, Verdict::Good),
                (0o751, Verdict::Warning),
                (0o705, Verdict::Warning),
                (0o720, Verdict::Bad),
                (0o1777, Verdict::Bad),
            ] {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
                let found = folder("x", path, true).unwrap();
                assert_eq!(found.verdict, verdict, "{found:?}");
            }
            assert_eq!(folder("x", &path.join("none"), true), None);
            let database = path.join("mohar.db");
            assert_eq!(file(&database), None);
            fs::write(&database, "").unwrap();
            for (mode, is_told) in [(0o600, false), (0o640, true), (0o604, true)] {
                fs::set_permissions(&database, fs::Permissions::from_mode(mode)).unwrap();
                assert_eq!(file(&database).is_some(), is_told, "{mode:o}");
            }
        }
    }
}
