//! Reads a file of settings so that all its faults are found at once, each with its line, and so
//! that every setting describes itself where it is read: default, limits and meaning stand in one
//! place, and the reference in docs/CONFIGURATION.md is printed from them.

use std::fmt;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::values::{Read, quoted, text, text_kind, value_text, whole_number};

/// Most entries of a list.
const LIST_ENTRIES_MAX: usize = 100;

/// One thing that is wrong with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, when it is known.
    pub(crate) line: Option<usize>,
    /// The setting, as `section.key`; empty when the file is no TOML.
    pub(crate) key: String,
    /// What is wrong, and what is right.
    pub(crate) words: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        if !self.key.is_empty() {
            write!(formatter, "{}: ", self.key)?;
        }
        formatter.write_str(&self.words)
    }
}

/// A setting, described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Described {
    /// The section.
    pub(crate) section: &'static str,
    /// The key in it.
    pub(crate) key: &'static str,
    /// What may stand there, with its limits.
    pub(crate) kind: String,
    /// The default as TOML; `None` when there is none.
    pub(crate) default: Option<String>,
    /// The value in force as TOML; `None` when none is set.
    pub(crate) value: Option<String>,
    /// What it is for.
    pub(crate) words: &'static str,
}

/// Reads a file.
pub(crate) struct Reader<'text> {
    text: &'text str,
    root: DeTable<'text>,
    folder: PathBuf,
    faults: Vec<Fault>,
    described: Vec<Described>,
}

impl<'text> Reader<'text> {
    /// Reads a text; paths in it are relative to `folder`.
    pub(crate) fn new(text: &'text str, folder: &Path) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let faults = errors.iter().map(|error| Fault {
            line: error.span().map(|span| line_of(text, span.start)),
            key: String::new(),
            words: error.message().to_owned(),
        });
        Self {
            text,
            faults: faults.collect(),
            root: root.into_inner(),
            folder: folder.to_owned(),
            described: Vec::new(),
        }
    }

    /// Whether the file has a section.
    pub(crate) fn has(&self, section: &str) -> bool {
        self.root.contains_key(section)
    }

    /// A section of the file; an empty one when it is not there.
    pub(crate) fn section(&mut self, name: &'static str) -> Section<'_, 'text> {
        let found = self.root.remove_entry(name);
        let (line, table) = match found {
            None => (None, DeTable::new()),
            Some((key, value)) => {
                let line = line_of(self.text, key.span().start);
                if let DeValue::Table(table) = value.into_inner() {
                    (Some(line), table)
                } else {
                    let words = format!("this is a section; write [{name}] and its settings");
                    self.fault(Some(line), name.to_owned(), words);
                    (Some(line), DeTable::new())
                }
            }
        };
        Section {
            reader: self,
            name,
            line,
            table,
        }
    }

    /// Notes something that is wrong with two settings together.
    pub(crate) fn fault(&mut self, line: Option<usize>, key: String, words: String) {
        self.faults.push(Fault { line, key, words });
    }

    /// All settings as they were read, and all faults in the order of the file.
    pub(crate) fn finish(mut self) -> (Vec<Described>, Vec<Fault>) {
        let mut sections: Vec<_> = self.described.iter().map(|one| one.section).collect();
        sections.dedup();
        let known = sections.join(", ");
        for (key, _) in &self.root {
            self.faults.push(Fault {
                line: Some(line_of(self.text, key.span().start)),
                key: key.get_ref().to_string(),
                words: format!("there is no such section; the sections are {known}"),
            });
        }
        self.faults
            .sort_by_key(|fault| fault.line.unwrap_or(usize::MAX));
        (self.described, self.faults)
    }
}

/// A section that is being read. Whatever is not asked for by its end is unknown.
pub(crate) struct Section<'reader, 'text> {
    reader: &'reader mut Reader<'text>,
    name: &'static str,
    line: Option<usize>,
    table: DeTable<'text>,
}

impl Section<'_, '_> {
    /// A whole number.
    pub(crate) fn number(
        &mut self,
        key: &'static str,
        default: u32,
        limits: RangeInclusive<u32>,
        words: &'static str,
    ) -> u32 {
        let kind = format!("whole number, {} to {}", limits.start(), limits.end());
        let read = self.read(key, |value| whole_number(value, &limits));
        let value = read.unwrap_or(default);
        let shown = (Some(default.to_string()), Some(value.to_string()));
        self.describe(key, kind, shown, words);
        value
    }

    /// A whole number that may be left out.
    pub(crate) fn optional_number(
        &mut self,
        key: &'static str,
        limits: RangeInclusive<u32>,
        words: &'static str,
    ) -> Option<u32> {
        let kind = format!("whole number, {} to {}", limits.start(), limits.end());
        let value = self.read(key, |value| whole_number(value, &limits));
        self.describe(
            key,
            kind,
            (None, value.map(|value| value.to_string())),
            words,
        );
        value
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &'static str, default: bool, words: &'static str) -> bool {
        let read = self.read(key, |value| {
            let flag = value.as_bool();
            flag.ok_or_else(|| "this is true or false, without quotes".to_owned())
        });
        let value = read.unwrap_or(default);
        let shown = (Some(default.to_string()), Some(value.to_string()));
        self.describe(key, "true or false".to_owned(), shown, words);
        value
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &'static str, default: &str, words: &'static str) -> String {
        let value = self.read(key, text).unwrap_or_else(|| default.to_owned());
        let shown = (Some(quoted(default)), Some(quoted(&value)));
        self.describe(key, text_kind(), shown, words);
        value
    }

    /// A text that may be left out.
    pub(crate) fn optional_text(
        &mut self,
        key: &'static str,
        words: &'static str,
    ) -> Option<String> {
        let value = self.read(key, text);
        let shown = (None, value.as_deref().map(quoted));
        self.describe(key, text_kind(), shown, words);
        value
    }

    /// A text in a form of its own; `kind` says which.
    pub(crate) fn parsed<T: fmt::Display + Clone>(
        &mut self,
        key: &'static str,
        (default, kind): (Option<T>, &str),
        words: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let read = self.read(key, |value| {
            let found = parse(value_text(value)?.as_str());
            found.ok_or_else(|| format!("this is to be {kind}"))
        });
        let show = |value: &T| quoted(&value.to_string());
        let value = read.or_else(|| default.clone());
        let shown = (default.as_ref().map(show), value.as_ref().map(show));
        self.describe(key, kind.to_owned(), shown, words);
        value
    }

    /// An address to listen on.
    pub(crate) fn address(
        &mut self,
        key: &'static str,
        default: SocketAddr,
        words: &'static str,
    ) -> SocketAddr {
        let kind = "an IP address and a port, such as \"0.0.0.0:443\"";
        self.parsed(key, (Some(default), kind), words, |text| text.parse().ok())
            .unwrap_or(default)
    }

    /// A file or folder, relative to the folder of the settings.
    pub(crate) fn path(&mut self, key: &'static str, words: &'static str) -> Option<PathBuf> {
        let folder = self.reader.folder.clone();
        let value = self.read(key, text).map(|path| folder.join(path));
        let shown = value.as_ref().map(|path| quoted(&path.to_string_lossy()));
        self.describe(key, "path".to_owned(), (None, shown), words);
        value
    }

    /// A list of texts in a form of their own.
    pub(crate) fn list<T: fmt::Display>(
        &mut self,
        key: &'static str,
        kind: &str,
        words: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let read = self.read(key, |value| {
            let entries = value.as_array().ok_or("this is a list in [ ]")?;
            if entries.len() > LIST_ENTRIES_MAX {
                return Err(format!("this list has at most {LIST_ENTRIES_MAX} entries"));
            }
            entries
                .iter()
                .map(|entry| {
                    let entry = value_text(entry.get_ref())?;
                    parse(&entry).ok_or_else(|| format!("{entry:?} is not {kind}"))
                })
                .collect()
        });
        let value: Vec<T> = read.unwrap_or_default();
        let shown: Vec<_> = value.iter().map(|one| quoted(&one.to_string())).collect();
        let shown = format!("[{}]", shown.join(", "));
        let shown = (Some("[]".to_owned()), Some(shown));
        self.describe(key, format!("list of {kind}"), shown, words);
        value
    }

    /// Notes that a setting is wrong in a way that its own reading does not find.
    pub(crate) fn fault(&mut self, key: &str, words: impl Into<String>) {
        let key = format!("{}.{key}", self.name);
        self.reader.fault(self.line, key, words.into());
    }

    /// Takes a value out of the table and reads it.
    fn read<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&DeValue<'_>) -> Read<T>,
    ) -> Option<T> {
        let (_, value) = self.table.remove_entry(key)?;
        let line = line_of(self.reader.text, value.span().start);
        match read(value.get_ref()) {
            Ok(value) => Some(value),
            Err(words) => {
                let key = format!("{}.{key}", self.name);
                self.reader.fault(Some(line), key, words);
                None
            }
        }
    }

    fn describe(
        &mut self,
        key: &'static str,
        kind: String,
        (default, value): (Option<String>, Option<String>),
        words: &'static str,
    ) {
        self.reader.described.push(Described {
            section: self.name,
            key,
            kind,
            default,
            value,
            words,
        });
    }
}

impl Drop for Section<'_, '_> {
    /// What nobody asked for.
    fn drop(&mut self) {
        let known: Vec<_> = self
            .reader
            .described
            .iter()
            .filter(|one| one.section == self.name)
            .map(|one| one.key)
            .collect();
        let known = known.join(", ");
        for (key, _) in &self.table {
            self.reader.faults.push(Fault {
                line: Some(line_of(self.reader.text, key.span().start)),
                key: format!("{}.{}", self.name, key.get_ref()),
                words: format!("there is no such setting; [{}] has {known}", self.name),
            });
        }
    }
}

/// The line of a place in a text, counted from one.
fn line_of(text: &str, place: usize) -> usize {
    text.get(..place).unwrap_or(text).split('\n').count()
}

#[cfg(test)]
mod tests;
