//! Currencies, by the three letters of ISO 4217.

use jiff::civil::Date;

use super::letters::LetterCodes;
use super::lines::Lines;
use super::names::Names;
use super::overlay::Master;

/// Code, English name, Hindi name.
pub(super) const ROWS: Lines = Lines::new(include_str!("../../masters/currency.txt"));

const CODES: LetterCodes<3> = LetterCodes {
    master: Master::Currency,
    rows: ROWS,
};

/// Whether there is a currency with this code, in capitals or not, on any day.
pub fn is_known(code: &str) -> bool {
    CODES.says(code, None)
}

/// Whether a document of this day may carry the code, in capitals or not.
pub fn is_known_on(code: &str, day: Date) -> bool {
    CODES.says(code, Some(day))
}

/// What the currency with this code, in capitals or not, is called.
pub fn name(code: &str) -> Option<Names> {
    CODES.name(code)
}

/// Every code with its names, in order of the codes.
pub fn all() -> impl Iterator<Item = (&'static str, Names)> {
    CODES.all()
}
