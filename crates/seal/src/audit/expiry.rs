//! Files of the audit log that are past their time.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::chain::all_files;
use super::line::{LINE_BYTES_MAX, Line, hash};

/// A file of a chain that may be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiredFile {
    /// Whose chain.
    pub node: String,
    /// The day of its lines.
    pub day: Date,
    /// The number of its last line.
    pub last_seq: u64,
    /// The SHA-256 of its last line in hexadecimal, which the line after it names.
    pub sha256: String,
    path: PathBuf,
}

impl ExpiredFile {
    /// Removes it. One that somebody else has removed meanwhile is no fault.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }
}

/// Files of days before `before`, the oldest of each chain first. Never the newest of a chain,
/// which is where it goes on; and none behind one that cannot be read, so that no hole is torn.
///
/// # Errors
/// When the folder cannot be read.
pub fn expired_files(folder: &Path, before: Date) -> io::Result<Vec<ExpiredFile>> {
    let all = all_files(folder)?;
    let mut expired = Vec::new();
    let mut ended = None;
    for (at, (node, day, path)) in all.iter().enumerate() {
        let another_follows = all.get(at + 1).is_some_and(|(next, _, _)| next == node);
        if *day >= before || !another_follows || ended == Some(node) {
            continue;
        }
        let Some((last_seq, sha256)) = end(path)? else {
            ended = Some(node);
            continue;
        };
        expired.push(ExpiredFile {
            node: node.clone(),
            day: *day,
            last_seq,
            sha256,
            path: path.clone(),
        });
    }
    Ok(expired)
}

/// Number and hash of the last line of a file; nothing if that is no line of a log.
fn end(path: &Path) -> io::Result<Option<(u64, String)>> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut last = String::new();
    loop {
        let mut line = String::new();
        let limit = u64::try_from(LINE_BYTES_MAX + 1).unwrap_or(u64::MAX);
        if (&mut reader).take(limit).read_line(&mut line)? == 0 {
            break;
        }
        last = line;
    }
    let text = last.trim_end_matches('\n');
    let line = serde_json::from_str::<Line>(text).ok();
    Ok(line.map(|line| (line.seq, hex::encode(hash(text)))))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::audit::{About, AuditLog, AuditOptions, verify};
    use crate::verify::KeyRing;

    /// A chain with a file for each of five days from 1 January 2026 on.
    fn written(folder: &Path) {
        let first: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        let day = Arc::new(AtomicI64::new(0));
        let of_log = Arc::clone(&day);
        let log = AuditLog::start(AuditOptions {
            folder: folder.to_owned(),
            node: "portal-1".to_owned(),
            now: Box::new(move || {
                let second = of_log.load(Ordering::SeqCst) * 86_400;
                first + jiff::SignedDuration::from_secs(second)
            }),
        })
        .unwrap();
        for n in 1..5 {
            log.append("registered", About::new());
            day.store(n, Ordering::SeqCst);
        }
    }

    #[test]
    fn whole_days_go_and_the_chain_stays_whole() {
        let folder = tempfile::tempdir().unwrap();
        written(folder.path());
        let old = expired_files(folder.path(), date(2026, 1, 3)).unwrap();
        let days: Vec<_> = old.iter().map(|file| file.day).collect();
        assert_eq!(days, [date(2026, 1, 1), date(2026, 1, 2)]);
        for file in &old {
            file.remove().unwrap();
            file.remove().unwrap();
        }
        let reports = verify(folder.path(), &KeyRing::new(Vec::new())).unwrap();
        assert_eq!(reports[0].broken, None);
        assert_eq!(reports[0].first_seq, old[1].last_seq + 1);
        let third = folder.path().join("portal-1-2026-01-03.jsonl");
        let text = fs::read_to_string(third).unwrap();
        assert!(text.contains(&format!("\"prev\":\"{}\"", old[1].sha256)));
    }

    #[test]
    fn the_newest_file_stays_whatever_its_age() {
        let folder = tempfile::tempdir().unwrap();
        written(folder.path());
        let old = expired_files(folder.path(), date(2030, 1, 1)).unwrap();
        assert_eq!(old.len(), 4);
        assert_eq!(old[3].day, date(2026, 1, 4));
    }
}
