//! From a file to its documents, without reading into them.

use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use crate::shell::Shell;

/// What Windows programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Why a file as a whole is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileFault {
    /// No document in it.
    Empty,
    /// Neither an object nor a list of them.
    NotDocuments,
    /// Not JSON from here on.
    NotJson { line: usize, column: usize },
    /// Not UTF-8.
    NotUtf8,
    /// More documents than a file may have.
    TooMany { found: usize },
}

impl FileFault {
    /// In the page's words.
    pub(super) fn message(self, documents_max: usize, shell: &Shell) -> String {
        match self {
            Self::Empty => shell.t("upload-empty"),
            Self::NotDocuments => shell.t("upload-not-documents"),
            Self::NotUtf8 => shell.t("upload-not-utf8"),
            Self::NotJson { line, column } => {
                shell.t2("upload-not-json", "line", line, "column", column)
            }
            Self::TooMany { found } => {
                shell.t2("upload-too-many", "found", found, "max", documents_max)
            }
        }
    }
}

/// The documents of a file: one object, or the elements of a list.
///
/// # Errors
/// Why the file as a whole is not accepted.
pub(super) fn split(file: &[u8], documents_max: usize) -> Result<Vec<Box<RawValue>>, FileFault> {
    let file = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file);
    let text = std::str::from_utf8(file).map_err(|_| FileFault::NotUtf8)?;
    match text.trim_start().bytes().next() {
        None => Err(FileFault::Empty),
        Some(b'{') => {
            let document = serde_json::from_str(text).map_err(|error| not_json(&error))?;
            Ok(vec![document])
        }
        Some(b'[') => {
            let mut deserializer = Deserializer::from_str(text);
            let list = deserializer
                .deserialize_seq(ListVisitor { documents_max })
                .and_then(|list| deserializer.end().map(|()| list))
                .map_err(|error| not_json(&error))?;
            match list {
                List { found: 0, .. } => Err(FileFault::Empty),
                List { found, .. } if found > documents_max => Err(FileFault::TooMany { found }),
                List { documents, .. } => Ok(documents),
            }
        }
        Some(_) => Err(FileFault::NotDocuments),
    }
}

fn not_json(error: &serde_json::Error) -> FileFault {
    FileFault::NotJson {
        line: error.line(),
        column: error.column(),
    }
}

struct List {
    documents: Vec<Box<RawValue>>,
    found: usize,
}

/// Keeps so many elements and only counts the rest: a list of millions of small ones must not
/// take a hundred times the memory of the file.
struct ListVisitor {
    documents_max: usize,
}

impl<'de> Visitor<'de> for ListVisitor {
    type Value = List;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of documents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<List, A::Error> {
        let mut documents = Vec::new();
        while documents.len() < self.documents_max {
            match sequence.next_element::<Box<RawValue>>()? {
                Some(document) => documents.push(document),
                None => {
                    return Ok(List {
                        found: documents.len(),
                        documents,
                    });
                }
            }
        }
        let mut found = documents.len();
        while sequence.next_element::<IgnoredAny>()?.is_some() {
            found += 1;
        }
        Ok(List { documents, found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(file: &[u8], documents_max: usize) -> Result<Vec<String>, FileFault> {
        let documents = split(file, documents_max)?;
        Ok(documents
            .iter()
            .map(|document| document.get().to_owned())
            .collect())
    }

    #[test]
    fn an_object_or_a_list_is_taken_letter_by_letter() {
        let one = texts(b"\xEF\xBB\xBF {\"a\": 1.50} ", 10).expect("one");
        assert_eq!(one, ["{\"a\": 1.50}"]);
        let two = texts(b"[{\"a\":1}, 7]\n", 10).expect("two");
        assert_eq!(two, ["{\"a\":1}", "7"]);
    }

    #[test]
    fn the_number_of_documents_is_limited() {
        assert_eq!(texts(b"[1,2,3]", 3).map(|list| list.len()), Ok(3));
        assert_eq!(texts(b"[1,2,3,4]", 3), Err(FileFault::TooMany { found: 4 }));
    }

    #[test]
    fn other_files_are_refused_with_their_reason() {
        assert_eq!(texts(b" ", 3), Err(FileFault::Empty));
        assert_eq!(texts(b"[]", 3), Err(FileFault::Empty));
        assert_eq!(texts(b"7", 3), Err(FileFault::NotDocuments));
        assert_eq!(texts(b"{\"a\":\xFF}", 3), Err(FileFault::NotUtf8));
        let fault = texts(b"[{\"a\":1}\n{}]", 3);
        assert_eq!(fault, Err(FileFault::NotJson { line: 2, column: 1 }));
        assert!(matches!(texts(b"[1] x", 3), Err(FileFault::NotJson { .. })));
        assert!(matches!(
            texts(b"[1,2,3,4,", 3),
            Err(FileFault::NotJson { .. })
        ));
    }
}
