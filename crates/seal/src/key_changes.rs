//! How keys come and go: made, certified, put to use, retired.
//!
//! Nothing here touches a running portal: it reads the folder again when a list has changed. A key
//! is first made and waits; only [`KeyFolder::rotate`] gives it a time. Files come before the list
//! that names them, so a crash leaves at worst a file that no list names.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;

use crate::data_key::DataKey;
use crate::key_fault::KeyFault;
use crate::key_files::Directory;
use crate::key_kind::KeyKind;
use crate::key_layout::{add_data, add_login, add_signing};
use crate::key_manifest::{Custody, Entry, Manifest};
use crate::key_store::{KeyFolder, KeyStoreFault, certificate_file, manifest, signing_key};
use crate::key_window::{Window, active};
use crate::login_key::LoginKey;
use crate::random::Randomness;
use crate::signing_key::{Keeping, SigningKey, SigningPair};
use crate::token_key::{TokenKey, TokenPlace};
use crate::verifying_key::VerifyingKey;

/// Why keys were not changed.
#[derive(Debug, Error)]
pub enum KeyChangeFault {
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] KeyStoreFault),
    /// The key or the certificate cannot be used.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// There is no such key.
    #[error("there is no {kind} key {id}; `mohar keys list` shows which there are")]
    Unknown {
        /// Of this kind.
        kind: KeyKind,
        /// Under this identifier.
        id: String,
    },
    /// The key has been in use, or still is.
    #[error("the {kind} key {id} has had its time already; rotate to a new one")]
    Begun {
        /// Of this kind.
        kind: KeyKind,
        /// Under this identifier.
        id: String,
    },
    /// The time has passed already.
    #[error("{at} has passed; nothing can be changed for the past")]
    Past {
        /// The time.
        at: Timestamp,
    },
    /// No key would be left for new work.
    #[error("without the {kind} key {id} none would be in use at {at}; rotate to another first")]
    NothingLeft {
        /// Of this kind.
        kind: KeyKind,
        /// Under this identifier.
        id: String,
        /// At this time.
        at: Timestamp,
    },
    /// The certificate is of another time.
    #[error("the certificate holds from {from} to {until}, which is not now")]
    CertificateTime {
        /// First moment.
        from: Timestamp,
        /// Last moment.
        until: Timestamp,
    },
    /// The certificate is there already.
    #[error("the key {id} has this certificate already")]
    CertificateKnown {
        /// Under this identifier.
        id: String,
    },
    /// Only signing keys can be in a token.
    #[error("only signing keys can be in a token")]
    NotInToken,
    /// All numbers of data keys have been used.
    #[error("data keys have the numbers 1 to 255, and all have been used")]
    NoNumberLeft,
}

/// Where a new key is to be.
#[derive(Clone, Debug)]
pub enum NewPlace {
    /// In a file of the folder.
    File,
    /// In a token, which makes it.
    Token {
        /// The module that speaks to the token.
        module: PathBuf,
        /// The token's label.
        token: String,
        /// The file with the user's PIN.
        pin_file: PathBuf,
        /// The identifier of a key that is there already, in hexadecimal; otherwise one is made.
        object: Option<String>,
    },
}

/// One key, for people to look at.
#[derive(Clone, Debug)]
pub struct KeyListing {
    /// Its kind.
    pub kind: KeyKind,
    /// Its identifier.
    pub id: String,
    /// From when to when it is used.
    pub window: Window,
    /// Who keeps it.
    pub custody: Custody,
    /// Whether it is the one for new work now.
    pub in_use: bool,
    /// Until when its certificate holds, of a signing key.
    pub certificate_until: Option<Timestamp>,
}

impl KeyFolder {
    /// All keys, kind by kind in the order in which they came.
    pub fn list(&self, now: Timestamp) -> Result<Vec<KeyListing>, KeyChangeFault> {
        let mut listed = Vec::new();
        for kind in KeyKind::ALL {
            let directory = self.kind(kind);
            let entries = manifest(&directory)?.keys;
            let in_use = active(&entries, Entry::window, now).map(|entry| entry.id.clone());
            for entry in entries {
                let certificate_until = match kind {
                    KeyKind::Signing => signing_key(&directory, &entry)?.public.not_after(),
                    KeyKind::Login | KeyKind::Data => None,
                };
                listed.push(KeyListing {
                    kind,
                    window: entry.window(),
                    in_use: in_use.as_ref() == Some(&entry.id),
                    id: entry.id,
                    custody: entry.custody,
                    certificate_until,
                });
            }
        }
        Ok(listed)
    }

    /// Makes a key that waits for its turn, and gives its identifier.
    pub fn add(
        &self,
        kind: KeyKind,
        place: &NewPlace,
        issuer: &str,
        now: Timestamp,
        random: &Randomness,
    ) -> Result<String, KeyChangeFault> {
        self.change(kind, |directory, manifest| {
            let entry = match (kind, place) {
                (KeyKind::Signing, place) => {
                    let key = SigningKey::certified(made(place, random)?, issuer, now)?;
                    add_signing(directory, &key)?
                }
                (KeyKind::Login, NewPlace::File) => add_login(directory, &LoginKey::generate())?,
                (KeyKind::Data, NewPlace::File) => {
                    let number = next_number(manifest)?;
                    add_data(directory, number, &DataKey::random(random))?
                }
                (_, NewPlace::Token { .. }) => return Err(KeyChangeFault::NotInToken),
            };
            let id = entry.id.clone();
            manifest.keys.push(entry);
            Ok(id)
        })
    }

    /// Puts a waiting key to use at a moment; whichever was in use ends at `old_until`, which for
    /// signing keys is the same moment. Both are moved to the next whole second: acknowledgements
    /// and key sets know no smaller time, and no document is to stand on the wrong side.
    pub fn rotate(
        &self,
        kind: KeyKind,
        to: &str,
        at: Timestamp,
        old_until: Timestamp,
        now: Timestamp,
    ) -> Result<(), KeyChangeFault> {
        if at < now {
            return Err(KeyChangeFault::Past { at });
        }
        let (at, old_until) = (whole_second(at), whole_second(old_until));
        self.change(kind, |_, manifest| {
            let entry = manifest.entry(to).ok_or_else(|| unknown(kind, to))?;
            if entry.window().has_begun(now) || entry.retired_at.is_some() {
                let id = to.to_owned();
                return Err(KeyChangeFault::Begun { kind, id });
            }
            entry.not_before = Some(at);
            let others = manifest.keys.iter_mut().filter(|entry| entry.id != to);
            for entry in others.filter(|entry| entry.window().has_begun(at)) {
                let until = entry.retired_at.map_or(old_until, |set| set.min(old_until));
                entry.retired_at = Some(until);
            }
            Ok(())
        })
    }

    /// Takes a key out of use at a moment. What was done with it stays good.
    pub fn retire(
        &self,
        kind: KeyKind,
        id: &str,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<(), KeyChangeFault> {
        if at < now {
            return Err(KeyChangeFault::Past { at });
        }
        let at = whole_second(at);
        self.change(kind, |_, manifest| {
            let entry = manifest.entry(id).ok_or_else(|| unknown(kind, id))?;
            let until = entry.retired_at.map_or(at, |set| set.min(at));
            entry.retired_at = Some(until);
            if active(&manifest.keys, Entry::window, at).is_none() {
                let id = id.to_owned();
                return Err(KeyChangeFault::NothingLeft { kind, id, at });
            }
            Ok(())
        })
    }

    /// Gives a signing key the certificate that an authority issued for it, and gives the key's
    /// new identifier, which is the certificate's. A key that waits is renamed; of one that has
    /// been in use a second entry is made, which waits: what was signed names the old certificate.
    pub fn import_certificate(
        &self,
        id: &str,
        pem: &str,
        now: Timestamp,
    ) -> Result<String, KeyChangeFault> {
        let kind = KeyKind::Signing;
        let issued = VerifyingKey::from_certificates_pem(pem)?;
        let new_id = issued.key_id().unwrap_or_default().to_owned();
        if let (Some(from), Some(until)) = (issued.not_before(), issued.not_after())
            && (now < from || until <= now)
        {
            return Err(KeyChangeFault::CertificateTime { from, until });
        }
        let old_certificate = certificate_file(id);
        let renamed = self.change(kind, |directory, manifest| {
            let entry = manifest.entry(id).ok_or_else(|| unknown(kind, id))?.clone();
            if !signing_key(directory, &entry)?.public.is_same_key(&issued) {
                return Err(KeyFault::Mismatch.into());
            }
            if manifest.entry(&new_id).is_some() {
                return Err(KeyChangeFault::CertificateKnown { id: new_id.clone() });
            }
            directory.write(&certificate_file(&new_id), &issued.certificates_pem())?;
            if let Some(waiting) = manifest
                .entry(id)
                .filter(|entry| entry.not_before.is_none())
            {
                waiting.id.clone_from(&new_id);
                return Ok(true);
            }
            manifest.keys.push(Entry {
                id: new_id.clone(),
                not_before: None,
                retired_at: None,
                custody: entry.custody,
            });
            Ok(false)
        })?;
        if renamed {
            self.kind(kind).remove(&old_certificate)?;
        }
        Ok(new_id)
    }

    /// A signing key by its identifier, in use or not: for a certificate request.
    pub fn signing_key(&self, id: &str) -> Result<Arc<SigningKey>, KeyChangeFault> {
        let directory = self.kind(KeyKind::Signing);
        let mut manifest = manifest(&directory)?;
        let unknown = || unknown(KeyKind::Signing, id);
        let entry = manifest.entry(id).ok_or_else(unknown)?;
        signing_key(&directory, entry)?.key.ok_or_else(unknown)
    }

    /// Changes a list under the folder's lock. A change that is refused changes nothing.
    fn change<T>(
        &self,
        kind: KeyKind,
        change: impl FnOnce(&Directory, &mut Manifest) -> Result<T, KeyChangeFault>,
    ) -> Result<T, KeyChangeFault> {
        let directory = self.kind(kind);
        // Asked before the lock is taken, so that a wrong path makes no file.
        manifest(&directory)?;
        let _lock = self.root().lock()?;
        let mut manifest = manifest(&directory)?;
        let done = change(&directory, &mut manifest)?;
        manifest.write(&directory)?;
        Ok(done)
    }
}

/// The moment, or the next whole second.
fn whole_second(at: Timestamp) -> Timestamp {
    let up = i64::from(at.subsec_nanosecond() > 0);
    Timestamp::from_second(at.as_second() + up).unwrap_or(at)
}

fn unknown(kind: KeyKind, id: &str) -> KeyChangeFault {
    KeyChangeFault::Unknown {
        kind,
        id: id.to_owned(),
    }
}

fn made(place: &NewPlace, random: &Randomness) -> Result<Keeping, KeyFault> {
    let NewPlace::Token {
        module,
        token,
        pin_file,
        object,
    } = place
    else {
        return Ok(Keeping::Memory(SigningPair::generate()));
    };
    let key = match object {
        None => TokenKey::generate(module, token, pin_file, random)?,
        Some(object) => TokenKey::find(TokenPlace {
            module: module.clone(),
            token: token.clone(),
            object: object.clone(),
            pin_file: pin_file.clone(),
        })?,
    };
    Ok(Keeping::Token(Box::new(key)))
}

/// Numbers are never used again: data under the old key of a number may be in a backup.
fn next_number(manifest: &Manifest) -> Result<u8, KeyChangeFault> {
    let numbers = manifest
        .keys
        .iter()
        .filter_map(|entry| entry.id.parse::<u8>().ok());
    let highest = numbers.max().unwrap_or(0);
    highest.checked_add(1).ok_or(KeyChangeFault::NoNumberLeft)
}
