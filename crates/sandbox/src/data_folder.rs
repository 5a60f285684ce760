//! The folder that a sandbox keeps its data in, told apart from that of a real portal.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The file that says whose folder it is.
const MARKER_FILE: &str = "mohar-sandbox.txt";

/// What it says, to whoever finds it.
const MARKER_TEXT: &str = "This folder belongs to a Mohar sandbox. Everything in it is invented, and \
                           its keys protect nothing. It can be deleted.\n";

/// A folder that a sandbox may use.
#[derive(Clone, Debug)]
pub struct DataFolder {
    path: PathBuf,
}

/// Why a sandbox does not use a folder.
#[derive(Debug, Error)]
pub enum DataFolderFault {
    /// The folder holds something and no sandbox made it.
    #[error(
        "{path} was not made by a sandbox, and a sandbox does not touch other data; name an empty \
         folder or one that does not exist yet",
        path = .path.display()
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// The folder cannot be read or written.
    #[error("{path} cannot be used as a data folder", path = .path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl DataFolder {
    /// Takes a folder for a sandbox: one that a sandbox made, an empty one, or a new one.
    ///
    /// # Errors
    /// Somebody else's data is in it, or it cannot be used.
    pub fn claim(path: &Path) -> Result<Self, DataFolderFault> {
        let unusable = |source| DataFolderFault::Unusable {
            path: path.to_owned(),
            source,
        };
        fs::create_dir_all(path).map_err(unusable)?;
        let marker = path.join(MARKER_FILE);
        if !marker.try_exists().map_err(unusable)? {
            if fs::read_dir(path).map_err(unusable)?.next().is_some() {
                return Err(DataFolderFault::Foreign {
                    path: path.to_owned(),
                });
            }
            // First of all files, so that a start that is interrupted leaves no foreign folder.
            fs::write(marker, MARKER_TEXT).map_err(unusable)?;
        }
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// Whether a sandbox made a folder, or the one above it: a real portal keeps out of both.
    pub fn is_of_a_sandbox(path: &Path) -> bool {
        let above = path.parent().map(|above| above.join(MARKER_FILE));
        path.join(MARKER_FILE).exists() || above.is_some_and(|marker| marker.exists())
    }

    /// A folder to look into, whoever made it. Nothing is written.
    pub fn existing(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.path.join("mohar.db")
    }

    /// The folder of the keys.
    pub fn keys(&self) -> PathBuf {
        self.path.join("keys")
    }

    /// The file of what was set for single taxpayers.
    pub fn taxpayers(&self) -> PathBuf {
        self.path.join("taxpayers.json")
    }

    /// The file of the accounts that the sandbox made.
    pub fn accounts(&self) -> PathBuf {
        self.path.join("accounts.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_empty_and_own_folders_are_taken() {
        let parent = tempfile::tempdir().unwrap();
        let new = parent.path().join("a/b");
        DataFolder::claim(&new).unwrap();
        fs::write(new.join("mohar.db"), "data").unwrap();
        DataFolder::claim(&new).unwrap();
        assert!(DataFolder::is_of_a_sandbox(&new));
        assert!(DataFolder::is_of_a_sandbox(&new.join("keys")));
        assert!(!DataFolder::is_of_a_sandbox(parent.path()));
        let empty = tempfile::tempdir().unwrap();
        DataFolder::claim(empty.path()).unwrap();
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mohar.db"), "real data").unwrap();
        let fault = DataFolder::claim(folder.path()).unwrap_err();
        assert!(matches!(fault, DataFolderFault::Foreign { .. }));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_is_no_folder() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let fault = DataFolder::claim(file.path()).unwrap_err();
        assert!(matches!(fault, DataFolderFault::Unusable { .. }));
    }
}
