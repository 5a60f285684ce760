//! Which codes of goods (HSN) and services (SAC) there are.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::lines::Lines;
use super::overlay::{self, Master};
use crate::HsnCode;

/// One code a line. Chapters (two digits) are left out: nobody may write them on an invoice.
pub(super) const CODES: Lines = Lines::new(include_str!("../../masters/hsn.txt"));

/// The most codes that [`nearest`] gives.
pub const NEAREST_MAX: usize = 10;

/// Whether the code is in the master, on any day.
pub fn is_known(code: &HsnCode) -> bool {
    says(code, None)
}

/// Whether a document of this day may carry the code.
pub fn is_known_on(code: &HsnCode, day: Date) -> bool {
    says(code, Some(day))
}

fn says(code: &HsnCode, on: Option<Date>) -> bool {
    let laid_over = overlay::says(Master::Hsn, code.as_str(), on);
    laid_over.unwrap_or_else(|| CODES.find(code.as_str()).is_some())
}

/// How many codes there are.
pub fn count() -> usize {
    CODES.all().count()
}

/// All codes, in order: a heading comes before what is below it.
pub fn all() -> impl Iterator<Item = HsnCode> {
    CODES.all().filter_map(code_in)
}

/// The codes that begin with these digits, in order; for a search box.
pub fn beginning_with(digits: &str) -> impl Iterator<Item = HsnCode> {
    CODES.beginning_with(digits).filter_map(code_in)
}

/// The known codes most like this one, itself left out, at most `limit` and never more than
/// [`NEAREST_MAX`]: those that share the most leading digits, of these those as long as
/// it is before others, of these the numerically closest. Codes that an operator has laid over the table are not among them.
pub fn nearest(code: &HsnCode, limit: usize) -> Vec<HsnCode> {
    let digits = code.as_str();
    // In the order of the table, codes that share digits lie side by side, so that only those
    // around the code's own place can be the nearest: an unknown chapter costs no more than a slip
    // of the last digit. One more is read forwards, because the code itself may be the first.
    let before = CODES.before(digits).take(NEAREST_MAX);
    let after = CODES.from(digits).take(NEAREST_MAX + 1);
    let mut found: Vec<_> = before.chain(after).filter_map(code_in).collect();
    found.retain(|other| other != code);
    found.sort_by_cached_key(|other| {
        let shared = shared_digits(digits, other.as_str());
        let other_length = digits.len() != other.as_str().len();
        let difference = padded(code).abs_diff(padded(other));
        (Reverse(shared), other_length, difference, *other)
    });
    found.truncate(limit.min(NEAREST_MAX));
    found
}

/// `goods` or `services`, as files say it.
pub(super) fn kind_word(code: &HsnCode) -> &'static str {
    if code.is_service() {
        "services"
    } else {
        "goods"
    }
}

fn shared_digits(one: &str, other: &str) -> usize {
    let pairs = one.bytes().zip(other.bytes());
    pairs.take_while(|(one, other)| one == other).count()
}

/// The number that the code is when filled up with zeros to eight digits.
fn padded(code: &HsnCode) -> u32 {
    let digits = code.as_str().bytes().chain(std::iter::repeat(b'0'));
    digits
        .take(8)
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

fn code_in(line: &str) -> Option<HsnCode> {
    HsnCode::parse(line).ok()
}
