//! Room on the disk of the database.

use std::path::Path;

use super::Finding;
use crate::config::{Config, Database};

/// Below this the operator should see to more.
const BYTES_COMFORTABLE: u64 = 10 << 30;
/// Below this the portal stops before long.
const BYTES_LEAST: u64 = 1 << 30;
/// Files that the disk should still be able to hold.
const FILES_LEAST: u64 = 1_000;

const ADVICE: &str = "Make room or enlarge the disk. A full disk loses nothing: calls get 503 \
                      until there is room, and go on by themselves.";

/// Whether there is room.
#[cfg(unix)]
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let Database::Sqlite(file) = &config.database else {
        // The server's disk is not this machine's.
        return Vec::new();
    };
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    vec![match rustix::fs::statvfs(folder) {
        Ok(found) => room(
            found.f_bavail.saturating_mul(found.f_frsize),
            found.f_favail,
            found.f_files,
        ),
        Err(error) => Finding::bad(
            "disk",
            format!("{} cannot be looked at: {error}", folder.display()),
            "See that the folder is there and that the portal's user may use it.",
        ),
    }]
}

/// Other systems are not asked.
#[cfg(not(unix))]
pub(super) fn look(_: &Config) -> Vec<Finding> {
    Vec::new()
}

/// A file system that keeps no count of its files says that it has none at all.
fn room(bytes: u64, files: u64, files_in_all: u64) -> Finding {
    let found = format!("{} MiB are free", bytes >> 20);
    if bytes < BYTES_LEAST {
        Finding::bad("disk", found, ADVICE)
    } else if files_in_all > 0 && files < FILES_LEAST {
        Finding::bad("disk", format!("room for only {files} more files"), ADVICE)
    } else if bytes < BYTES_COMFORTABLE {
        Finding::warning("disk", found, ADVICE)
    } else {
        Finding::good("disk", found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

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
            assert_eq!(room(bytes, files, in_all).verdict, verdict);
        }
    }
}
