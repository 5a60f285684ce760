//! Reading the packages' files.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use serde::de::DeserializeOwned;

use super::failure;

/// The rows of a file of comma-separated values that has a line of headings.
pub(super) fn rows<T: DeserializeOwned>(source: impl std::io::Read) -> Result<Vec<T>, String> {
    csv::Reader::from_reader(source)
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

/// Opens a file.
pub(super) fn open(path: &Path) -> Result<File, String> {
    File::open(path).map_err(|error| failure(path, &error))
}

/// What is in a compressed file.
pub(super) fn unzipped(path: &Path) -> Result<Vec<u8>, String> {
    let output = Command::new("gzip").arg("-dc").arg(path).output();
    let output = output.map_err(|error| failure(path, &error))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!("{} could not be unzipped", path.display()))
    }
}

/// The JSON in a file.
pub(super) fn json(path: &Path) -> Result<serde_json::Value, String> {
    let text = fs::read(path).map_err(|error| failure(path, &error))?;
    serde_json::from_slice(&text).map_err(|error| failure(path, &error))
}
