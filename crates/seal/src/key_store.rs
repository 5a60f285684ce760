//! Where the keys are kept: four files in one directory, readable by their owner only.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use thiserror::Error;

use crate::data_key::DataKey;
use crate::key_fault::KeyFault;
use crate::key_files::Directory;
use crate::login_key::LoginKey;
use crate::otp::OtpKey;
use crate::random::Randomness;
use crate::signing_key::SigningKey;

/// Signing key and certificate. Written last: where it is, the set is complete.
pub const SIGNING_KEY_FILE: &str = "signing-key.pem";
/// The key that opens sealed logins.
pub const LOGIN_KEY_FILE: &str = "login-key.pem";
/// The key under which personal data is stored.
pub const DATA_KEY_FILE: &str = "data-key";
/// The key under which one-time passwords are digested.
pub const OTP_KEY_FILE: &str = "otp-key";

/// All keys of a portal.
#[derive(Debug)]
pub struct Keys {
    /// Signs invoices and QR codes.
    pub signing: SigningKey,
    /// Opens sealed logins.
    pub login: LoginKey,
    /// Encrypts what is stored.
    pub data: DataKey,
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
            signing,
            login,
            data: DataKey::random(random),
            otp: OtpKey::random(random),
        }
    }
}

/// Reads the keys of a directory, and on the first start makes them.
///
/// A first start that was interrupted is finished by the next: the signing key is written last, and
/// until it is there, what is missing is made. Once it is there, nothing that is missing is made
/// anew: personal data could no longer be read.
pub fn load_or_create(
    directory: &Path,
    issuer: &str,
    now: Timestamp,
    random: &Randomness,
) -> Result<Keys, KeyStoreFault> {
    let directory = Directory::create(directory)?;
    let lock = directory.lock()?;
    let signing = directory.read(SIGNING_KEY_FILE)?;
    let keys = match signing {
        Some(text) => complete(&directory, &text)?,
        None => make(&directory, issuer, now, random)?,
    };
    drop(lock);
    Ok(keys)
}

/// Reads the keys of a directory, which have to be there. For whoever reads what was stored under
/// them: new keys would be of no use to them, and would stand in the way of the right ones.
pub fn load(directory: &Path) -> Result<Keys, KeyStoreFault> {
    let directory = Directory::existing(directory);
    let signing = required(&directory, SIGNING_KEY_FILE)?;
    complete(&directory, &signing)
}

/// The two RSA keys, made at the same time: each takes a tenth of a second on its own.
fn rsa_keys(issuer: &str, now: Timestamp) -> (SigningKey, LoginKey) {
    std::thread::scope(|scope| {
        let login = scope.spawn(LoginKey::generate);
        let signing = SigningKey::generate(issuer, now);
        // Join fails only when the thread panicked, and that panic has already been reported.
        let login = login.join().expect("making a login key does not panic");
        (signing, login)
    })
}

fn required(directory: &Directory<'_>, name: &str) -> Result<String, KeyStoreFault> {
    directory.read(name)?.ok_or_else(|| KeyStoreFault::Lost {
        path: directory.path(name),
    })
}

/// The set whose signing key has this text.
fn complete(directory: &Directory<'_>, signing: &str) -> Result<Keys, KeyStoreFault> {
    let (login, data, otp) = (
        required(directory, LOGIN_KEY_FILE)?,
        required(directory, DATA_KEY_FILE)?,
        required(directory, OTP_KEY_FILE)?,
    );
    Ok(Keys {
        signing: SigningKey::from_pem(signing).map_err(in_file(directory, SIGNING_KEY_FILE))?,
        login: LoginKey::from_pem(&login).map_err(in_file(directory, LOGIN_KEY_FILE))?,
        data: DataKey::from_base64(&data).map_err(in_file(directory, DATA_KEY_FILE))?,
        otp: OtpKey::from_base64(&otp).map_err(in_file(directory, OTP_KEY_FILE))?,
    })
}

fn make(
    directory: &Directory<'_>,
    issuer: &str,
    now: Timestamp,
    random: &Randomness,
) -> Result<Keys, KeyStoreFault> {
    let fresh = Keys::throw_away(issuer, now, random);
    // A crash in this loop leaves some of the three; they are kept and the others are made again.
    for (name, text) in [
        (LOGIN_KEY_FILE, fresh.login.to_pem()),
        (DATA_KEY_FILE, fresh.data.to_base64()),
        (OTP_KEY_FILE, fresh.otp.to_base64()),
    ] {
        if directory.read(name)?.is_none() {
            directory.write(name, &text)?;
        }
    }
    let signing = fresh.signing.to_pem();
    directory.write(SIGNING_KEY_FILE, &signing)?;
    // What was written is what is used: a file that cannot be read back is found now.
    complete(directory, &signing)
}

fn in_file(directory: &Directory<'_>, name: &str) -> impl FnOnce(KeyFault) -> KeyStoreFault {
    let path = directory.path(name);
    move |source| KeyStoreFault::Key { path, source }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::key_files::{FILE_BYTES_MAX, LOCK_FILE};

    fn start(directory: &Path) -> Result<Keys, KeyStoreFault> {
        let now = "2025-06-01T00:00:00Z".parse().unwrap();
        load_or_create(directory, "Test", now, &Randomness::system())
    }

    fn names(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_second_start_finds_the_keys_of_the_first() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deep/keys");
        let first = start(&path).unwrap();
        let second = start(&path).unwrap();
        assert_eq!(first.signing.key_id(), second.signing.key_id());
        assert_eq!(first.login.public_pem(), second.login.public_pem());
        assert_eq!(first.data.to_base64(), second.data.to_base64());
        assert_eq!(first.otp.to_base64(), second.otp.to_base64());
        let expected = [
            DATA_KEY_FILE,
            LOCK_FILE,
            LOGIN_KEY_FILE,
            OTP_KEY_FILE,
            SIGNING_KEY_FILE,
        ];
        assert_eq!(names(&path), expected);
        for name in expected {
            let mode = fs::metadata(path.join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn reading_makes_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys");
        let fault = load(&path).unwrap_err();
        assert!(matches!(fault, KeyStoreFault::Lost { .. }), "{fault}");
        assert!(!path.exists());
        let first = start(&path).unwrap();
        assert_eq!(load(&path).unwrap().otp.to_base64(), first.otp.to_base64());
        fs::remove_file(path.join(OTP_KEY_FILE)).unwrap();
        let fault = load(&path).unwrap_err();
        assert!(matches!(fault, KeyStoreFault::Lost { .. }), "{fault}");
    }

    #[test]
    fn processes_that_start_at_once_agree() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        let ids: Vec<String> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| start(path).unwrap().signing.key_id().to_owned()))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }

    #[test]
    fn keys_that_others_can_read_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        start(directory.path()).unwrap();
        for mode in [0o640, 0o604, 0o620] {
            let path = directory.path().join(OTP_KEY_FILE);
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let fault = start(directory.path()).unwrap_err();
            assert!(matches!(fault, KeyStoreFault::Exposed { .. }), "{fault}");
            assert!(
                fault.to_string().contains(&format!("mode {mode:o}")),
                "{fault}"
            );
        }
    }

    #[test]
    fn a_lost_key_is_not_made_anew() {
        for name in [LOGIN_KEY_FILE, DATA_KEY_FILE, OTP_KEY_FILE] {
            let directory = tempfile::tempdir().unwrap();
            start(directory.path()).unwrap();
            fs::remove_file(directory.path().join(name)).unwrap();
            let fault = start(directory.path()).unwrap_err();
            assert!(matches!(fault, KeyStoreFault::Lost { .. }), "{fault}");
            assert!(fault.to_string().contains(name), "{fault}");
        }
    }

    #[test]
    fn an_interrupted_first_start_is_finished_by_the_next() {
        let directory = tempfile::tempdir().unwrap();
        let before = start(directory.path()).unwrap();
        for name in [SIGNING_KEY_FILE, OTP_KEY_FILE] {
            fs::remove_file(directory.path().join(name)).unwrap();
        }
        fs::write(directory.path().join("otp-key.new"), "half").unwrap();
        let after = start(directory.path()).unwrap();
        assert_eq!(before.login.public_pem(), after.login.public_pem());
        assert_ne!(before.otp.to_base64(), after.otp.to_base64());
        assert_eq!(names(directory.path()).len(), 5);
    }

    #[test]
    fn a_broken_file_is_named() {
        let directory = tempfile::tempdir().unwrap();
        start(directory.path()).unwrap();
        let path = directory.path().join(DATA_KEY_FILE);
        fs::write(&path, "AAAA").unwrap();
        let fault = start(directory.path()).unwrap_err();
        assert!(matches!(fault, KeyStoreFault::Key { .. }), "{fault}");
        let bytes_max = usize::try_from(FILE_BYTES_MAX).unwrap();
        fs::write(&path, "A".repeat(bytes_max + 1)).unwrap();
        let fault = start(directory.path()).unwrap_err();
        assert!(matches!(fault, KeyStoreFault::File { .. }), "{fault}");
    }

    #[test]
    fn no_secret_prints() {
        let keys = Keys::throw_away("T", Timestamp::UNIX_EPOCH, &Randomness::system());
        let shown = format!("{keys:?}");
        assert!(shown.len() < 200, "{shown}");
        assert!(!shown.contains(&keys.data.to_base64()));
    }
}
