//! What the commands read: files and standard input, each up to a limit.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use crate::Failure;

/// A file, or standard input for `-`.
pub(crate) fn bytes_or_input(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        limited(&mut stdin().lock(), path, bytes_max)
    } else {
        bytes(path, bytes_max)
    }
}

/// A file.
pub(crate) fn bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    let file = File::open(path);
    let mut file =
        file.map_err(|error| Failure(format!("cannot read {}: {error}", path.display())))?;
    limited(&mut file, path, bytes_max)
}

fn limited(from: &mut dyn Read, path: &Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let name = path.display();
    from.take(bytes_max + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure(format!("cannot read {name}: {error}")))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= bytes_max) {
        Ok(bytes)
    } else {
        Err(Failure(format!("{name} has more than {bytes_max} bytes")))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_limit_and_not_beyond() {
        let path = Path::new("four");
        assert_eq!(limited(&mut &b"1234"[..], path, 4).unwrap(), b"1234");
        let failure = limited(&mut &b"12345"[..], path, 4).unwrap_err();
        assert_eq!(failure.to_string(), "four has more than 4 bytes");
    }
}
