//! The two forms of a master's file, and how a line of either becomes a record.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use csv_core::ReadRecordResult;
use gst::Taxpayer;
use service::master_record::{
    COLUMN_COUNT, COLUMNS, RowFault, RowTexts, column_named, read_row, texts_of_json,
};

use super::lines::{LINE_BYTES_MAX, Line, Lines};
use crate::Failure;

/// Most columns of a file. More would be another kind of file; those that are none of ours are
/// refused by name anyway.
pub(super) const COLUMNS_MAX: usize = 64;
/// What some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// A line that begins with this is passed over.
const COMMENT: u8 = b'#';

/// The form of all files of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Columns, named by the first line.
    Csv(Header),
    /// One object a line.
    JsonLines,
}

/// The first line of a file of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The line itself.
    pub(super) text: String,
    /// Which column of a record stands in which field.
    columns: Vec<usize>,
}

impl Form {
    /// The form of the files, which they share.
    pub(super) fn of(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut common: Option<(Self, &Path)> = None;
        for file in files {
            let form = form_of(file)?;
            match &common {
                None => common = Some((form, file)),
                Some((first, _)) if *first == form => {}
                Some((_, first)) => {
                    return Err(Failure(format!(
                        "{} has another form, or another first line, than {}: all files of an \
                         import have the same",
                        file.display(),
                        first.display()
                    )));
                }
            }
        }
        let (form, _) = common.ok_or_else(|| Failure("there is no file".to_owned()))?;
        Ok(form)
    }

    /// How the column of the GSTIN is called.
    pub(super) fn gstin_place(&self) -> &'static str {
        match self {
            Self::Csv(_) => "gstin",
            Self::JsonLines => "/gstin",
        }
    }

    /// Whether a line is the one that names the columns.
    fn is_header(&self, line: &[u8]) -> bool {
        match self {
            Self::Csv(header) => without_mark(line) == header.text.as_bytes(),
            Self::JsonLines => false,
        }
    }
}

fn form_of(file: &Path) -> Result<Form, Failure> {
    let name = file.display();
    let ending = file.extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    let cannot = |error| Failure(format!("cannot read {name}: {error}"));
    let mut lines = Lines::open(file).map_err(cannot)?;
    let mut line = Vec::new();
    let first = loop {
        let read = lines.next(&mut line).map_err(cannot)?;
        let text = without_mark(&line);
        if read == Line::End || !is_passed_over(text) {
            break text;
        }
    };
    if first.starts_with(&[0x1f, 0x8b]) || first.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Err(Failure(format!("{name} is compressed; unpack it first")));
    }
    match ending.as_str() {
        "csv" => header(first)
            .map(Form::Csv)
            .map_err(|what| Failure(format!("{name}, first line: {what}"))),
        "jsonl" | "ndjson" => Ok(Form::JsonLines),
        _ => Err(Failure(format!(
            "{name}: its name has to end in .csv or .jsonl, which tells its form"
        ))),
    }
}

/// Reads the names of the columns.
fn header(line: &[u8]) -> Result<Header, String> {
    let mut splitter = Splitter::default();
    let fields = splitter.split(line).map_err(|fault| fault.to_string())?;
    let mut columns = Vec::new();
    let mut wrong = Vec::new();
    for field in fields {
        match column_named(&field) {
            Some(column) if columns.contains(&column) => {
                wrong.push(format!("{} stands twice", COLUMNS[column].name));
            }
            Some(column) => columns.push(column),
            None => wrong.push(format!("field {} names no column", columns.len() + 1)),
        }
    }
    for (place, column) in COLUMNS.iter().enumerate() {
        if column.is_required && !columns.contains(&place) {
            wrong.push(format!("{} is missing", column.name));
        }
    }
    if wrong.is_empty() {
        Ok(Header {
            text: String::from_utf8_lossy(line).into_owned(),
            columns,
        })
    } else {
        let names = COLUMNS.map(|column| column.name).join(", ");
        Err(format!("{}; the columns are: {names}", wrong.join(", ")))
    }
}

fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line)
}

fn is_passed_over(line: &[u8]) -> bool {
    line.first() == Some(&COMMENT) || line.iter().all(u8::is_ascii_whitespace)
}

/// A fault of a line: where, and what.
pub(super) type LineFault = (&'static str, Cow<'static, str>);

/// Makes records out of lines.
pub(super) struct RowReader<'f> {
    form: &'f Form,
    splitter: Splitter,
}

impl<'f> RowReader<'f> {
    pub(super) fn new(form: &'f Form) -> Self {
        Self {
            form,
            splitter: Splitter::default(),
        }
    }

    /// The record of a line; `None` for the header, comments and empty lines.
    pub(super) fn read(&mut self, line: &[u8]) -> Result<Option<Taxpayer>, Vec<LineFault>> {
        if is_passed_over(without_mark(line)) || self.form.is_header(line) {
            return Ok(None);
        }
        let read = match self.form {
            Form::Csv(header) => self
                .splitter
                .split(line)
                .and_then(|fields| in_columns(fields, header))
                .map_err(|fault| vec![fault])
                .and_then(|texts| read_row(&texts)),
            Form::JsonLines => match std::str::from_utf8(without_mark(line)) {
                Ok(text) => texts_of_json(text).and_then(|texts| read_row(&texts)),
                Err(_) => Err(vec![not_utf8()]),
            },
        };
        read.map(Some).map_err(|faults| {
            let named = faults.into_iter().map(|fault| self.named(fault));
            named.collect()
        })
    }

    /// What a line is told that has too many bytes.
    pub(super) fn too_long() -> Vec<LineFault> {
        let what = format!("the line has more than {LINE_BYTES_MAX} bytes");
        vec![("", Cow::Owned(what))]
    }

    fn named(&self, fault: RowFault) -> LineFault {
        let place = fault.column.map_or("", |column| match self.form {
            Form::Csv(_) => column.name,
            Form::JsonLines => column.pointer,
        });
        (place, fault.what)
    }
}

fn whole(what: impl Into<Cow<'static, str>>) -> RowFault {
    RowFault {
        column: None,
        what: what.into(),
    }
}

fn not_utf8() -> RowFault {
    whole("is not written in UTF-8")
}

/// Puts fields where the header says.
fn in_columns<'t>(fields: Vec<Cow<'t, str>>, header: &Header) -> Result<RowTexts<'t>, RowFault> {
    let (found, expected) = (fields.len(), header.columns.len());
    if found != expected {
        return Err(whole(format!(
            "has {found} fields and not {expected} as the first line; put a text with commas in \
             quotes"
        )));
    }
    let mut texts: RowTexts<'t> = [const { Cow::Borrowed("") }; COLUMN_COUNT];
    for (field, column) in fields.into_iter().zip(&header.columns) {
        texts[*column] = field;
    }
    Ok(texts)
}

/// Takes a line of comma-separated values apart. A record is one line.
struct Splitter {
    reader: csv_core::Reader,
    output: Vec<u8>,
    ends: [usize; COLUMNS_MAX + 1],
}

impl Default for Splitter {
    fn default() -> Self {
        Self {
            reader: csv_core::Reader::new(),
            output: vec![0; LINE_BYTES_MAX + 1],
            ends: [0; COLUMNS_MAX + 1],
        }
    }
}

impl Splitter {
    fn split(&mut self, line: &[u8]) -> Result<Vec<Cow<'_, str>>, RowFault> {
        // Doubled ones do not count, nor do those around a text: an odd one is left over.
        let is_open = line.iter().fold(false, |open, byte| open ^ (*byte == b'"'));
        if is_open {
            return Err(whole(
                "a quotation mark is not closed; put such a text in quotes and double each \
                 quotation mark in it; a record is one line",
            ));
        }
        self.reader.reset();
        let (mut read, mut written, mut fields) = (0, 0, 0);
        loop {
            // What is left of the line, and then nothing, which ends the record.
            let (outcome, taken, put, ended) = self.reader.read_record(
                &line[read..],
                &mut self.output[written..],
                &mut self.ends[fields..],
            );
            (read, written, fields) = (read + taken, written + put, fields + ended);
            match outcome {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break,
                // A line has no more bytes than the output.
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(too_many());
                }
            }
        }
        if fields > COLUMNS_MAX {
            return Err(too_many());
        }
        let text = std::str::from_utf8(&self.output[..written]).map_err(|_| not_utf8())?;
        let mut from = 0;
        let cut = self.ends[..fields].iter().map(|end| {
            let field = text.get(from..*end);
            from = *end;
            field.map(Cow::Borrowed).ok_or_else(not_utf8)
        });
        cut.collect()
    }
}

fn too_many() -> RowFault {
    whole(format!("has more than {COLUMNS_MAX} fields"))
}

#[cfg(test)]
mod tests;
