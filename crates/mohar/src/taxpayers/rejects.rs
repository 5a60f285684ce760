//! What was found, for whoever mends the files.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::format::Form;
use super::lines::{Line, Lines};
use super::scratch::{Finding, LineAt, Scratch};
use crate::Failure;
use crate::terminal::{plain, say};

/// Findings that are printed; the rest is counted, and written with --rejects.
const LISTED_MAX: u64 = 100;

/// Prints the first findings and tells how many bad lines there are.
pub(super) fn list(scratch: &Scratch, files: &[PathBuf]) -> Result<u64, Failure> {
    let (bad, findings) = scratch.counted()?;
    let mut listed = 0;
    scratch.each_finding(|finding| {
        listed += 1;
        let file = files
            .get(finding.at.file)
            .map_or("?".into(), |file| file.display().to_string());
        let words = format!("{file}, line {}: {}", finding.at.line, words(&finding));
        say(&plain(&words))?;
        Ok(listed < LISTED_MAX)
    })?;
    if findings > listed {
        let more = findings - listed;
        say(&format!(
            "and {more} findings more; --rejects FILE writes all"
        ))?;
    }
    Ok(bad)
}

fn words(finding: &Finding) -> String {
    if finding.place.is_empty() {
        finding.what.clone()
    } else {
        format!("{}: {}", finding.place, finding.what)
    }
}

/// Writes every bad line, and above it what is wrong with it. Mended, the file can be given to an
/// import beside the others: what is said of a line is a comment there. It replaces an older one,
/// and only its owner may read it, since it holds mobile numbers as they came.
pub(super) fn write(
    scratch: &Scratch,
    (files, form): (&[PathBuf], &Form),
    to: &Path,
) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure(format!("cannot write {}: {error}", to.display()));
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let made = NamedTempFile::new_in(folder).map_err(cannot)?;
    let mut rejects = Rejects {
        writer: BufWriter::new(made),
        files,
        open: None,
        bad: None,
    };
    if let Form::Csv(header) = form {
        writeln!(rejects.writer, "{}", header.text).map_err(cannot)?;
    }
    scratch.each_finding(|finding| {
        rejects.take(&finding).map_err(cannot)?;
        Ok(true)
    })?;
    rejects.end_line().map_err(cannot)?;
    let made = rejects
        .writer
        .into_inner()
        .map_err(|fault| cannot(fault.into_error()))?;
    made.as_file().sync_all().map_err(cannot)?;
    made.persist(to).map_err(|fault| cannot(fault.error))?;
    Ok(())
}

struct Rejects<'f> {
    writer: BufWriter<NamedTempFile>,
    files: &'f [PathBuf],
    /// The file that is read, and which it is.
    open: Option<(usize, File)>,
    /// The line whose findings are being written.
    bad: Option<LineAt>,
}

impl Rejects<'_> {
    fn take(&mut self, finding: &Finding) -> std::io::Result<()> {
        if self.bad != Some(finding.at) {
            self.end_line()?;
            self.bad = Some(finding.at);
        }
        let file = finding.at.file + 1;
        let words = plain(&words(finding)).replace('\n', " ");
        writeln!(
            self.writer,
            "# file {file}, line {}: {words}",
            finding.at.line
        )
    }

    /// Writes the line itself behind its findings.
    fn end_line(&mut self) -> std::io::Result<()> {
        let Some(at) = self.bad.take() else {
            return Ok(());
        };
        let file = match self.open.take() {
            Some((index, file)) if index == at.file => file,
            _ => File::open(&self.files[at.file])?,
        };
        let mut lines = Lines::at(file.try_clone()?, at.byte_offset)?;
        self.open = Some((at.file, file));
        let mut buffer = Vec::new();
        match lines.next(&mut buffer)? {
            Line::Whole => {
                self.writer.write_all(&buffer)?;
                self.writer.write_all(b"\n")
            }
            Line::TooLong | Line::End => writeln!(self.writer, "# the line is not repeated here"),
        }
    }
}
