//! The catalogue: every code that this portal can answer with.
//!
//! An entry is data with public meaning: a code is never given another meaning and never
//! reused. Rules (which check a document) carry a check; outcomes (a duplicate, a closed
//! window, a registration that cannot go on) and protocol errors (headers, tokens, envelopes)
//! are raised by the use case that meets them and are listed here for their words.

use crate::rules;

pub use crate::entry::{Entry, Family, Grade, Kind, Language, Sentence, Status, Words};

/// All entries in ascending order of code.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    rules::ALL.iter().map(|rule| &rule.entry)
}

/// The entry of a code; `None` for a code that this portal never answers with. Every crate that
/// raises codes has a test that looks up each of its own.
pub fn find(code: &str) -> Option<&'static Entry> {
    rules::ALL
        .binary_search_by(|rule| rule.entry.code.cmp(code))
        .ok()
        .map(|index| &rules::ALL[index].entry)
}
