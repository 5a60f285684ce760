//! What a row is called.

/// A name in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// In English.
    pub english: &'static str,
    /// In Hindi.
    pub hindi: &'static str,
}

/// Separates the two names; the code before them ends with a space.
const BETWEEN: &str = " | ";

/// The code and the names in a line such as `IN India | भारत`.
pub(super) fn of_line(line: &'static str) -> Option<(&'static str, Names)> {
    let (code, both) = line.split_once(' ')?;
    let (english, hindi) = both.split_once(BETWEEN)?;
    Some((code, Names { english, hindi }))
}
