//! A signing key in a PKCS#11 token: a hardware security module, a smart card, or SoftHSM.
//!
//! The private half is never in this process. Sessions are opened when they are needed, kept for
//! the next signature, and thrown away when the token answers with an error: the next attempt
//! begins with a new session, so a token that was away for a while is found again by itself.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use serde::{Deserialize, Serialize};

use crate::key_fault::KeyFault;
use crate::key_files::read_secret;
use crate::random::Randomness;
use crate::signing_key::{RSA_BYTES, SigningFault};
use crate::verifying_key::VerifyingKey;

/// Sessions that are open with one key's token at a time, each for one signature at a time.
pub const TOKEN_SESSIONS_MAX: usize = 8;

/// How long a signature waits for one of them.
const SESSION_WAIT: Duration = Duration::from_secs(3);

/// The label of keys that are made here, for whoever looks into the token.
const LABEL: &[u8] = b"mohar signing";

/// Bits of the modulus of keys that are made here.
const RSA_BITS: u64 = 2_048;

/// Bytes of the identifier of keys that are made here.
const OBJECT_ID_BYTES: usize = 16;

/// Where in which token a key is, and how to get at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenPlace {
    /// The module that speaks to the token, as `/usr/lib/softhsm/libsofthsm2.so`.
    pub module: PathBuf,
    /// The token's label.
    pub token: String,
    /// The key's identifier (`CKA_ID`) in hexadecimal.
    pub object: String,
    /// The file with the user's PIN, readable by its owner only.
    pub pin_file: PathBuf,
}

/// A private key in a token.
pub(crate) struct TokenKey {
    place: TokenPlace,
    public: VerifyingKey,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Open>,
    busy: usize,
}

/// A session in which the user is logged in, and the key as it is called there.
struct Open {
    session: Session,
    key: ObjectHandle,
}

impl TokenKey {
    /// A key whose public half is known. The token is not asked yet.
    pub(crate) fn new(place: TokenPlace, public: VerifyingKey) -> Self {
        Self {
            place,
            public,
            pool: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// The key at a place, whose public half is read from the token.
    pub(crate) fn find(place: TokenPlace) -> Result<Self, KeyFault> {
        let open = connect(&place).map_err(key_fault)?;
        let public = public_half(&open, &place).map_err(key_fault)?;
        Self::checked(place, public)
    }

    /// A new key, made in the token, which will not let it out.
    pub(crate) fn generate(
        module: &Path,
        token: &str,
        pin_file: &Path,
        random: &Randomness,
    ) -> Result<Self, KeyFault> {
        let place = TokenPlace {
            module: module.to_owned(),
            token: token.to_owned(),
            object: hex::encode(random.bytes::<OBJECT_ID_BYTES>()),
            pin_file: pin_file.to_owned(),
        };
        make_pair(&place).map_err(key_fault)?;
        Self::find(place)
    }

    fn checked(place: TokenPlace, public: VerifyingKey) -> Result<Self, KeyFault> {
        let found = public.modulus().len() * 8;
        if found != RSA_BYTES * 8 {
            return Err(KeyFault::Size { found });
        }
        Ok(Self::new(place, public))
    }

    pub(crate) fn place(&self) -> &TokenPlace {
        &self.place
    }

    pub(crate) fn public(&self) -> &VerifyingKey {
        &self.public
    }

    /// Signs, and checks the signature before anybody gets it. A session that fails is tried once
    /// more as a new one: it may have been cut since the last signature.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<[u8; RSA_BYTES], SigningFault> {
        let _place = self.enter()?;
        let kept = self.lock().idle.pop();
        let kept_signature = kept.and_then(|open| self.sign_with(open, message).ok());
        let signature = if let Some(signature) = kept_signature {
            signature
        } else {
            // Whatever cut one session has probably cut all.
            self.lock().idle.clear();
            self.sign_anew(message).map_err(signing_fault)?
        };
        if self.public.verifies(message, &signature) {
            return Ok(signature);
        }
        Err(signing_fault("its signature does not fit the key".into()))
    }

    fn sign_anew(&self, message: &[u8]) -> Result<[u8; RSA_BYTES], String> {
        let open = connect(&self.place)?;
        if !public_half(&open, &self.place)?.is_same_key(&self.public) {
            return Err("the key in the token is not the certificate's".into());
        }
        self.sign_with(open, message)
    }

    fn sign_with(&self, open: Open, message: &[u8]) -> Result<[u8; RSA_BYTES], String> {
        let signature = open
            .session
            .sign(&Mechanism::Sha256RsaPkcs, open.key, message)
            .map_err(words)?;
        let signature = signature
            .try_into()
            .map_err(|_| "its signature is not 256 bytes".to_owned())?;
        self.lock().idle.push(open);
        Ok(signature)
    }

    /// Waits until fewer than the most sessions are at work.
    fn enter(&self) -> Result<Busy<'_>, SigningFault> {
        let full = |pool: &mut Pool| pool.busy >= TOKEN_SESSIONS_MAX;
        let waited = self
            .freed
            .wait_timeout_while(self.lock(), SESSION_WAIT, full);
        let (mut pool, wait) = waited.unwrap_or_else(PoisonError::into_inner);
        if wait.timed_out() {
            return Err(signing_fault("all its sessions are busy".into()));
        }
        pool.busy += 1;
        Ok(Busy(self))
    }

    /// What a panic left behind is still a list of sessions.
    fn lock(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenKey")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// One of the places at a token; free again when it is dropped.
struct Busy<'key>(&'key TokenKey);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.lock().busy -= 1;
        self.0.freed.notify_one();
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where an error is mapped"
)]
fn words(error: Error) -> String {
    error.to_string()
}

fn key_fault(reason: String) -> KeyFault {
    KeyFault::Token { reason }
}

fn signing_fault(reason: String) -> SigningFault {
    SigningFault { reason }
}

/// The module, loaded and initialised once for the whole process: PKCS#11 allows no more.
fn module(path: &Path) -> Result<Pkcs11, String> {
    static MODULES: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());
    let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(module) = modules.get(path) {
        return Ok(module.clone());
    }
    let module = Pkcs11::new(path)
        .map_err(|error| format!("the module {} cannot be loaded: {error}", path.display()))?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(words(error)),
    }
    modules.insert(path.to_owned(), module.clone());
    Ok(module)
}

fn slot(module: &Pkcs11, label: &str) -> Result<Slot, String> {
    for slot in module.get_slots_with_initialized_token().map_err(words)? {
        // A reader may lose its card between the two questions; the others are still looked at.
        let Ok(token) = module.get_token_info(slot) else {
            continue;
        };
        if token.label().trim_end() == label {
            return Ok(slot);
        }
    }
    Err(format!("there is no token with the label {label:?}"))
}

fn log_in(session: &Session, pin_file: &Path) -> Result<(), String> {
    let pin = read_secret(pin_file).map_err(|fault| match std::error::Error::source(&fault) {
        Some(source) => format!("{fault}: {source}"),
        None => fault.to_string(),
    })?;
    let pin = AuthPin::new(pin.trim_end_matches(['\r', '\n']).into());
    match session.login(UserType::User, Some(&pin)) {
        // One login counts for all sessions of a process.
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(error) => Err(words(error)),
    }
}

fn connect(place: &TokenPlace) -> Result<Open, String> {
    let module = module(&place.module)?;
    let slot = slot(&module, &place.token)?;
    let session = module.open_ro_session(slot).map_err(words)?;
    log_in(&session, &place.pin_file)?;
    let key = object(&session, place, ObjectClass::PRIVATE_KEY)?;
    Ok(Open { session, key })
}

fn object(
    session: &Session,
    place: &TokenPlace,
    class: ObjectClass,
) -> Result<ObjectHandle, String> {
    let id = hex::decode(&place.object)
        .map_err(|_| format!("the identifier {:?} is not hexadecimal", place.object))?;
    let template = [Attribute::Class(class), Attribute::Id(id)];
    let found = session.find_objects(&template).map_err(words)?;
    match found.as_slice() {
        [object] => Ok(*object),
        [] => Err(format!(
            "it has no key with the identifier {}",
            place.object
        )),
        _ => Err(format!(
            "it has several keys with the identifier {}",
            place.object
        )),
    }
}

/// Modulus and exponent. Tokens need not tell the exponent with the private half; then there is a
/// public one beside it.
fn public_half(open: &Open, place: &TokenPlace) -> Result<VerifyingKey, String> {
    let wanted = [AttributeType::Modulus, AttributeType::PublicExponent];
    let read = |key| {
        let (mut modulus, mut exponent) = (None, None);
        for attribute in open.session.get_attributes(key, &wanted).map_err(words)? {
            match attribute {
                Attribute::Modulus(bytes) => modulus = Some(bytes),
                Attribute::PublicExponent(bytes) => exponent = Some(bytes),
                _ => {}
            }
        }
        Ok::<_, String>(modulus.zip(exponent))
    };
    let found = match read(open.key)? {
        Some(found) => Some(found),
        None => read(object(&open.session, place, ObjectClass::PUBLIC_KEY)?)?,
    };
    let (modulus, exponent) = found.ok_or("it does not tell the key's public half")?;
    let bare = |bytes: Vec<u8>| bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    Ok(VerifyingKey::from_components(bare(modulus), bare(exponent)))
}

fn make_pair(place: &TokenPlace) -> Result<(), String> {
    let module = module(&place.module)?;
    let slot = slot(&module, &place.token)?;
    let session = module.open_rw_session(slot).map_err(words)?;
    log_in(&session, &place.pin_file)?;
    let id = hex::decode(&place.object).map_err(|error| error.to_string())?;
    let public = [
        Attribute::Token(true),
        Attribute::Private(false),
        Attribute::ModulusBits(RSA_BITS.into()),
        Attribute::PublicExponent(vec![1, 0, 1]),
        Attribute::Verify(true),
        Attribute::Encrypt(false),
        Attribute::Id(id.clone()),
        Attribute::Label(LABEL.to_vec()),
    ];
    let private = [
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Decrypt(false),
        Attribute::Id(id),
        Attribute::Label(LABEL.to_vec()),
    ];
    session
        .generate_key_pair(&Mechanism::RsaPkcsKeyPairGen, &public, &private)
        .map_err(words)?;
    Ok(())
}
