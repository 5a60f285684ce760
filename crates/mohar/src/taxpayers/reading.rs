//! From the files into the scratch file: every line is read, judged, sealed and sorted.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use gst::{RegistrationStatus, Taxpayer};
use seal::Sha256;
use service::Irp;
use store::master_imports::ImportedTaxpayer;

use super::format::{Form, LineFault, RowReader};
use super::lines::{Line, Lines};
use super::merge::{Merge, Wanted};
use super::scratch::{FileProgress, Finding, LineAt, Scratch, SortedRow};
use crate::Failure;

/// Bytes of rows that are sorted in memory at a time.
pub(super) const RUN_BYTES_MAX: usize = 48 << 20;
/// What a row takes besides its texts.
const ROW_BYTES: usize = 160;
/// Findings that are in memory at a time.
const FINDINGS_MAX: usize = 10_000;
/// Most bad lines of an import. Who has more has another kind of file.
pub(super) const BAD_LINES_MAX: u64 = 1_000_000;

/// What the files hold, without bad lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) rows: u64,
    pub(super) active: u64,
    pub(super) cancelled: u64,
    pub(super) suspended: u64,
    pub(super) with_contact: u64,
}

/// The files of an import, and whether to go on with them.
pub(super) struct Source<'s> {
    pub(super) files: &'s [PathBuf],
    pub(super) form: &'s Form,
    /// Bytes of rows that are sorted in memory at a time.
    pub(super) run_bytes_max: usize,
    /// The operator has asked to stop.
    pub(super) stop: &'s AtomicBool,
}

impl Source<'_> {
    pub(super) fn go_on(&self) -> Result<(), Failure> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Failure(
                "stopped; the same command goes on where this one was".to_owned(),
            ));
        }
        Ok(())
    }

    /// Bytes of all files.
    pub(super) fn bytes(&self) -> Result<u64, Failure> {
        let sizes = self.files.iter().map(|file| Ok(file.metadata()?.len()));
        sizes.sum()
    }

    /// Whether the files begin with what was read of them. Their reading, if so.
    fn resume(
        &self,
        file: usize,
        progress: &FileProgress,
    ) -> Result<Option<Lines<std::fs::File>>, Failure> {
        let Some(path) = self.files.get(file) else {
            return Ok(None);
        };
        let mut lines = open(path)?;
        let is_same = lines.go_on(&progress.place).map_err(cannot(path))?;
        let is_whole = path.metadata()?.len() == progress.place.byte_offset;
        Ok((is_same && (is_whole || !progress.is_read)).then_some(lines))
    }

    /// Whether what an earlier command has read is what the files are now.
    pub(super) fn is_as_before(&self, scratch: &Scratch) -> Result<bool, Failure> {
        for progress in &scratch.progress()? {
            if self.resume(progress.file, progress)?.is_none() {
                return Ok(false);
            }
            self.go_on()?;
        }
        Ok(true)
    }

    /// Reads what has not been read, telling how many bytes that are, and returns the digest of
    /// everything: of one file its own, of several that of their digests.
    pub(super) fn read(
        &self,
        scratch: &mut Scratch,
        irp: &Irp,
        mut tell: impl FnMut(u64) -> Result<(), Failure>,
    ) -> Result<[u8; 32], Failure> {
        let mut before = 0;
        let mut digests = Vec::new();
        for (file, path) in self.files.iter().enumerate() {
            let known = scratch.progress()?;
            let known = known.iter().find(|progress| progress.file == file);
            let place = match known {
                Some(progress) if progress.is_read => progress.place,
                _ => {
                    let lines = match known {
                        Some(progress) => self.resume(file, progress)?.ok_or_else(|| {
                            Failure(format!("{} is being changed", path.display()))
                        })?,
                        None => open(path)?,
                    };
                    let mut reading = Reading::new(self, (file, lines), irp);
                    reading.run(scratch, |at| tell(before + at))?;
                    reading.lines.place()
                }
            };
            before += place.byte_offset;
            digests.push(place.digest);
        }
        if let [only] = digests.as_slice() {
            return Ok(*only);
        }
        let mut all = Sha256::default();
        for digest in digests {
            all.update(&digest);
        }
        Ok(all.bytes())
    }
}

fn open(path: &Path) -> Result<Lines<std::fs::File>, Failure> {
    Lines::open(path).map_err(cannot(path))
}

fn cannot(path: &Path) -> impl Fn(std::io::Error) -> Failure + '_ {
    move |error| Failure(format!("cannot read {}: {error}", path.display()))
}

/// One file that is being read.
struct Reading<'s> {
    source: &'s Source<'s>,
    irp: &'s Irp,
    file: usize,
    lines: Lines<std::fs::File>,
    rows: Vec<SortedRow>,
    bytes: usize,
    findings: Vec<Finding>,
}

impl<'s> Reading<'s> {
    fn new(
        source: &'s Source<'s>,
        (file, lines): (usize, Lines<std::fs::File>),
        irp: &'s Irp,
    ) -> Self {
        Self {
            source,
            irp,
            file,
            lines,
            rows: Vec::new(),
            bytes: 0,
            findings: Vec::new(),
        }
    }

    fn run(
        &mut self,
        scratch: &mut Scratch,
        mut tell: impl FnMut(u64) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let path = &self.source.files[self.file];
        let mut reader = RowReader::new(self.source.form);
        let mut buffer = Vec::new();
        let mut at = self.line_at();
        loop {
            let line = self.lines.next(&mut buffer).map_err(cannot(path))?;
            let read = match line {
                Line::End => break,
                Line::Whole => reader.read(&buffer),
                Line::TooLong => Err(RowReader::too_long()),
            };
            match read {
                Ok(None) => {}
                Ok(Some(taxpayer)) => self.take(taxpayer, at)?,
                Err(faults) => self.refuse(faults, at),
            }
            if self.bytes >= self.source.run_bytes_max || self.findings.len() >= FINDINGS_MAX {
                self.write(scratch, false)?;
                tell(self.lines.place().byte_offset)?;
            }
            self.source.go_on()?;
            at = self.line_at();
        }
        self.write(scratch, true)?;
        tell(at.byte_offset)
    }

    /// The line that is read next.
    fn line_at(&self) -> LineAt {
        let (line, byte_offset) = self.lines.position();
        LineAt {
            file: self.file,
            line: line + 1,
            byte_offset,
        }
    }

    fn take(&mut self, taxpayer: Taxpayer, at: LineAt) -> Result<(), Failure> {
        let status = status_number(taxpayer.status);
        let (taxpayer, contact) = self.irp.seal_contact(taxpayer)?;
        let row = ImportedTaxpayer::new(taxpayer, contact)?;
        let row = SortedRow {
            gstin: row.gstin(),
            at,
            status,
            contact: row.contact_sealed().map(<[u8]>::to_vec),
            record: row.into_record(),
        };
        let contact_bytes = row.contact.as_ref().map_or(0, Vec::len);
        self.bytes += ROW_BYTES + row.record.len() + contact_bytes;
        self.rows.push(row);
        Ok(())
    }

    fn refuse(&mut self, faults: Vec<LineFault>, at: LineAt) {
        let findings = faults.into_iter().map(|(place, what)| Finding {
            at,
            place: place.to_owned(),
            what: what.into_owned(),
        });
        self.findings.extend(findings);
    }

    /// Sorts what is in memory and writes it down.
    fn write(&mut self, scratch: &mut Scratch, is_read: bool) -> Result<(), Failure> {
        self.rows.sort_unstable_by_key(|row| (row.gstin, row.at));
        let (place, findings) = (self.source.form.gstin_place(), &mut self.findings);
        let mut first: Option<(gst::Gstin, LineAt)> = None;
        self.rows.retain(|row| match first {
            Some((gstin, first)) if gstin == row.gstin => {
                findings.push(repeated(place, row.at, first));
                false
            }
            _ => {
                first = Some((row.gstin, row.at));
                true
            }
        });
        let progress = FileProgress {
            file: self.file,
            place: self.lines.place(),
            is_read,
        };
        scratch.append(&self.rows, &self.findings, &progress)?;
        self.rows.clear();
        self.findings.clear();
        self.bytes = 0;
        let (bad, _) = scratch.counted()?;
        refuse_too_many(bad)
    }
}

fn refuse_too_many(bad: u64) -> Result<(), Failure> {
    if bad > BAD_LINES_MAX {
        return Err(Failure(format!(
            "more than {BAD_LINES_MAX} lines are bad; this is another kind of file"
        )));
    }
    Ok(())
}

fn repeated(place: &str, at: LineAt, first: LineAt) -> Finding {
    let of_file = if at.file == first.file {
        String::new()
    } else {
        format!(" of file {}", first.file + 1)
    };
    Finding {
        at,
        place: place.to_owned(),
        what: format!(
            "stands in line {}{of_file} already; a GSTIN has one line",
            first.line
        ),
    }
}

fn status_number(status: RegistrationStatus) -> u8 {
    let place = RegistrationStatus::ALL
        .iter()
        .position(|one| *one == status);
    place
        .and_then(|place| u8::try_from(place).ok())
        .expect("every status is in the list of six")
}

/// Finds lines that repeat a GSTIN of another run, and counts what is left.
pub(super) fn look_over(scratch: &Scratch, source: &Source<'_>) -> Result<Summary, Failure> {
    let wanted = Wanted {
        sql: "SELECT id, gstin, file, line, byte_offset, status, has_contact FROM keys
              WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
        read: |row| {
            let at = LineAt {
                file: row.get::<_, u32>(2)? as usize,
                line: row.get(3)?,
                byte_offset: row.get(4)?,
            };
            Ok((at, row.get::<_, usize>(5)?, row.get::<_, bool>(6)?))
        },
    };
    scratch.note_repeated(&[], true)?;
    let mut summary = Summary::default();
    let mut findings = Vec::new();
    let mut first = None;
    let (mut bad, _) = scratch.counted()?;
    let mut merge = Merge::new(scratch.connection(), wanted, None)?;
    while let Some((gstin, (at, status, has_contact))) = merge.next()? {
        match first {
            Some((before, first)) if before == gstin => {
                findings.push(repeated(source.form.gstin_place(), at, first));
                bad += 1;
                refuse_too_many(bad)?;
            }
            _ => {
                first = Some((gstin, at));
                summary.count(status, has_contact);
            }
        }
        if findings.len() >= FINDINGS_MAX {
            scratch.note_repeated(&findings, false)?;
            findings.clear();
        }
        source.go_on()?;
    }
    scratch.note_repeated(&findings, false)?;
    Ok(summary)
}

impl Summary {
    fn count(&mut self, status: usize, has_contact: bool) {
        self.rows += 1;
        self.with_contact += u64::from(has_contact);
        match RegistrationStatus::ALL.get(status) {
            Some(RegistrationStatus::Active) => self.active += 1,
            Some(RegistrationStatus::Cancelled | RegistrationStatus::Deregistered) => {
                self.cancelled += 1;
            }
            Some(RegistrationStatus::Suspended) => self.suspended += 1,
            _ => {}
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
