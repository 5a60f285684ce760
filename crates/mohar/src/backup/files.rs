//! The folder of a backup.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _};
use std::path::Path;

use seal::Sha256;

use super::manifest::{MANIFEST_FILE, Member};
use crate::Failure;

/// Bytes that are read at a time.
const CHUNK_BYTES: usize = 1024 * 1024;

/// Makes the folder for its owner only, or takes an empty one.
pub(super) fn make_folder(folder: &Path) -> Result<(), Failure> {
    let name = folder.display();
    let cannot = |error: io::Error| Failure(format!("{name}: {error}"));
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(cannot)?;
    if fs::read_dir(folder).map_err(cannot)?.next().is_some() {
        return Err(Failure(format!(
            "{name} is not empty; every backup has a folder of its own"
        )));
    }
    owner_only(folder, 0o700).map_err(cannot)
}

#[cfg(unix)]
fn owner_only(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn owner_only(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Brings every file and folder to the disk, for its owner only, and tells what they are.
pub(super) fn settled(folder: &Path) -> Result<Vec<Member>, Failure> {
    let mut members = Vec::new();
    walk(folder, "", &mut |path, name| {
        owner_only(path, 0o600)?;
        File::open(path)?.sync_all()?;
        members.push(member(path, name)?);
        Ok(())
    })
    .map_err(|error| Failure(format!("{}: {error}", folder.display())))?;
    Ok(members)
}

/// What the files of a folder are.
pub(super) fn found(folder: &Path) -> Result<Vec<Member>, Failure> {
    let mut members = Vec::new();
    walk(folder, "", &mut |path, name| {
        members.push(member(path, name)?);
        Ok(())
    })
    .map_err(|error| Failure(format!("{}: {error}", folder.display())))?;
    Ok(members)
}

/// Every file but the manifest, in the order of the names; then the folders are brought to the
/// disk.
fn walk(
    folder: &Path,
    prefix: &str,
    each: &mut dyn FnMut(&Path, String) -> io::Result<()>,
) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if name == MANIFEST_FILE {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), each)?;
        } else {
            each(&entry.path(), name)?;
        }
    }
    sync_folder(folder)
}

#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems cannot open a directory to sync it.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn member(path: &Path, name: String) -> io::Result<Member> {
    let mut file = File::open(path)?;
    let (mut digest, mut bytes) = (Sha256::default(), 0);
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        digest.update(&chunk[..read]);
        bytes += u64::try_from(read).unwrap_or(0);
    }
    Ok(Member {
        name,
        bytes,
        sha256: hex::encode(digest.bytes()),
    })
}
