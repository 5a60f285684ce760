//! The key that opens sealed logins. It never signs anything.
//!
//! NIC's wire format seals credentials with RSA PKCS#1 v1.5, which a server must not use as an
//! oracle (Bleichenbacher 1998, ROBOT 2017): whoever can tell a right padding from a wrong one can
//! decrypt somebody else's login. So nothing here fails. A seal that cannot be opened yields the
//! credentials of nobody, derived from the ciphertext with a secret, so that the same ciphertext
//! gives the same answer every time: fresh random values would betray themselves by changing.

use std::fmt;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeySize, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey};
use aws_lc_rs::{digest, hmac};
use pem::Pem;

use crate::base64_text;
use crate::credentials::{Credentials, Opened};
use crate::envelope::AppKey;
use crate::key_fault::KeyFault;
use crate::signing_key::{RSA_BYTES, line_feeds};

/// Characters of a sealed text that are looked at: 344 of base64, and line breaks.
pub const SEALED_CHARS_MAX: usize = 512;

/// Bytes of the digest that names a key in its folder.
const ID_BYTES: usize = 8;

const PRIVATE_KEY: &str = "PRIVATE KEY";
pub(crate) const PUBLIC_KEY: &str = "PUBLIC KEY";

/// The key that opens the credentials which API clients seal.
pub struct LoginKey {
    key: PrivateDecryptingKey,
    opener: Pkcs1PrivateDecryptingKey,
    /// From this the credentials of nobody are derived.
    rejection: hmac::Key,
}

impl LoginKey {
    /// A new RSA-2048 key.
    pub fn generate() -> Self {
        // AWS-LC fails here only when memory or randomness is exhausted.
        let key = PrivateDecryptingKey::generate(KeySize::Rsa2048)
            .expect("an RSA-2048 key can be generated");
        Self::new(key).expect("a new RSA-2048 key decrypts")
    }

    /// Reads a PKCS#8 private key in PEM.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let section = pem::parse(text).map_err(|_| KeyFault::NotPem)?;
        if section.tag() != PRIVATE_KEY {
            return Err(KeyFault::Missing(PRIVATE_KEY));
        }
        let key =
            PrivateDecryptingKey::from_pkcs8(section.contents()).map_err(|_| KeyFault::NotRsa)?;
        Self::new(key)
    }

    fn new(key: PrivateDecryptingKey) -> Result<Self, KeyFault> {
        let found = key.key_size_bits();
        if found != RSA_BYTES * 8 {
            return Err(KeyFault::Size { found });
        }
        let opener = Pkcs1PrivateDecryptingKey::new(key.clone()).map_err(|_| KeyFault::NotRsa)?;
        let der = key.as_der().map_err(|_| KeyFault::NotRsa)?;
        let secret = digest::digest(&digest::SHA256, der.as_ref());
        Ok(Self {
            key,
            opener,
            rejection: hmac::Key::new(hmac::HMAC_SHA256, secret.as_ref()),
        })
    }

    /// The private key in PEM. A secret.
    pub fn to_pem(&self) -> String {
        let der = self
            .key
            .as_der()
            .expect("a key in memory can be written as PKCS#8");
        pem::encode_config(&Pem::new(PRIVATE_KEY, der.as_ref()), line_feeds())
    }

    /// What names the key in its folder: the start of its public half's SHA-256.
    pub(crate) fn id(&self) -> String {
        let digest = digest::digest(&digest::SHA256, self.public_pem().as_bytes());
        hex::encode(&digest.as_ref()[..ID_BYTES])
    }

    /// The public key in PEM, for integrators to download.
    pub fn public_pem(&self) -> String {
        let der = self
            .key
            .public_key()
            .as_der()
            .expect("a key in memory can be written as SubjectPublicKeyInfo");
        pem::encode_config(&Pem::new(PUBLIC_KEY, der.as_ref()), line_feeds())
    }

    /// Opens a v1.04 login: base64 of the sealed base64 of the JSON credentials.
    ///
    /// Never fails. A text that is no base64, has another length, another padding or another
    /// content is answered with credentials that nobody has, after the same work.
    pub fn open(&self, sealed: &str) -> Opened {
        let block = Block::read(sealed);
        let plaintext = self.decrypt(&block);
        // Both are always made, so that a failure costs no less than a success.
        let nobody = Credentials::nobody(&self.derive(&block));
        let substitute = nobody.to_plaintext();
        let opened = plaintext.is_some();
        let plaintext = plaintext.unwrap_or_else(|| substitute.into_bytes());
        match Credentials::read(&plaintext) {
            Some(credentials) if opened => Opened::usable(credentials),
            _ => Opened::unusable(nobody),
        }
    }

    /// Opens a v1.03 login, where password and application key are sealed one by one and the user
    /// name is plain.
    ///
    /// Never fails, and never says that a seal was unreadable: here any right padding is readable,
    /// so the difference would be the oracle. An unreadable password is a wrong one; an unreadable
    /// application key is one that the client does not have.
    pub fn open_parts(
        &self,
        user_name: &str,
        sealed_password: &str,
        sealed_app_key: &str,
        force_refresh: bool,
    ) -> Opened {
        self.parts(sealed_password, sealed_app_key)
            .into_opened(user_name, force_refresh)
    }

    /// The two sealed parts of a v1.03 login, each opened by itself.
    pub(crate) fn parts(&self, sealed_password: &str, sealed_app_key: &str) -> Parts {
        Parts {
            password: self.open_password(sealed_password),
            app_key: self.open_app_key(sealed_app_key),
        }
    }

    fn open_password(&self, sealed: &str) -> Part<String> {
        let block = Block::read(sealed);
        let plaintext = self.decrypt(&block);
        let nobody = Credentials::nobody(&self.derive(&block));
        let read = plaintext.and_then(|bytes| String::from_utf8(bytes).ok());
        Part::of(read, nobody.password)
    }

    /// The key as 32 bytes, or as the base64 of them.
    fn open_app_key(&self, sealed: &str) -> Part<AppKey> {
        let block = Block::read(sealed);
        let plaintext = self.decrypt(&block);
        let nobody = Credentials::nobody(&self.derive(&block));
        let read = plaintext.and_then(|bytes| match <[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(key) => Some(AppKey::from_bytes(key)),
            Err(_) => AppKey::from_base64(std::str::from_utf8(&bytes).ok()?),
        });
        Part::of(read, nobody.app_key)
    }

    fn decrypt(&self, block: &Block) -> Option<Vec<u8>> {
        let mut plaintext = [0; RSA_BYTES];
        let opened = self.opener.decrypt(&block.bytes, &mut plaintext);
        opened
            .ok()
            .map(|bytes| bytes.to_vec())
            .filter(|_| block.genuine)
    }

    /// Bytes that look random to anyone without the private key, and are the same for the same
    /// ciphertext.
    fn derive(&self, block: &Block) -> [u8; 64] {
        let mut bytes = [0; 64];
        for (number, half) in (0_u8..).zip(bytes.chunks_exact_mut(32)) {
            let mut context = hmac::Context::with_key(&self.rejection);
            context.update(&[number]);
            context.update(&block.bytes);
            half.copy_from_slice(context.sign().as_ref());
        }
        bytes
    }
}

impl fmt::Debug for LoginKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LoginKey(…)")
    }
}

/// What one key made of the two parts of a v1.03 login.
pub(crate) struct Parts {
    password: Part<String>,
    app_key: Part<AppKey>,
}

/// One part: what was sealed, or what nobody has.
struct Part<T> {
    value: T,
    readable: bool,
}

impl<T> Part<T> {
    fn of(read: Option<T>, nobody: T) -> Self {
        let readable = read.is_some();
        Self {
            value: read.unwrap_or(nobody),
            readable,
        }
    }

    /// Of what several keys made of one part, the first that could be read.
    fn or(self, later: Self) -> Self {
        if !self.readable && later.readable {
            later
        } else {
            self
        }
    }
}

impl Parts {
    /// Of what several keys made of the parts, the first of each that could be read; each by
    /// itself, see [`crate::LoginKeys`].
    pub(crate) fn or(self, later: Self) -> Self {
        Self {
            password: self.password.or(later.password),
            app_key: self.app_key.or(later.app_key),
        }
    }

    pub(crate) fn into_opened(self, user_name: &str, force_refresh: bool) -> Opened {
        Opened::usable(Credentials {
            user_name: user_name.to_owned(),
            password: self.password.value,
            app_key: self.app_key.value,
            force_refresh,
        })
    }
}

/// One RSA block. A text that holds none gives a block all the same, to do the same work on.
struct Block {
    bytes: [u8; RSA_BYTES],
    genuine: bool,
}

impl Block {
    fn read(sealed: &str) -> Self {
        let block = base64_text::decode(sealed, SEALED_CHARS_MAX)
            .and_then(|bytes| <[u8; RSA_BYTES]>::try_from(bytes).ok());
        match block {
            Some(bytes) => Self {
                bytes,
                genuine: true,
            },
            None => Self::stand_in(sealed),
        }
    }

    /// The text's digest in a block whose first half is zero, which is below every modulus.
    fn stand_in(sealed: &str) -> Self {
        let mut bytes = [0; RSA_BYTES];
        let digest = digest::digest(&digest::SHA256, sealed.as_bytes());
        bytes[RSA_BYTES - 32..].copy_from_slice(digest.as_ref());
        Self {
            bytes,
            genuine: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LoginPublicKey;
    use crate::credentials::Verdict;
    use crate::random::Randomness;

    fn credentials() -> Credentials {
        Credentials {
            user_name: "mohar".to_owned(),
            password: "Correct#1".to_owned(),
            app_key: AppKey::random(&Randomness::seeded(1)),
            force_refresh: true,
        }
    }

    fn pair() -> (LoginKey, LoginPublicKey) {
        let key = LoginKey::generate();
        let public = LoginPublicKey::from_pem(&key.public_pem()).unwrap();
        (key, public)
    }

    #[test]
    fn what_a_client_seals_is_opened() {
        let (key, public) = pair();
        let key = LoginKey::from_pem(&key.to_pem()).unwrap();
        let sealed = public
            .seal(credentials().to_plaintext().as_bytes())
            .unwrap();
        assert_eq!(sealed.len(), 344);
        let opened = key.open(&sealed);
        assert_eq!(opened.credentials(), &credentials());
        assert_eq!(opened.settle(true), Verdict::Accepted(credentials()));
    }

    #[test]
    fn a_forgery_yields_nobody_and_always_the_same_one() {
        let (key, public) = pair();
        let right = public
            .seal(credentials().to_plaintext().as_bytes())
            .unwrap();
        let mut bytes = base64_text::decode(&right, 344).unwrap();
        bytes[200] ^= 1;
        let forgeries = [
            ("damaged", base64_text::encode(&bytes)),
            (
                "padding fits, content does not",
                public.seal(b"hello").unwrap(),
            ),
            ("padding fits, empty", public.seal(b"").unwrap()),
            ("above the modulus", base64_text::encode(&[0xff; 256])),
            ("short", base64_text::encode(&bytes[..255])),
            ("long", base64_text::encode(&[0; 257])),
            ("not base64", "*".repeat(344)),
            ("nothing", String::new()),
            ("endless", "A".repeat(SEALED_CHARS_MAX + 1)),
        ];
        let mut names = std::collections::HashSet::new();
        for (what, forgery) in &forgeries {
            let opened = key.open(forgery);
            let nobody = opened.credentials();
            assert_eq!(nobody, key.open(forgery).credentials(), "{what}");
            assert_eq!((nobody.user_name.len(), nobody.password.len()), (12, 16));
            assert!(names.insert(nobody.user_name.clone()), "{what}");
            assert_eq!(opened.settle(false), Verdict::Unreadable, "{what}");
        }
        let other = LoginKey::generate();
        let first = &forgeries[0].1;
        assert_ne!(
            other.open(first).credentials(),
            key.open(first).credentials()
        );
    }

    #[test]
    fn line_breaks_are_accepted_up_to_the_limit() {
        let (key, public) = pair();
        let sealed = public
            .seal(credentials().to_plaintext().as_bytes())
            .unwrap();
        let padded = |length: usize| format!("{sealed}{}", "\n".repeat(length - sealed.len()));
        let verdict = |length| key.open(&padded(length)).settle(true);
        assert_eq!(verdict(SEALED_CHARS_MAX), Verdict::Accepted(credentials()));
        assert_eq!(verdict(SEALED_CHARS_MAX + 1), Verdict::Unreadable);
    }

    #[test]
    fn the_older_shape_has_two_seals() {
        let (key, public) = pair();
        let wanted = credentials();
        let password = public.seal(b"Correct#1").unwrap();
        let app_key = public.seal(wanted.app_key.as_bytes()).unwrap();
        let opened = key.open_parts("mohar", &password, &app_key, true);
        assert_eq!(opened.settle(true), Verdict::Accepted(wanted.clone()));

        let in_base64 = public.seal(wanted.app_key.to_base64().as_bytes()).unwrap();
        let opened = key.open_parts("mohar", &password, &in_base64, true);
        assert_eq!(opened.credentials(), &wanted);
    }

    #[test]
    fn a_forged_part_of_the_older_shape_is_like_a_wrong_one() {
        let (key, public) = pair();
        let password = public.seal(b"Correct#1").unwrap();
        for bad in [
            base64_text::encode(&[9; 256]),
            public.seal(&[7; 31]).unwrap(),
            public.seal(&[0xff; 33]).unwrap(),
            String::new(),
        ] {
            let opened = key.open_parts("mohar", &bad, &bad, false);
            let again = key.open_parts("mohar", &bad, &bad, false);
            assert_eq!(opened.credentials(), again.credentials());
            assert_eq!(opened.settle(false), Verdict::WrongCredentials);
            // A right password with a forged key is accepted: the client just cannot unwrap.
            let opened = key.open_parts("mohar", &password, &bad, false);
            assert!(matches!(opened.settle(true), Verdict::Accepted(_)));
        }
    }
}
