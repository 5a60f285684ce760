//! Files that only their owner can read and that are either complete or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::key_store::KeyStoreFault;

/// Held while keys are made, so that two processes that start at once agree on one set.
pub(crate) const LOCK_FILE: &str = "keys.lock";

/// A key file is a few kilobytes; more than this is something else.
pub(crate) const FILE_BYTES_MAX: u64 = 64 * 1024;

/// A directory of key files.
pub(crate) struct Directory(PathBuf);

impl Directory {
    /// Makes the directory, closed to other users, unless it is there.
    pub(crate) fn create(path: &Path) -> Result<Self, KeyStoreFault> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(at(path))?;
        Ok(Self(path.to_owned()))
    }

    /// A directory that should be there. Nothing is made.
    pub(crate) fn existing(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The text of a file, unless there is none.
    pub(crate) fn read(&self, name: &str) -> Result<Option<String>, KeyStoreFault> {
        let path = self.path(name);
        match read_secret(&path) {
            Err(KeyStoreFault::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(None)
            }
            read => read.map(Some),
        }
    }

    /// The text of a file that anybody may read, as a certificate, unless there is none.
    pub(crate) fn read_public(&self, name: &str) -> Result<Option<String>, KeyStoreFault> {
        let path = self.path(name);
        match limited(&path) {
            Err(KeyStoreFault::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(None)
            }
            read => read.map(Some),
        }
    }

    /// When a file was last replaced, and its length; nothing if there is none.
    pub(crate) fn stamp(&self, name: &str) -> Option<(SystemTime, u64)> {
        let metadata = fs::metadata(self.path(name)).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }

    /// Removes a file, which need not be there.
    pub(crate) fn remove(&self, name: &str) -> Result<(), KeyStoreFault> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(at(&path)),
        }
    }

    /// Writes a file so that it is either not there or complete: under another name first, synced,
    /// renamed, and the directory synced.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<(), KeyStoreFault> {
        let path = self.path(name);
        let unfinished = self.0.join(format!("{name}.new"));
        // Only a crashed process can have left it: we hold the lock.
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => other.map_err(at(&unfinished))?,
        }
        let mut file = owner_only(OpenOptions::new().write(true).create_new(true))
            .open(&unfinished)
            .map_err(at(&unfinished))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.write_all(if text.ends_with('\n') { b"" } else { b"\n" }))
            .and_then(|()| file.sync_all())
            .map_err(at(&unfinished))?;
        fs::rename(&unfinished, &path).map_err(at(&path))?;
        self.sync_directory()
    }

    /// Waits until no other process makes keys here; the lock ends with the returned file.
    pub(crate) fn lock(&self) -> Result<File, KeyStoreFault> {
        let path = self.0.join(LOCK_FILE);
        let file = owner_only(OpenOptions::new().write(true).create(true).truncate(false))
            .open(&path)
            .map_err(at(&path))?;
        file.lock().map_err(at(&path))?;
        Ok(file)
    }

    #[cfg(unix)]
    fn sync_directory(&self) -> Result<(), KeyStoreFault> {
        File::open(&self.0)
            .and_then(|directory| directory.sync_all())
            .map_err(at(&self.0))
    }

    /// Other systems cannot open a directory to sync it.
    #[cfg(not(unix))]
    fn sync_directory(&self) -> Result<(), KeyStoreFault> {
        Ok(())
    }
}

/// The text of a file that only its owner may read.
pub(crate) fn read_secret(path: &Path) -> Result<String, KeyStoreFault> {
    let metadata = fs::metadata(path).map_err(at(path))?;
    refuse_exposed(path, &metadata)?;
    limited(path)
}

fn limited(path: &Path) -> Result<String, KeyStoreFault> {
    let metadata = fs::metadata(path).map_err(at(path))?;
    if metadata.len() > FILE_BYTES_MAX {
        let source = io::Error::new(io::ErrorKind::FileTooLarge, "it is too large for a key");
        return Err(at(path)(source));
    }
    fs::read_to_string(path).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> KeyStoreFault {
    let path = path.to_owned();
    move |source| KeyStoreFault::File { path, source }
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn refuse_exposed(path: &Path, metadata: &fs::Metadata) -> Result<(), KeyStoreFault> {
    use std::os::unix::fs::PermissionsExt as _;

    const OF_OTHERS: u32 = 0o077;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & OF_OTHERS == 0 {
        return Ok(());
    }
    Err(KeyStoreFault::Exposed {
        path: path.to_owned(),
        mode,
    })
}

/// Other systems keep rights in lists that this program does not judge.
#[cfg(not(unix))]
fn refuse_exposed(_path: &Path, _metadata: &fs::Metadata) -> Result<(), KeyStoreFault> {
    Ok(())
}
