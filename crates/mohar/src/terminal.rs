//! The terminal of whoever runs the program.

use std::io::{self, Write as _};

/// Prints a line. A reader that has seen enough and is gone (`| head`) is no fault, and what the
/// command found out still decides its exit code.
pub(crate) fn say(line: &str) -> io::Result<()> {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// A text without the characters that would steer a terminal instead of being shown.
pub(crate) fn plain(text: &str) -> String {
    let shown = |sign: &char| *sign == '\n' || !sign.is_control();
    text.chars().filter(shown).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_can_be_read_is_left() {
        assert_eq!(
            super::plain("a\u{1b}[2Jb\u{9b}31m\r\nc\u{7f}"),
            "a[2Jb31m\nc"
        );
    }
}
