//! Where the keys are kept: a folder with a sub-folder for each kind, readable by its owner only.
//!
//! ```text
//! keys/otp-key                  the key of one-time passwords
//! keys/signing/keys.json        which signing keys there are, and from when to when each signs
//! keys/signing/<kid>.key.pem    a private key, unless a token keeps it
//! keys/signing/<kid>.crt.pem    its certificate, and those of its issuers
//! keys/login/…  keys/data/…     the same for the other two kinds
//! ```
//!
//! docs/KEYS.md tells operators how keys come and go.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::Timestamp;
use thiserror::Error;

use crate::data_key::DataKey;
use crate::data_keys::DataKeys;
use crate::key_fault::KeyFault;
use crate::key_files::Directory;
use crate::key_kind::KeyKind;
use crate::key_manifest::{Custody, Entry, MANIFEST_FILE, Manifest};
use crate::key_window::Window;
use crate::login_key::LoginKey;
use crate::login_keys::LoginKeys;
use crate::otp::OtpKey;
use crate::random::Randomness;
use crate::signing_key::SigningKey;
use crate::signing_keys::{Held, SigningKeys};
use crate::verifying_key::VerifyingKey;

/// The key under which one-time passwords are digested.
pub const OTP_KEY_FILE: &str = "otp-key";

/// All keys of a portal, as they were at one reading of their folder.
#[derive(Debug)]
pub struct Keys {
    /// Sign invoices and QR codes.
    pub signing: SigningKeys,
    /// Open sealed logins.
    pub login: LoginKeys,
    /// Encrypt what is stored.
    pub data: DataKeys,
    /// Digests one-time passwords.
    pub otp: OtpKey,
}

/// Why the keys could not be had.
#[derive(Debug, Error)]
pub enum KeyStoreFault {
    /// A file or the directory could not be read or written.
    #[error("{path} cannot be used", path = .path.display())]
    File {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Other users of the machine may read the file.
    #[error(
        "{path} can be read by other users (mode {mode:03o}); it must belong to one user only \
         (mode 600)",
        path = .path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file is not a key.
    #[error("{path} is not a usable key", path = .path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyFault,
    },
    /// The list of keys cannot be used.
    #[error("{path} cannot be used: {reason}", path = .path.display())]
    Manifest {
        /// The list.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of a complete set is gone. A new one would not fit what was stored under the old.
    #[error("{path} is missing; restore it from a backup", path = .path.display())]
    Lost {
        /// The file.
        path: PathBuf,
    },
}

impl Keys {
    /// Keys that end with the process: for tests, and for a sandbox without a directory.
    pub fn throw_away(issuer: &str, now: Timestamp, random: &Randomness) -> Self {
        let (signing, login) = rsa_keys(issuer, now);
        Self {
            signing: SigningKeys::only(signing, now),
            login: LoginKeys::only(login, now),
            data: DataKeys::only(DataKey::random(random), now),
            otp: OtpKey::random(random),
        }
    }
}

/// A key folder, and what of it was read last.
#[derive(Debug)]
pub struct KeyFolder {
    path: PathBuf,
    seen: Mutex<Option<Stamps>>,
}

/// When each list of keys was last replaced.
type Stamps = [Option<(SystemTime, u64)>; 3];

impl KeyFolder {
    /// The folder at a path. Nothing is read yet.
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            seen: Mutex::default(),
        }
    }

    /// Reads the keys, and on the first start makes them.
    ///
    /// A first start that was interrupted is finished by the next: the list of signing keys is
    /// written last, and until it is there, what is missing is made. Once it is there, nothing that
    /// is missing is made anew: personal data could no longer be read.
    pub fn load_or_create(
        &self,
        issuer: &str,
        now: Timestamp,
        random: &Randomness,
    ) -> Result<Keys, KeyStoreFault> {
        let root = Directory::create(&self.path)?;
        let lock = root.lock()?;
        if !self.is_complete() {
            crate::key_layout::adopt_or_make(&root, issuer, now, random)?;
        }
        let keys = self.read();
        drop(lock);
        keys
    }

    /// Reads the keys, which have to be there. For whoever reads what was stored under them: new
    /// keys would be of no use to them, and would stand in the way of the right ones.
    pub fn load(&self) -> Result<Keys, KeyStoreFault> {
        let root = Directory::existing(&self.path);
        if !self.is_complete() && crate::key_layout::is_old(&root) {
            let _lock = root.lock()?;
            crate::key_layout::adopt(&root)?;
        }
        self.read()
    }

    /// The keys, if their lists have changed since they were last read. When they cannot be read,
    /// whoever asks goes on with the keys it has, and the next question tries again.
    pub fn reload(&self) -> Result<Option<Keys>, KeyStoreFault> {
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen == Some(self.stamps()) {
            return Ok(None);
        }
        self.read().map(Some)
    }

    /// The folder of one kind.
    pub(crate) fn kind(&self, kind: KeyKind) -> Directory {
        Directory::existing(&self.path.join(kind.folder()))
    }

    pub(crate) fn root(&self) -> Directory {
        Directory::existing(&self.path)
    }

    fn is_complete(&self) -> bool {
        self.kind(KeyKind::Signing).stamp(MANIFEST_FILE).is_some()
    }

    fn stamps(&self) -> Stamps {
        KeyKind::ALL.map(|kind| self.kind(kind).stamp(MANIFEST_FILE))
    }

    fn read(&self) -> Result<Keys, KeyStoreFault> {
        // Taken before reading: what changes while it is read is read again.
        let stamps = self.stamps();
        let keys = Keys {
            signing: SigningKeys::new(signing_keys(&self.kind(KeyKind::Signing))?),
            login: login_keys(&self.kind(KeyKind::Login))?,
            data: data_keys(&self.kind(KeyKind::Data))?,
            otp: otp_key(&self.root())?,
        };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(stamps);
        Ok(keys)
    }
}

/// [`KeyFolder::load_or_create`] for whoever never reads the folder again.
pub fn load_or_create(
    directory: &Path,
    issuer: &str,
    now: Timestamp,
    random: &Randomness,
) -> Result<Keys, KeyStoreFault> {
    KeyFolder::new(directory).load_or_create(issuer, now, random)
}

/// [`KeyFolder::load`] for whoever never reads the folder again.
pub fn load(directory: &Path) -> Result<Keys, KeyStoreFault> {
    KeyFolder::new(directory).load()
}

/// The two RSA keys, made at the same time: each takes a tenth of a second on its own.
pub(crate) fn rsa_keys(issuer: &str, now: Timestamp) -> (SigningKey, LoginKey) {
    std::thread::scope(|scope| {
        let login = scope.spawn(LoginKey::generate);
        let signing = SigningKey::generate(issuer, now);
        // Join fails only when the thread panicked, and that panic has already been reported.
        let login = login.join().expect("making a login key does not panic");
        (signing, login)
    })
}

pub(crate) fn required(directory: &Directory, name: &str) -> Result<String, KeyStoreFault> {
    directory.read(name)?.ok_or_else(|| lost(directory, name))
}

pub(crate) fn lost(directory: &Directory, name: &str) -> KeyStoreFault {
    KeyStoreFault::Lost {
        path: directory.path(name),
    }
}

pub(crate) fn manifest(directory: &Directory) -> Result<Manifest, KeyStoreFault> {
    Manifest::read(directory)?.ok_or_else(|| lost(directory, MANIFEST_FILE))
}

/// The file with a signing key's certificate.
pub(crate) fn certificate_file(id: &str) -> String {
    format!("{id}.crt.pem")
}

pub(crate) fn signing_key(directory: &Directory, entry: &Entry) -> Result<Held, KeyStoreFault> {
    let name = certificate_file(&entry.id);
    let certificates = directory
        .read_public(&name)?
        .ok_or_else(|| lost(directory, &name))?;
    let public =
        VerifyingKey::from_certificates_pem(&certificates).map_err(in_file(directory, &name))?;
    if public.key_id() != Some(entry.id.as_str()) {
        return Err(in_file(directory, &name)(KeyFault::Mismatch));
    }
    let key = match &entry.custody {
        Custody::File(name) => match private(directory, name, entry.window())? {
            Some(text) => Some(
                SigningKey::from_pems(&text, &certificates).map_err(in_file(directory, name))?,
            ),
            None => None,
        },
        Custody::Pkcs11(place) => Some(SigningKey::in_token(place.clone(), public.clone())),
    };
    Ok(Held {
        public: public.within(entry.window()),
        key: key.map(Arc::new),
    })
}

fn signing_keys(directory: &Directory) -> Result<Vec<Held>, KeyStoreFault> {
    let entries = manifest(directory)?.keys;
    entries
        .iter()
        .map(|entry| signing_key(directory, entry))
        .collect()
}

fn login_keys(directory: &Directory) -> Result<LoginKeys, KeyStoreFault> {
    let mut keys = Vec::new();
    for entry in manifest(directory)?.keys {
        let name = file_only(directory, &entry)?;
        if let Some(text) = private(directory, name, entry.window())? {
            let key = LoginKey::from_pem(&text).map_err(in_file(directory, name))?;
            keys.push((entry.window(), Arc::new(key)));
        }
    }
    LoginKeys::new(keys).ok_or_else(|| empty(directory))
}

fn data_keys(directory: &Directory) -> Result<DataKeys, KeyStoreFault> {
    let mut keys = Vec::new();
    for entry in manifest(directory)?.keys {
        let name = file_only(directory, &entry)?;
        let number = entry.id.parse().ok().filter(|number| *number > 0);
        let number = number.ok_or_else(|| KeyStoreFault::Manifest {
            path: directory.path(MANIFEST_FILE),
            reason: format!("{:?} is no number of a data key (1 to 255)", entry.id),
        })?;
        if let Some(text) = private(directory, name, entry.window())? {
            let key = DataKey::from_base64(&text).map_err(in_file(directory, name))?;
            keys.push((entry.window(), number, key));
        }
    }
    DataKeys::new(keys).ok_or_else(|| empty(directory))
}

fn otp_key(root: &Directory) -> Result<OtpKey, KeyStoreFault> {
    let text = required(root, OTP_KEY_FILE)?;
    OtpKey::from_base64(&text).map_err(in_file(root, OTP_KEY_FILE))
}

/// The text of a private key. Of a retired key it may have been destroyed, as it should be.
fn private(
    directory: &Directory,
    name: &str,
    window: Window,
) -> Result<Option<String>, KeyStoreFault> {
    match directory.read(name)? {
        None if window.retired_at.is_none() => Err(lost(directory, name)),
        text => Ok(text),
    }
}

fn file_only<'entry>(
    directory: &Directory,
    entry: &'entry Entry,
) -> Result<&'entry str, KeyStoreFault> {
    match &entry.custody {
        Custody::File(name) => Ok(name),
        Custody::Pkcs11(_) => Err(KeyStoreFault::Manifest {
            path: directory.path(MANIFEST_FILE),
            reason: format!(
                "the key {} is in a token, where only signing keys can be",
                entry.id
            ),
        }),
    }
}

fn empty(directory: &Directory) -> KeyStoreFault {
    KeyStoreFault::Manifest {
        path: directory.path(MANIFEST_FILE),
        reason: "it names no key that is there".to_owned(),
    }
}

pub(crate) fn in_file(directory: &Directory, name: &str) -> impl FnOnce(KeyFault) -> KeyStoreFault {
    let path = directory.path(name);
    move |source| KeyStoreFault::Key { path, source }
}

#[cfg(all(test, unix))]
mod tests;
