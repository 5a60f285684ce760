//! A file line by line, with the digest of all that was read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use seal::Sha256;

/// Most bytes of a line, its end not counted. A record has less than a thousand.
pub(super) const LINE_BYTES_MAX: usize = 64 * 1024;
/// What is read at a time.
const BUFFER_BYTES: usize = 256 * 1024;

/// How far a file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Bytes before it.
    pub(super) byte_offset: u64,
    /// Lines before it.
    pub(super) lines: u64,
    /// SHA-256 of those bytes.
    pub(super) digest: [u8; 32],
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line is in the buffer, without its end.
    Whole,
    /// A line was passed over that has too many bytes.
    TooLong,
    /// There are no more.
    End,
}

/// A file that is read line by line.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    digest: Sha256,
    byte_offset: u64,
    line_count: u64,
}

impl Lines<File> {
    /// From the beginning.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self::over(File::open(path)?))
    }

    /// From a byte at which a line begins, to read a line or two; the digest is that of the rest.
    pub(super) fn at(mut file: File, byte_offset: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(byte_offset))?;
        Ok(Self::over(file))
    }
}

impl<R: Read> Lines<R> {
    fn over(reader: R) -> Self {
        Self {
            reader: BufReader::with_capacity(BUFFER_BYTES, reader),
            digest: Sha256::default(),
            byte_offset: 0,
            line_count: 0,
        }
    }

    /// Lines and bytes before the next line.
    pub(super) fn position(&self) -> (u64, u64) {
        (self.line_count, self.byte_offset)
    }

    /// Where the next line begins, with the digest of what is before it.
    pub(super) fn place(&self) -> Place {
        Place {
            byte_offset: self.byte_offset,
            lines: self.line_count,
            digest: self.digest.bytes(),
        }
    }

    /// Goes on where an earlier reading of the file ended. `false` when what was read then is no
    /// longer what the file begins with.
    pub(super) fn go_on(&mut self, place: &Place) -> io::Result<bool> {
        while self.byte_offset < place.byte_offset {
            let piece = self.reader.fill_buf()?;
            let left = place.byte_offset - self.byte_offset;
            let length = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if length == 0 {
                return Ok(false);
            }
            self.digest.update(&piece[..length]);
            self.reader.consume(length);
            self.byte_offset += length as u64;
        }
        self.line_count = place.lines;
        Ok(self.digest.bytes() == place.digest)
    }

    /// Reads the next line into the buffer.
    pub(super) fn next(&mut self, buffer: &mut Vec<u8>) -> io::Result<Line> {
        buffer.clear();
        // Two bytes more, for the end of the line.
        let limit = LINE_BYTES_MAX as u64 + 2;
        let length = self.piece(buffer, limit)?;
        if length == 0 {
            return Ok(Line::End);
        }
        self.line_count += 1;
        let mut is_ended = buffer.ends_with(b"\n");
        while !is_ended && buffer.len() as u64 == limit {
            // Only to find its end.
            buffer.clear();
            self.piece(buffer, limit)?;
            is_ended = buffer.ends_with(b"\n");
            if is_ended || (buffer.len() as u64) < limit {
                return Ok(Line::TooLong);
            }
        }
        if is_ended {
            buffer.pop();
        }
        if buffer.ends_with(b"\r") {
            buffer.pop();
        }
        Ok(if buffer.len() > LINE_BYTES_MAX {
            Line::TooLong
        } else {
            Line::Whole
        })
    }

    fn piece(&mut self, buffer: &mut Vec<u8>, limit: u64) -> io::Result<usize> {
        let length = (&mut self.reader).take(limit).read_until(b'\n', buffer)?;
        self.digest.update(buffer);
        self.byte_offset += length as u64;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn all(text: &[u8]) -> (Vec<(Line, Vec<u8>)>, Place) {
        let mut lines = Lines::over(text);
        let (mut found, mut buffer) = (Vec::new(), Vec::new());
        loop {
            match lines.next(&mut buffer).unwrap() {
                Line::End => return (found, lines.place()),
                Line::Whole => found.push((Line::Whole, buffer.clone())),
                Line::TooLong => found.push((Line::TooLong, Vec::new())),
            }
        }
    }

    #[test]
    fn lines_end_in_every_usual_way() {
        let (found, place) = all(b"one\r\n\ntwo\nthree");
        let texts: Vec<_> = found.iter().map(|(_, text)| text.as_slice()).collect();
        assert_eq!(texts, [&b"one"[..], b"", b"two", b"three"]);
        assert_eq!((place.byte_offset, place.lines), (15, 4));
        assert_eq!(all(b"").0, []);
    }

    #[test]
    fn a_line_is_read_up_to_the_limit_and_passed_over_beyond() {
        for end in ["\n", "\r\n", ""] {
            for (extra, expected) in [
                (0, Line::Whole),
                (1, Line::TooLong),
                (2, Line::TooLong),
                (3, Line::TooLong),
                (3 * LINE_BYTES_MAX, Line::TooLong),
            ] {
                let long = "x".repeat(LINE_BYTES_MAX + extra);
                let text = format!("before\n{long}{end}");
                let (found, place) = all(text.as_bytes());
                assert_eq!(found.len(), 2, "{extra} {end:?}");
                assert_eq!(found[1].0, expected, "{extra} {end:?}");
                assert_eq!(place.byte_offset, text.len() as u64);
                let (found, _) = all(format!("{long}\nafter").as_bytes());
                assert_eq!(found[1], (Line::Whole, b"after".to_vec()));
            }
        }
    }

    #[test]
    fn reading_goes_on_only_behind_the_same_bytes() {
        let text = b"one\ntwo\nthree\n";
        let mut lines = Lines::over(&text[..]);
        let mut buffer = Vec::new();
        lines.next(&mut buffer).unwrap();
        lines.next(&mut buffer).unwrap();
        let place = lines.place();
        let mut again = Lines::over(&text[..]);
        assert!(again.go_on(&place).unwrap());
        assert_eq!(again.next(&mut buffer).unwrap(), Line::Whole);
        assert_eq!((buffer.as_slice(), again.place().lines), (&b"three"[..], 3));
        assert_eq!(again.next(&mut buffer).unwrap(), Line::End);
        assert_eq!(again.place(), all(text).1);
        for other in [&b"one\ntwO\nthree\n"[..], b"one\ntw", b""] {
            assert!(!Lines::over(other).go_on(&place).unwrap());
        }
    }
}
