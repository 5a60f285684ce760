//! What is wrong with a document so far, and where the reading is.

use std::fmt::Write as _;

use crate::catalogue::{self, Entry};
use crate::finding::{Detail, Finding};

use super::fields::ITEMS;
use super::schema::{Label, Section};
use super::words::Fault;

/// Faults of one document that are reported. A body of two megabytes has room for a million
/// wrong elements, and nobody reads beyond the first screens.
pub(super) const FAULTS_MAX: usize = 1000;

/// The catalogue's entry for faults of shape.
pub(super) fn entry() -> &'static Entry {
    catalogue::find("5002").expect("the catalogue lists 5002; a test looks it up")
}

/// The catalogue's entry for a document with too many items, which has a code of its own.
fn too_many_items() -> &'static Entry {
    catalogue::find("2173").expect("the catalogue lists 2173; a test looks it up")
}

/// A collector of faults that knows the pointer of the section being read.
#[derive(Debug, Default)]
pub(super) struct Faults {
    findings: Vec<Finding>,
    pointer: String,
}

impl Faults {
    /// Goes into a section; give what it answers to [`Faults::leave`].
    pub(super) fn enter(&mut self, name: &str) -> usize {
        let outside = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(name);
        outside
    }

    /// Goes into an element of a list.
    pub(super) fn enter_element(&mut self, index: usize) -> usize {
        let outside = self.pointer.len();
        // Writing into a String cannot fail.
        let _ = write!(self.pointer, "/{index}");
        outside
    }

    /// Goes back out.
    pub(super) fn leave(&mut self, outside: usize) {
        self.pointer.truncate(outside);
    }

    /// Notes what is wrong with a member of the section being read. An empty name means the
    /// section itself.
    pub(super) fn push(&mut self, place: Label, label: Label, name: &str, fault: Fault<'_>) {
        if self.findings.len() == FAULTS_MAX {
            return;
        }
        let mut pointer = self.pointer.clone();
        if !name.is_empty() {
            pointer.push('/');
            pointer.push_str(name);
        }
        let entry = match fault {
            Fault::TooMany { .. } if name == ITEMS.name => too_many_items(),
            _ => entry(),
        };
        let words = fault.words();
        let detail = Detail {
            english: format!(
                "In {}, {} ({pointer}) {}",
                numbered(place.english, &pointer),
                label.english,
                words.english
            )
            .into(),
            hindi: format!(
                "{} में {} ({pointer}) {}",
                numbered(place.hindi, &pointer),
                label.hindi,
                words.hindi
            )
            .into(),
            found: words.found,
            expected: words.expected,
        };
        self.findings
            .push(Finding::new(entry, pointer).with(detail));
    }

    /// All that was noted, in document order.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Notes that a section inside another is not what it should be.
    pub(super) fn push_section(&mut self, outer: &Section, inner: &Section, fault: Fault<'_>) {
        self.push(outer.place, inner.label, inner.name, fault);
    }
}

/// A place with its holes filled by the numbers in a pointer. People count from 1.
fn numbered(place: &str, pointer: &str) -> String {
    let mut indices = pointer
        .split('/')
        .filter_map(|segment| segment.parse::<usize>().ok());
    let mut parts = place.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let number = indices.next().map_or(0, |index| index + 1);
        // Writing into a String cannot fail.
        let _ = write!(text, "{number}{part}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_one() {
        let pointer = "/ItemList/2/AttribDtls/0/Nm";
        assert_eq!(
            numbered("item {}, attribute {}", pointer),
            "item 3, attribute 1"
        );
        assert_eq!(numbered("the document", pointer), "the document");
    }

    #[test]
    fn faults_stop_at_the_limit() {
        let label = Label {
            english: "x",
            hindi: "x",
        };
        let mut faults = Faults::default();
        for _ in 0..=FAULTS_MAX {
            faults.push(label, label, "X", Fault::Missing);
        }
        assert_eq!(faults.into_findings().len(), FAULTS_MAX);
    }
}
