//! Currencies, by the three letters of ISO 4217.

use jiff::civil::Date;

use super::code;
use super::lines::Lines;
use super::names::{self, Names};
use super::overlay::{self, Master};

/// Code, English name, Hindi name.
pub(super) const ROWS: Lines = Lines::new(include_str!("../../masters/currency.txt"));

/// Letters of a code.
const LETTERS: usize = 3;

/// Whether there is a currency with this code, in capitals or not, on any day.
pub fn is_known(code: &str) -> bool {
    says(code, None)
}

/// Whether a document of this day may carry the code, in capitals or not.
pub fn is_known_on(code: &str, day: Date) -> bool {
    says(code, Some(day))
}

/// What the currency with this code, in capitals or not, is called.
pub fn name(code: &str) -> Option<Names> {
    let capitals = code::capitals::<LETTERS>(code)?;
    overlay::names(Master::Currency, &capitals).or_else(|| {
        let line = ROWS.find(&capitals)?;
        names::of_line(line).map(|(_, names)| names)
    })
}

fn says(code: &str, on: Option<Date>) -> bool {
    code::capitals::<LETTERS>(code).is_some_and(|capitals| {
        overlay::says(Master::Currency, &capitals, on)
            .unwrap_or_else(|| ROWS.find(&capitals).is_some())
    })
}

/// Every code with its names, in order of the codes.
pub fn all() -> impl Iterator<Item = (&'static str, Names)> {
    ROWS.all().filter_map(names::of_line)
}
