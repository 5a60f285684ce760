//! What is wrong with a document, where, and how to mend it.

use std::borrow::Cow;

use crate::entry::{Entry, Language};

/// One thing that is wrong. A refusal carries all of its phase, in document order.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The catalogue's entry: code, reason and fix.
    pub entry: &'static Entry,
    /// RFC 6901 pointer into the request, with NIC's member names: `/ItemList/0/IgstAmt`.
    pub pointer: String,
    /// The particulars of this occurrence.
    pub detail: Detail,
}

/// The particulars of one occurrence, each in both languages; empty where the entry's own
/// sentence says it all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// What was found, in English, as a sentence: `Item 2 has IGST 18.00.`
    pub english: Cow<'static, str>,
    /// The same in Hindi.
    pub hindi: Cow<'static, str>,
    /// The value that was found, for machines.
    pub found: Option<String>,
    /// The value or range that would be right, for machines: `17.00..20.00`.
    pub expected: Option<String>,
}

impl Finding {
    /// A finding at a pointer, without particulars.
    pub fn new(entry: &'static Entry, pointer: impl Into<String>) -> Self {
        Self {
            entry,
            pointer: pointer.into(),
            detail: Detail::default(),
        }
    }

    /// The same with particulars.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }

    /// The code as NIC's API writes it, four digits.
    pub fn code(&self) -> &'static str {
        self.entry.code
    }

    /// The entry's sentence and the particulars, in one line.
    pub fn message(&self, language: Language) -> String {
        let particulars = match language {
            Language::English => &self.detail.english,
            Language::Hindi => &self.detail.hindi,
        };
        let title = self.entry.words(language).title;
        if particulars.is_empty() {
            title.to_owned()
        } else {
            format!("{title} {particulars}")
        }
    }
}
