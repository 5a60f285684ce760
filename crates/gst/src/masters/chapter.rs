//! Chapters of goods and groups of services, with names in our own words.
//!
//! The list of codes has no words that may be redistributed, so these are what a search by words
//! looks through: the 97 chapters of the Harmonised System in use, and the groups of services. They
//! help to find a code; what falls under it, only the tariff's own text says.

use super::lines::Lines;
use super::names::{self, Names};
use crate::HsnCode;

/// Digits, English name, Hindi name: written by hand, not by `cargo xtask masters`.
const ROWS: Lines = Lines::new(include_str!("../../masters/chapter.txt"));

/// A chapter of goods, or a group of services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// What its codes begin with: two digits of goods, four of services.
    pub digits: &'static str,
    /// What is in it.
    pub names: Names,
}

/// All of them, in order.
pub fn all() -> impl Iterator<Item = Chapter> {
    ROWS.all().filter_map(chapter_in)
}

/// The chapter or group of a code.
pub fn of(code: &HsnCode) -> Option<Chapter> {
    let digits = if code.is_service() { 4 } else { 2 };
    get(code.as_str().get(..digits)?)
}

/// The chapter or group with exactly these digits.
pub fn get(digits: &str) -> Option<Chapter> {
    ROWS.find(digits).and_then(chapter_in)
}

/// The chapters and groups whose name, in either language, holds each of the words, whatever its
/// letter case.
pub fn matching(words: &str) -> impl Iterator<Item = Chapter> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    all().filter(move |chapter| {
        let english = chapter.names.english.to_lowercase();
        let mut words = words.iter();
        words.all(|word| english.contains(word) || chapter.names.hindi.contains(word.as_str()))
    })
}

fn chapter_in(line: &'static str) -> Option<Chapter> {
    names::of_line(line).map(|(digits, names)| Chapter { digits, names })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::super::hsn;
    use super::*;

    #[test]
    fn they_are_in_order_and_every_code_of_the_table_has_one() {
        assert_eq!(all().count(), ROWS.all().count());
        assert!(all().is_sorted_by(|one, next| one.digits < next.digits));
        for code in hsn::all() {
            assert!(of(&code).is_some(), "{code}");
        }
        for chapter in all() {
            assert!(hsn::beginning_with(chapter.digits).next().is_some());
            assert!(chapter.names.english.is_ascii() && !chapter.names.hindi.is_ascii());
        }
    }

    #[test]
    fn words_of_both_languages_are_found() {
        let found =
            |words: &str| -> Vec<_> { matching(words).map(|chapter| chapter.digits).collect() };
        assert_eq!(found("iron STEEL"), ["72", "73"]);
        assert_eq!(found("माचिस"), ["36"]);
        assert!(found("unheard-of").is_empty());
        assert_eq!(found("").len(), all().count());
        assert_eq!(of(&"998313".parse().unwrap()).unwrap().digits, "9983");
        assert_eq!(of(&"7326".parse().unwrap()).unwrap().digits, "73");
    }
}
