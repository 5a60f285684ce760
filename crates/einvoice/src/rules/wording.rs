//! What the rules share when they say where something is wrong and what was computed.

use std::fmt::Write as _;

use gst::Decimal;

use crate::entry::Entry;
use crate::finding::{Detail, Finding};
use crate::tolerance;

/// A sum with more terms than this is shortened in the middle.
const TERMS_SHOWN_MAX: usize = 8;
/// Terms that a shortened sum keeps at either end.
const TERMS_KEPT: usize = 4;

/// The pointer of a member of an item.
pub(super) fn item_pointer(index: usize, member: &str) -> String {
    format!("/ItemList/{index}/{member}")
}

/// The finding that a code is on no list.
pub(super) fn unknown_code(entry: &'static Entry, pointer: String, code: &str) -> Finding {
    Finding::new(entry, pointer).with(Detail {
        english: format!("The code is {code}.").into(),
        hindi: format!("दिया गया कोड {code} है।").into(),
        found: Some(code.to_owned()),
        expected: None,
    })
}

/// Whose amount it is: an item's, or the document's.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    /// The item with this serial number.
    Item(&'a str),
    /// The document as a whole.
    Document,
}

/// What an amount is called in both languages.
#[derive(Clone, Copy)]
pub(super) struct Name {
    /// In English, as it stands in a sentence.
    pub(super) english: &'static str,
    /// In Hindi.
    pub(super) hindi: &'static str,
}

/// An amount that is not what the portal computes.
pub(super) struct Mismatch<'a> {
    /// Where it stands.
    pub(super) pointer: String,
    /// Whose it is.
    pub(super) owner: Owner<'a>,
    /// What it is called.
    pub(super) name: Name,
    /// The computation, written out: `1000 × 18 ÷ 100`.
    pub(super) working: String,
    /// Its result.
    pub(super) computed: Decimal,
    /// The amount in the document.
    pub(super) found: Decimal,
}

impl Mismatch<'_> {
    /// The finding that says so.
    pub(super) fn finding(self, entry: &'static Entry) -> Finding {
        let (lowest, highest) = tolerance::range(self.computed);
        let Self {
            working,
            found,
            name,
            ..
        } = &self;
        let computed = self.computed.normalize();
        let (english_owner, hindi_owner) = match self.owner {
            Owner::Item(serial) => (format!("Item {serial} has"), format!("मद {serial} में")),
            Owner::Document => ("The document has".to_owned(), "दस्तावेज़ में".to_owned()),
        };
        let english = format!(
            "{english_owner} {} {found}, but {working} = {computed}; \
             {lowest} to {highest} is accepted.",
            name.english,
        );
        let hindi = format!(
            "{hindi_owner} {} {found} है, जबकि {working} = {computed}; \
             {lowest} से {highest} तक स्वीकार्य है।",
            name.hindi,
        );
        let detail = Detail {
            english: english.into(),
            hindi: hindi.into(),
            found: Some(found.to_string()),
            expected: Some(format!("{lowest}..{highest}")),
        };
        Finding::new(entry, self.pointer).with(detail)
    }
}

/// A sum written out with its signs, shortened in the middle when it is long.
pub(super) fn sum(terms: &[Decimal]) -> String {
    let mut text = String::new();
    let cut = terms.len() > TERMS_SHOWN_MAX;
    for (position, term) in terms.iter().enumerate() {
        if cut && (TERMS_KEPT..terms.len() - TERMS_KEPT).contains(&position) {
            if position == TERMS_KEPT {
                text.push_str(" + …");
            }
            continue;
        }
        let sign = match (position, term.is_sign_negative() && !term.is_zero()) {
            (0, false) => "",
            (0, true) => "−",
            (_, false) => " + ",
            (_, true) => " − ",
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "{sign}{}", term.abs());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(numbers: &[i64]) -> Vec<Decimal> {
        numbers.iter().copied().map(Decimal::from).collect()
    }

    #[test]
    fn a_sum_shows_its_signs() {
        assert_eq!(sum(&whole(&[1180, 531, -10, 20])), "1180 + 531 − 10 + 20");
        assert_eq!(sum(&whole(&[-5, 3])), "−5 + 3");
        assert_eq!(sum(&[]), "");
    }

    #[test]
    fn a_sum_is_shortened_one_past_its_limit() {
        assert_eq!(
            sum(&whole(&[1, 2, 3, 4, 5, 6, 7, 8])),
            "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8"
        );
        assert_eq!(
            sum(&whole(&[1, 2, 3, 4, 5, 6, 7, 8, 9])),
            "1 + 2 + 3 + 4 + … + 6 + 7 + 8 + 9"
        );
    }
}
