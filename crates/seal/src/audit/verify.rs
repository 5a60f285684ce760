//! Checking a folder of chains.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use thiserror::Error;

use super::chain::all_files;
use super::line::{
    CHECKPOINT, Hash, LINE_BYTES_MAX, Line, MENDED, STARTED, STOPPED, hash, statement,
};
use crate::base64_text::decode_url;
use crate::verify::KeyRing;

/// What is wrong with a chain, at the first place where something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The file.
    pub file: PathBuf,
    /// The line in the file, counted from 1.
    pub line: u64,
    /// What is wrong there.
    pub what: Broken,
}

/// What can be wrong with a chain.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Broken {
    /// The bytes are no line of a log.
    #[error("it is not a line of an audit log")]
    NotALine,
    /// The last line of a file has no end.
    #[error("the line is cut off")]
    CutOff,
    /// A number is left out or repeated.
    #[error("it has the number {found} where {expected} follows: lines are missing or were moved")]
    Number {
        /// What follows the line before.
        expected: u64,
        /// What stands there.
        found: u64,
    },
    /// The line before is not the one that was there when this line was written.
    #[error("it does not continue the line before it: one of the two was changed")]
    Hash,
    /// The line belongs to another node's chain.
    #[error("it is a line of the node {found:?}")]
    Node {
        /// What stands there.
        found: String,
    },
    /// The checkpoint is about a line that is not there.
    #[error("the checkpoint is about another line {line} than the one that is here")]
    Checkpoint {
        /// The line that it is about.
        line: u64,
    },
    /// The checkpoint's signature does not fit.
    #[error("the checkpoint's signature does not fit")]
    Signature,
    /// A line that was noted elsewhere is not here any more.
    #[error("line {seq} was noted with another hash, or is not here any more")]
    Noted {
        /// The line's number.
        seq: u64,
    },
}

/// A chain's end as it was noted elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The node.
    pub node: String,
    /// The number of the last line.
    pub seq: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// What was found out about a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// The node.
    pub node: String,
    /// The first line's number. More than 1 means that older files are not here.
    pub first_seq: u64,
    /// The last line that hangs together with all before it; also its hash and time.
    pub last_seq: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// When it was written.
    pub last_at: Option<Timestamp>,
    /// Checkpoints whose signature fits.
    pub checkpoints: u64,
    /// Checkpoints by keys that were not given; nothing is known of them.
    pub unknown_checkpoints: u64,
    /// The last line that a fitting checkpoint vouches for.
    pub vouched_seq: u64,
    /// Starts that do not follow an end: the process was killed, or its last lines were cut off.
    pub unclean_starts: Vec<u64>,
    /// Lines that could not be written, as the chain itself tells.
    pub lines_lost: u64,
    /// Whether the chain ends with a line that closes it. A chain that is being written does not.
    pub closed: bool,
    /// The first place where something is wrong.
    pub broken: Option<Break>,
}

/// Checks all chains of a folder with the keys that may have signed checkpoints.
///
/// # Errors
/// When a file cannot be read.
pub fn verify(folder: &Path, keys: &KeyRing) -> io::Result<Vec<ChainReport>> {
    verify_noted(folder, keys, &[])
}

/// The same, and that the lines which were noted elsewhere are still here. Only that finds a chain
/// whose end was cut off at a line's end.
///
/// # Errors
/// When a file cannot be read.
pub fn verify_noted(
    folder: &Path,
    keys: &KeyRing,
    noted: &[Noted],
) -> io::Result<Vec<ChainReport>> {
    let mut reports: Vec<ChainReport> = Vec::new();
    let mut walk: Option<Walk<'_>> = None;
    for (node, _, path) in all_files(folder)? {
        if walk.as_ref().is_none_or(|walk| walk.report.node != node) {
            reports.extend(walk.take().map(Walk::finish));
        }
        let walk = walk.get_or_insert_with(|| Walk::new(&node, keys, noted));
        walk.file(&path)?;
    }
    reports.extend(walk.map(Walk::finish));
    let missing = noted.iter().filter(|noted| {
        let known = |report: &ChainReport| report.node == noted.node;
        !reports.iter().any(known)
    });
    let missing: Vec<ChainReport> = missing
        .map(|noted| {
            let mut walk = Walk::new(&noted.node, keys, std::slice::from_ref(noted));
            folder.clone_into(&mut walk.path);
            walk.finish()
        })
        .collect();
    reports.extend(missing);
    Ok(reports)
}

/// A chain on which one walks from line to line.
struct Walk<'keys> {
    keys: &'keys KeyRing,
    noted: Vec<&'keys Noted>,
    report: ChainReport,
    path: PathBuf,
    number: u64,
    head: Option<Hash>,
    /// The newest hashes by number, for checkpoints, which come soon after the line they are about.
    recent: std::collections::VecDeque<(u64, Hash)>,
    last_event: String,
}

/// Lines between a checkpoint and the line that it is about; more are not written while one key
/// signs.
const CHECKPOINT_DISTANCE_MAX: usize = 100_000;

impl<'keys> Walk<'keys> {
    fn new(node: &str, keys: &'keys KeyRing, noted: &'keys [Noted]) -> Self {
        Self {
            keys,
            noted: noted.iter().filter(|noted| noted.node == node).collect(),
            report: ChainReport {
                node: node.to_owned(),
                first_seq: 0,
                last_seq: 0,
                sha256: String::new(),
                last_at: None,
                checkpoints: 0,
                unknown_checkpoints: 0,
                vouched_seq: 0,
                unclean_starts: Vec::new(),
                lines_lost: 0,
                closed: false,
                broken: None,
            },
            path: PathBuf::new(),
            number: 0,
            head: None,
            recent: std::collections::VecDeque::new(),
            last_event: String::new(),
        }
    }

    /// Walks through a file, unless something is wrong already.
    fn file(&mut self, path: &Path) -> io::Result<()> {
        if self.report.broken.is_some() {
            return Ok(());
        }
        path.clone_into(&mut self.path);
        self.number = 0;
        let mut reader = BufReader::new(File::open(path)?);
        while let Some(line) = read_line(&mut reader)? {
            self.number += 1;
            if let Err(what) = line.and_then(|text| self.line(&text)) {
                self.broken(what);
                break;
            }
        }
        Ok(())
    }

    fn broken(&mut self, what: Broken) {
        self.report.broken = Some(Break {
            file: self.path.clone(),
            line: self.number,
            what,
        });
    }

    fn line(&mut self, text: &str) -> Result<(), Broken> {
        let line: Line = serde_json::from_str(text).map_err(|_| Broken::NotALine)?;
        if line.node != self.report.node {
            return Err(Broken::Node { found: line.node });
        }
        let found = line.seq;
        match self.head {
            Some(head) => {
                let expected = self.report.last_seq + 1;
                if found != expected {
                    return Err(Broken::Number { expected, found });
                }
                if line.prev != hex::encode(head) {
                    return Err(Broken::Hash);
                }
            }
            // The first line of a chain follows nothing.
            None if found == 1 && line.prev != hex::encode(super::line::NO_LINE) => {
                return Err(Broken::Hash);
            }
            None => self.report.first_seq = found,
        }
        let head = hash(text);
        self.head = Some(head);
        self.report.last_seq = found;
        self.report.sha256 = hex::encode(head);
        self.report.last_at = Some(line.at);
        self.recent.push_back((found, head));
        if self.recent.len() > CHECKPOINT_DISTANCE_MAX {
            self.recent.pop_front();
        }
        self.noted(found)?;
        self.event(&line)?;
        // Lines that were being written while the log was closed do not open it again.
        self.report.closed =
            line.event == STOPPED || (self.report.closed && line.event == CHECKPOINT);
        self.last_event = line.event;
        Ok(())
    }

    /// A line whose number was noted has the hash that was noted with it.
    fn noted(&self, seq: u64) -> Result<(), Broken> {
        let differs = |noted: &&&Noted| noted.seq == seq && noted.sha256 != self.report.sha256;
        match self.noted.iter().find(differs) {
            Some(_) => Err(Broken::Noted { seq }),
            None => Ok(()),
        }
    }

    fn event(&mut self, line: &Line) -> Result<(), Broken> {
        match line.event.as_str() {
            STARTED if self.report.first_seq != line.seq && !self.report.closed => {
                self.report.unclean_starts.push(line.seq);
            }
            MENDED => {
                let lost = line
                    .about
                    .get("lines_lost")
                    .and_then(serde_json::Value::as_u64);
                self.report.lines_lost += lost.unwrap_or(0);
            }
            CHECKPOINT => return self.checkpoint(line),
            _ => {}
        }
        Ok(())
    }

    fn checkpoint(&mut self, line: &Line) -> Result<(), Broken> {
        let text = |name: &str| line.about.get(name).and_then(serde_json::Value::as_str);
        let about = line.about.get("line").and_then(serde_json::Value::as_u64);
        let (Some(seq), Some(sha256), Some(kid), Some(signature)) = (
            about,
            text("sha256"),
            text("kid"),
            text("signature").and_then(decode_url),
        ) else {
            return Err(Broken::NotALine);
        };
        let head = self.recent.iter().rfind(|(number, _)| *number == seq);
        let head = match head {
            Some((_, head)) => *head,
            // Before the first line that is here; its hash is at least what was signed.
            None if seq < self.report.first_seq => {
                let bytes = hex::decode(sha256)
                    .ok()
                    .and_then(|bytes| bytes.try_into().ok());
                bytes.ok_or(Broken::NotALine)?
            }
            None => return Err(Broken::Checkpoint { line: seq }),
        };
        if hex::encode(head) != sha256 {
            return Err(Broken::Checkpoint { line: seq });
        }
        let mut named = self
            .keys
            .keys()
            .iter()
            .filter(|key| key.key_id() == Some(kid));
        let Some(key) = named.next() else {
            self.report.unknown_checkpoints += 1;
            return Ok(());
        };
        if !key.verifies(statement(&line.node, seq, &head).as_bytes(), &signature) {
            return Err(Broken::Signature);
        }
        self.report.checkpoints += 1;
        self.report.vouched_seq = seq;
        Ok(())
    }

    fn finish(mut self) -> ChainReport {
        let gone = |noted: &&&Noted| noted.seq > self.report.last_seq;
        if self.report.broken.is_none()
            && let Some(seq) = self.noted.iter().find(gone).map(|noted| noted.seq)
        {
            self.broken(Broken::Noted { seq });
        }
        self.report
    }
}

/// One line without its end; nothing at the end of the file.
fn read_line(reader: &mut impl BufRead) -> io::Result<Option<Result<String, Broken>>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(LINE_BYTES_MAX + 1).unwrap_or(u64::MAX);
    reader.take(limit).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.pop() != Some(b'\n') {
        let cut = if bytes.len() >= LINE_BYTES_MAX {
            Broken::NotALine
        } else {
            Broken::CutOff
        };
        return Ok(Some(Err(cut)));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| Broken::NotALine)))
}
