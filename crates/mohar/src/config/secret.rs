//! Secrets: each in a file of its own, which nobody but its owner may read.

use std::fs;
use std::path::Path;

use crate::Failure;
use crate::files;

/// Bytes of a file of one secret.
const SECRET_BYTES_MAX: u64 = 4 * 1024;

/// Reads the one line of a secret.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    refuse_exposed(path)?;
    let name = path.display();
    let bytes = files::bytes(path, SECRET_BYTES_MAX)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure(format!("{name} is not text")))?;
    let line = text.trim();
    if line.is_empty() {
        return Err(Failure(format!("{name} is empty")));
    }
    if line.chars().any(char::is_control) {
        return Err(Failure(format!("{name} has more than one line")));
    }
    Ok(line.to_owned())
}

/// Refuses a file that others of this machine may read or change.
pub(crate) fn refuse_exposed(path: &Path) -> Result<(), Failure> {
    let name = path.display();
    let metadata =
        fs::metadata(path).map_err(|error| Failure(format!("cannot read {name}: {error}")))?;
    if !metadata.is_file() {
        return Err(Failure(format!("{name} is not a file")));
    }
    let mode = mode(&metadata);
    if mode & OF_OTHERS == 0 {
        return Ok(());
    }
    Err(Failure(format!(
        "{name} can be read by other users (mode {mode:03o}); run: chmod 600 {name}"
    )))
}

/// What group and others may do with a file.
const OF_OTHERS: u32 = 0o077;

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o777
}

/// Other systems keep rights in lists that this program does not judge.
#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> u32 {
    0
}

#[cfg(all(test, unix))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn file(text: &str, mode: u32) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
        file
    }

    #[test]
    fn only_a_closed_file_with_one_line_is_a_secret() {
        assert_eq!(read(file("s3cret\n", 0o600).path()).unwrap(), "s3cret");
        assert_eq!(read(file(" s3cret", 0o400).path()).unwrap(), "s3cret");
        for (text, mode, words) in [
            ("s3cret", 0o640, "mode 640"),
            ("s3cret", 0o604, "mode 604"),
            (" \n", 0o600, "empty"),
            ("a\nb", 0o600, "more than one line"),
        ] {
            let failure = read(file(text, mode).path()).unwrap_err().to_string();
            assert!(failure.contains(words), "{failure}");
            assert!(!failure.contains("s3cret"), "{failure}");
        }
        let long = "x".repeat(usize::try_from(SECRET_BYTES_MAX).unwrap());
        assert_eq!(read(file(&long, 0o600).path()).unwrap(), long);
        assert!(read(file(&format!("{long}x"), 0o600).path()).is_err());
    }
}
