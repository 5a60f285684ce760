//! A value that a sandbox keeps in a file from one start to the next.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The value in the file; the default if there is no file.
///
/// # Errors
/// The file is there and cannot be read, or holds something else.
pub(crate) fn read<T: DeserializeOwned + Default>(file: Option<&Path>) -> io::Result<T> {
    match file.map(fs::read) {
        Some(Ok(bytes)) => Ok(serde_json::from_slice(&bytes)?),
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(T::default()),
    }
}

/// Replaces the file, which only its owner may read.
///
/// # Errors
/// The file cannot be written; the old one stays.
pub(crate) fn write(file: &Path, value: &impl Serialize) -> io::Result<()> {
    // Written beside and renamed, so that a crash leaves the old file or the new one.
    let beside = file.with_extension("new");
    // What an interrupted start left would keep its own permissions.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut writer = options.open(&beside)?;
    writer.write_all(&serde_json::to_vec_pretty(value)?)?;
    writer.sync_all()?;
    fs::rename(beside, file)
}
