//! A master table whose codes are so many letters, with names in both languages.

use jiff::civil::Date;

use super::code;
use super::lines::Lines;
use super::names::{self, Names};
use super::overlay::{self, Master};

/// The table of a master: code, English name, Hindi name in each row.
pub(super) struct LetterCodes<const LETTERS: usize> {
    pub(super) master: Master,
    pub(super) rows: Lines,
}

impl<const LETTERS: usize> LetterCodes<LETTERS> {
    /// Whether there is this code, in capitals or not, on a day, or on any.
    pub(super) fn says(&self, code: &str, on: Option<Date>) -> bool {
        code::capitals::<LETTERS>(code).is_some_and(|capitals| {
            overlay::says(self.master, &capitals, on)
                .unwrap_or_else(|| self.rows.find(&capitals).is_some())
        })
    }

    /// What is called by this code, in capitals or not.
    pub(super) fn name(&self, code: &str) -> Option<Names> {
        let capitals = code::capitals::<LETTERS>(code)?;
        overlay::names(self.master, &capitals).or_else(|| {
            let line = self.rows.find(&capitals)?;
            names::of_line(line).map(|(_, names)| names)
        })
    }

    /// Every code with its names, in order of the codes.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, Names)> + use<LETTERS> {
        self.rows.all().filter_map(names::of_line)
    }
}
