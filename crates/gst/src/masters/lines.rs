//! A table as sorted lines of text, searched where it lies.
//!
//! The tables are part of the program's read-only data: nothing is read, parsed or allocated at
//! start-up, and only the pages that a search touches are ever loaded. As text, a newer table can
//! be reviewed as a difference.

/// Ends every line.
const NEW_LINE: u8 = b'\n';

/// Sorted lines that each begin with a key of ASCII letters or digits. A space ends the key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines(&'static str);

impl Lines {
    /// The table in this text, whose lines have to be sorted by their keys.
    pub(super) const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// All lines, in order.
    pub(super) fn all(self) -> impl DoubleEndedIterator<Item = &'static str> + Clone {
        self.0.lines()
    }

    /// The line that has exactly this key.
    pub(super) fn find(self, key: &str) -> Option<&'static str> {
        let line = self.from(key).next()?;
        (key_of(line) == key).then_some(line)
    }

    /// The lines from the first whose key is this or a later one.
    pub(super) fn from(self, key: &str) -> impl Iterator<Item = &'static str> {
        self.0[self.lower_bound(key)..].lines()
    }

    /// The lines before the first whose key is this or a later one, the nearest first.
    pub(super) fn before(self, key: &str) -> impl Iterator<Item = &'static str> {
        self.0[..self.lower_bound(key)].lines().rev()
    }

    /// The lines whose keys begin with this.
    pub(super) fn beginning_with(self, start: &str) -> impl Iterator<Item = &'static str> {
        self.from(start)
            .take_while(move |line| line.starts_with(start))
    }

    /// Where the first line begins whose key is not less than this one.
    fn lower_bound(self, key: &str) -> usize {
        let bytes = self.0.as_bytes();
        // Both ends are always the beginning of a line, or the end of the text.
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low.midpoint(high);
            let start = line_start(bytes, low, middle);
            // The space or line break after a key is less than any letter or digit, so that a
            // key which the other only begins with comes first without looking for its end.
            let end = bytes.len().min(start + key.len());
            if bytes[start..end] < *key.as_bytes() {
                low = (line_end(bytes, middle) + 1).min(high);
            } else {
                high = start;
            }
        }
        low
    }
}

/// The key of a line.
pub(super) fn key_of(line: &str) -> &str {
    line.split(' ').next().unwrap_or(line)
}

/// The beginning of the line that `within` is in, not before `from`.
fn line_start(bytes: &[u8], from: usize, within: usize) -> usize {
    let before = &bytes[from..within];
    let newest = before.iter().rposition(|byte| *byte == NEW_LINE);
    newest.map_or(from, |index| from + index + 1)
}

/// The end of the line that `within` is in, without its line break.
fn line_end(bytes: &[u8], within: usize) -> usize {
    let after = &bytes[within..];
    let next = after.iter().position(|byte| *byte == NEW_LINE);
    next.map_or(bytes.len(), |index| within + index)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Lines = Lines::new("01 one\n0101\n0102 x y\n05\n99 last\n");

    #[test]
    fn every_key_is_found_and_no_other() {
        for line in TABLE.all() {
            assert_eq!(TABLE.find(key_of(line)), Some(line));
        }
        for other in ["", "0", "00", "010", "01010", "02", "9", "98", "999", "a"] {
            assert_eq!(TABLE.find(other), None, "{other}");
        }
        assert_eq!(Lines::new("").find("1"), None);
        assert_eq!(
            Lines::new("1").find("1"),
            Some("1"),
            "without a last line break"
        );
    }

    #[test]
    fn around_a_key() {
        let from: Vec<_> = TABLE.from("0102").collect();
        assert_eq!(from, ["0102 x y", "05", "99 last"]);
        let before: Vec<_> = TABLE.before("0102").collect();
        assert_eq!(before, ["0101", "01 one"]);
        assert_eq!(TABLE.from("999").count(), 0);
        assert_eq!(TABLE.before("").count(), 0);
        let starting: Vec<_> = TABLE.beginning_with("01").collect();
        assert_eq!(starting, ["01 one", "0101", "0102 x y"]);
    }
}
