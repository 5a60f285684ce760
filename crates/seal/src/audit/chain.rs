//! A chain's files, and the writing of one line at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::line::{About, Hash, LINE_BYTES_MAX, Line, MENDED, NO_LINE, hash};

/// How a chain's files end.
const EXTENSION: &str = ".jsonl";

/// A chain being written. Only one at a time has it, which its lock sees to.
pub(super) struct Chain {
    folder: PathBuf,
    node: String,
    /// Number and hash of the last line.
    pub(super) seq: u64,
    pub(super) head: Hash,
    current: Option<Current>,
    /// Lines that could not be written since the last that could.
    pub(super) lines_lost: u64,
    /// Whether something was written that the disk may not have yet.
    dirty: bool,
    _lock: File,
}

/// The file that is written to.
struct Current {
    day: Date,
    file: File,
    /// Bytes that are whole lines.
    bytes: u64,
    /// Whether the rest of a failed write stands after them.
    torn: bool,
}

impl Chain {
    /// Opens a node's chain where it ends, or begins one. Waits for nobody: a chain that somebody
    /// else writes is refused.
    pub(super) fn open(folder: &Path, node: &str) -> io::Result<Self> {
        make_folder(folder)?;
        let lock = owner_only(OpenOptions::new().write(true).create(true).truncate(false))
            .open(folder.join(format!("{node}.lock")))?;
        lock.try_lock().map_err(|error| {
            let words = format!("another process writes the chain {node:?}: {error}");
            io::Error::new(io::ErrorKind::WouldBlock, words)
        })?;
        let mut chain = Self {
            folder: folder.to_owned(),
            node: node.to_owned(),
            seq: 0,
            head: NO_LINE,
            current: None,
            lines_lost: 0,
            dirty: false,
            _lock: lock,
        };
        if let Some((day, path)) = files(folder, node)?.pop() {
            chain.go_on(day, &path)?;
        }
        Ok(chain)
    }

    /// Goes on after the last line of a file. A line without an end is what a crash in the middle
    /// of a write leaves; nobody was told that it was written, so it is taken away.
    fn go_on(&mut self, day: Date, path: &Path) -> io::Result<()> {
        let mut reader = BufReader::new(File::open(path)?);
        let (mut last, mut bytes) = (String::new(), 0);
        loop {
            let mut line = String::new();
            // A file that is none of ours may have no line ends at all.
            let limit = u64::try_from(LINE_BYTES_MAX + 1).unwrap_or(u64::MAX);
            let read = (&mut reader).take(limit).read_line(&mut line)?;
            if read == 0 || !line.ends_with('\n') {
                break;
            }
            bytes += u64::try_from(read).unwrap_or(0);
            last = line;
        }
        let file = OpenOptions::new().append(true).open(path)?;
        file.set_len(bytes)?;
        if last.is_empty() {
            // A day that was begun and has no line: the chain ends in the file before it.
            let before = files(&self.folder, &self.node)?;
            let before = before.into_iter().rfind(|(earlier, _)| *earlier < day);
            if let Some((earlier, path)) = before {
                self.go_on(earlier, &path)?;
            }
        } else {
            let text = last.trim_end_matches('\n');
            let line: Line = serde_json::from_str(text).map_err(|error| {
                let words = format!(
                    "{} does not end in a line of the log: {error}",
                    path.display()
                );
                io::Error::new(io::ErrorKind::InvalidData, words)
            })?;
            self.seq = line.seq;
            self.head = hash(text);
        }
        self.current = Some(Current {
            day,
            file,
            bytes,
            torn: false,
        });
        Ok(())
    }

    /// Writes one line. What was lost before it is told first.
    pub(super) fn append(&mut self, at: Timestamp, event: &str, about: About) -> io::Result<()> {
        if self.lines_lost > 0 {
            self.mend(at)?;
        }
        self.write(at, event, about)
    }

    /// Writes down how many lines are missing here.
    pub(super) fn mend(&mut self, at: Timestamp) -> io::Result<()> {
        let about = About::from_iter([("lines_lost".to_owned(), self.lines_lost.into())]);
        self.write(at, MENDED, about)?;
        self.lines_lost = 0;
        Ok(())
    }

    fn write(&mut self, at: Timestamp, event: &str, about: About) -> io::Result<()> {
        let line = Line {
            seq: self.seq + 1,
            at,
            node: self.node.clone(),
            event: event.to_owned(),
            about,
            prev: hex::encode(self.head),
        };
        let mut text = line.to_text();
        if text.len() >= LINE_BYTES_MAX {
            let line = Line {
                about: About::from_iter([("cut".to_owned(), true.into())]),
                ..line
            };
            text = line.to_text();
        }
        let head = hash(&text);
        text.push('\n');
        let current = self.file_of(at)?;
        if let Err(error) = current.file.write_all(text.as_bytes()) {
            // Part of the line may be there; the next attempt takes it away.
            current.torn = true;
            return Err(error);
        }
        current.bytes += u64::try_from(text.len()).unwrap_or(0);
        self.seq += 1;
        self.head = head;
        self.dirty = true;
        Ok(())
    }

    /// The file of a day. Days only go forward: lines of a clock that was set back stay where the
    /// chain is.
    fn file_of(&mut self, at: Timestamp) -> io::Result<&mut Current> {
        let day = at.to_zoned(TimeZone::UTC).date();
        let new_day = self
            .current
            .as_ref()
            .is_none_or(|current| current.day < day);
        if new_day {
            if let Some(current) = &self.current {
                current.file.sync_data()?;
            }
            let path = self.folder.join(format!("{}-{day}{EXTENSION}", self.node));
            let file = owner_only(OpenOptions::new().append(true).create(true)).open(path)?;
            sync_folder(&self.folder)?;
            let bytes = file.metadata()?.len();
            self.current = Some(Current {
                day,
                file,
                bytes,
                torn: false,
            });
        }
        let current = self
            .current
            .as_mut()
            .expect("a file has been opened for the first line");
        if current.torn {
            current.file.set_len(current.bytes)?;
            current.torn = false;
        }
        Ok(current)
    }

    /// A handle with which the lines so far can be brought to the disk, if they are not there yet.
    /// The chain need not be held meanwhile.
    pub(super) fn take_unsynced(&mut self) -> io::Result<Option<File>> {
        if !std::mem::take(&mut self.dirty) {
            return Ok(None);
        }
        let current = self.current.as_ref();
        current.map(|current| current.file.try_clone()).transpose()
    }
}

/// The files of a node's chain, by day.
pub(super) fn files(folder: &Path, node: &str) -> io::Result<Vec<(Date, PathBuf)>> {
    let found = all_files(folder)?;
    let own = found.into_iter().filter(|(of, _, _)| of == node);
    Ok(own.map(|(_, day, path)| (day, path)).collect())
}

/// All files of a log, those of a chain one after the other by day.
///
/// # Errors
/// When the folder cannot be read.
pub fn log_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let found = all_files(folder)?;
    Ok(found.into_iter().map(|(_, _, path)| path).collect())
}

/// All files of all chains, by node and day.
pub(super) fn all_files(folder: &Path) -> io::Result<Vec<(String, Date, PathBuf)>> {
    const DAY_CHARS: usize = "-2026-01-01".len();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(EXTENSION));
        let Some((node, day)) = stem.and_then(|stem| {
            let (node, day) = stem.split_at_checked(stem.len().checked_sub(DAY_CHARS)?)?;
            Some((node, day.strip_prefix('-')?.parse::<Date>().ok()?))
        }) else {
            continue;
        };
        found.push((node.to_owned(), day, entry.path()));
    }
    found.sort();
    Ok(found)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o750);
    builder.create(folder)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o640)
}

#[cfg(not(unix))]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems cannot open a directory to sync it.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
