//! Passwords that nobody may choose, because they are known from breaches: a sorted file, of which
//! a handful of lines are read to judge one password.
//!
//! Either one password a line, or one SHA-1 in hexadecimal a line, with `:` and a count behind it
//! or not, as *Have I Been Pwned* gives them out. The first line tells which. The lines are sorted
//! by their bytes (`LC_ALL=C sort`), so that the file may be many times as large as the memory.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::credentials::CredentialFault;
use crate::fault::Trouble;
use crate::irp::Irp;

/// Longest line, its end counted in.
pub const LINE_BYTES_MAX: usize = 1_024;

/// Pairs of lines whose order is looked at when the file is first opened.
const SAMPLES: u64 = 1_000;

/// Hexadecimal digits of a SHA-1.
const HASH_DIGITS: usize = 40;

/// What is wrong with such a file.
#[derive(Debug, thiserror::Error)]
pub enum RefusedPasswordsFault {
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable(#[from] io::Error),
    /// It is a folder or a device.
    #[error("it is not a file")]
    NotAFile,
    /// It has no lines.
    #[error("it is empty")]
    Empty,
    /// A line is too long.
    #[error("the line at byte {at} is longer than {LINE_BYTES_MAX} bytes")]
    LineTooLong {
        /// Where it begins.
        at: u64,
    },
    /// A line of a list of hashes is no hash.
    #[error("the first line is a SHA-1, and the line at byte {at} is not")]
    NoHash {
        /// Where it begins.
        at: u64,
    },
    /// The lines are not sorted.
    #[error("its lines are not sorted by their bytes: see the one at byte {at}")]
    Unsorted {
        /// Where the second of two lines begins.
        at: u64,
    },
}

/// A file of refused passwords.
#[derive(Debug)]
pub struct RefusedPasswords {
    file: File,
    bytes: u64,
    hashes: bool,
}

/// A line: where it begins, where the next one begins, and its text.
struct Line {
    begin: u64,
    next: u64,
    text: Vec<u8>,
}

impl RefusedPasswords {
    /// Opens a file.
    ///
    /// # Errors
    /// If it cannot be read or is empty.
    pub fn open(path: &Path) -> Result<Self, RefusedPasswordsFault> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(RefusedPasswordsFault::NotAFile);
        }
        let mut opened = Self {
            file,
            bytes: metadata.len(),
            hashes: false,
        };
        if opened.bytes == 0 {
            return Err(RefusedPasswordsFault::Empty);
        }
        opened.hashes = is_hash(&opened.line_at(0)?.text);
        Ok(opened)
    }

    /// Opens a file and looks at the order of its lines here and there, so that a file that was
    /// not sorted is refused before it lets a password through.
    ///
    /// # Errors
    /// If it cannot serve.
    pub fn open_checked(path: &Path) -> Result<Self, RefusedPasswordsFault> {
        let mut opened = Self::open(path)?;
        for sample in 0..SAMPLES {
            // In 128 bits nothing overflows, and the quotient is below the file's length.
            let at = u128::from(opened.bytes) * u128::from(sample) / u128::from(SAMPLES);
            let first = opened.line_around(u64::try_from(at).unwrap_or(0))?;
            opened.check_line(&first)?;
            if first.next < opened.bytes {
                let second = opened.line_at(first.next)?;
                opened.check_line(&second)?;
                if opened.key(&second.text) < opened.key(&first.text) {
                    return Err(RefusedPasswordsFault::Unsorted { at: second.begin });
                }
            }
        }
        Ok(opened)
    }

    /// Whether the file has a password.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn has(&mut self, password: &str) -> Result<bool, RefusedPasswordsFault> {
        let wanted = if self.hashes {
            seal::password::sha1_hex(password).into_bytes()
        } else {
            password.as_bytes().to_vec()
        };
        // The line that is looked for begins in `low..high`, if there is one.
        let (mut low, mut high) = (0, self.bytes);
        while low < high {
            let line = self.line_around(low + (high - low) / 2)?;
            match self.key(&line.text).cmp(&wanted) {
                Ordering::Equal => return Ok(true),
                Ordering::Less => low = line.next,
                Ordering::Greater => high = line.begin,
            }
        }
        Ok(false)
    }

    /// What a line is compared by.
    fn key(&self, text: &[u8]) -> Vec<u8> {
        if self.hashes {
            let hash = text.get(..HASH_DIGITS).unwrap_or(text);
            hash.to_ascii_uppercase()
        } else {
            text.to_vec()
        }
    }

    fn check_line(&self, line: &Line) -> Result<(), RefusedPasswordsFault> {
        if self.hashes && !is_hash(&line.text) {
            return Err(RefusedPasswordsFault::NoHash { at: line.begin });
        }
        Ok(())
    }

    /// The line that the byte at `at` belongs to.
    fn line_around(&mut self, at: u64) -> Result<Line, RefusedPasswordsFault> {
        let reach = LINE_BYTES_MAX as u64;
        let from = at.saturating_sub(reach);
        let before = self.read(from, at)?;
        let begin = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => from + end as u64 + 1,
            None if from == 0 => 0,
            None => return Err(RefusedPasswordsFault::LineTooLong { at: from }),
        };
        self.line_at(begin)
    }

    /// The line that begins at `begin`.
    fn line_at(&mut self, begin: u64) -> Result<Line, RefusedPasswordsFault> {
        let reach = (begin + LINE_BYTES_MAX as u64).min(self.bytes);
        let mut text = self.read(begin, reach)?;
        let next = match text.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                text.truncate(end);
                begin + end as u64 + 1
            }
            None if reach == self.bytes => self.bytes,
            None => return Err(RefusedPasswordsFault::LineTooLong { at: begin }),
        };
        if text.last() == Some(&b'\r') {
            text.pop();
        }
        Ok(Line { begin, next, text })
    }

    fn read(&mut self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(LINE_BYTES_MAX);
        self.file.seek(SeekFrom::Start(from))?;
        (&self.file).take(to - from).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Whether a line is a SHA-1 in hexadecimal, with or without a count.
fn is_hash(line: &[u8]) -> bool {
    let Some((hash, rest)) = line.split_at_checked(HASH_DIGITS) else {
        return false;
    };
    let count = match rest {
        [] => true,
        [b':', count @ ..] => !count.is_empty() && count.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    count && hash.iter().all(u8::is_ascii_hexdigit)
}

impl Irp {
    /// The fault of a password that is in the file of refused ones, if there is a file. It is
    /// opened each time, so that one that was put in its place counts at once. If it cannot be
    /// read, no password is taken.
    pub(crate) async fn breached(
        &self,
        password: &str,
    ) -> Result<Option<CredentialFault>, Trouble> {
        let Some(path) = self.settings().credentials.refused_file.clone() else {
            return Ok(None);
        };
        let password = password.to_owned();
        let found = self
            .off_thread(move || RefusedPasswords::open(&path)?.has(&password))
            .await?;
        match found {
            Ok(found) => Ok(found.then_some(CredentialFault::PasswordBreached)),
            Err(fault) => {
                tracing::error!(
                    "the file of refused passwords (passwords.refused_file) cannot serve"
                );
                Err(self.internal(&fault))
            }
        }
    }
}

#[cfg(test)]
mod tests;
