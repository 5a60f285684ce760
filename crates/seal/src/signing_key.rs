//! The key that signs invoices and QR codes. It never decrypts anything.

use std::fmt;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use jiff::Timestamp;
use pem::{EncodeConfig, LineEnding, Pem};
use thiserror::Error;

use crate::certificate::{self, Subject};
use crate::key_fault::KeyFault;
use crate::random::Randomness;
use crate::token_key::{TokenKey, TokenPlace};
use crate::verifying_key::VerifyingKey;

/// Bytes of a signature, and of the modulus of every RSA key that this portal makes.
pub(crate) const RSA_BYTES: usize = 256;

const PRIVATE_KEY: &str = "PRIVATE KEY";
pub(crate) const CERTIFICATE: &str = "CERTIFICATE";

/// An RS256 signature. Signing the same bytes with the same key gives the same signature, so that
/// it can be stored on its own and the token be put together again at any time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; RSA_BYTES]);

impl Signature {
    /// A signature that was stored.
    pub fn new(bytes: [u8; RSA_BYTES]) -> Self {
        Self(bytes)
    }

    /// A signature that was stored; nothing unless there are 256 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8; RSA_BYTES] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Signature({}…)", hex::encode(&self.0[..4]))
    }
}

/// Why nothing was signed. Only a token can fail: a key in memory signs whatever it is given.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the signing key's token does not sign: {reason}")]
pub struct SigningFault {
    /// What the token, or whatever stands before it, said. Never a PIN.
    pub reason: String,
}

/// The bare RSA key, before it has a certificate.
pub(crate) struct SigningPair(KeyPair);

impl SigningPair {
    pub(crate) fn generate() -> Self {
        // AWS-LC fails here only when memory or randomness is exhausted.
        Self(KeyPair::generate(KeySize::Rsa2048).expect("an RSA-2048 key can be generated"))
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyFault> {
        let pair = KeyPair::from_pkcs8(der).map_err(|_| KeyFault::NotRsa)?;
        let found = pair.public_modulus_len() * 8;
        if found != RSA_BYTES * 8 {
            return Err(KeyFault::Size { found });
        }
        Ok(Self(pair))
    }

    fn to_pem(&self) -> String {
        let der = self
            .0
            .as_der()
            .expect("a key in memory can be written as PKCS#8");
        pem::encode_config(&Pem::new(PRIVATE_KEY, der.as_ref()), line_feeds())
    }

    fn public(&self) -> Result<VerifyingKey, KeyFault> {
        VerifyingKey::from_public_key_der(self.0.public_key().as_ref())
    }

    fn sign(&self, message: &[u8]) -> [u8; RSA_BYTES] {
        let mut signature = [0; RSA_BYTES];
        // PKCS#1 v1.5 signatures draw no randomness; the argument exists for ring's sake. With a
        // key that was checked when it was made, only exhausted memory is left to fail.
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .expect("a checked RSA-2048 key signs");
        signature
    }
}

/// Where the private half is.
pub(crate) enum Keeping {
    /// In this process's memory, read from a file.
    Memory(SigningPair),
    /// In a token that never gives it away.
    Token(Box<TokenKey>),
}

impl Keeping {
    /// The public half, without a certificate.
    pub(crate) fn public(&self) -> Result<VerifyingKey, KeyFault> {
        match self {
            Self::Memory(pair) => pair.public(),
            Self::Token(token) => Ok(token.public().clone()),
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<[u8; RSA_BYTES], SigningFault> {
        match self {
            Self::Memory(pair) => Ok(pair.sign(message)),
            Self::Token(token) => token.sign(message),
        }
    }
}

/// What has to be kept so that a key can be had again.
pub(crate) enum Secret<'key> {
    /// The private key (PKCS#8) in PEM.
    Pem(String),
    /// The place in a token.
    In(&'key TokenPlace),
}

/// The key that signs, with the certificate under which it is published.
pub struct SigningKey {
    keeping: Keeping,
    public: VerifyingKey,
}

impl SigningKey {
    /// A new RSA-2048 key with a self-signed certificate for ten years from `now`, whose subject
    /// is `<issuer> signing`. Key and serial number come from the operating system's randomness.
    ///
    /// # Panics
    /// If `issuer` cannot be written in a certificate; only a name with a NUL or the like cannot.
    pub fn generate(issuer: &str, now: Timestamp) -> Self {
        Self::certified(Keeping::Memory(SigningPair::generate()), issuer, now)
            .expect("a plain name and a present date fit in a certificate")
    }

    /// A key that is there already, with a new self-signed certificate.
    pub(crate) fn certified(
        keeping: Keeping,
        issuer: &str,
        now: Timestamp,
    ) -> Result<Self, KeyFault> {
        let certificate = certificate::self_signed(&keeping, issuer, now, &Randomness::system())?;
        let public = VerifyingKey::from_certificate_der(&certificate)?;
        Self::pair_up(keeping, public)
    }

    /// Reads a PKCS#8 private key and its certificate from one PEM text, in any order.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        Self::from_pems(text, text)
    }

    /// Reads a PKCS#8 private key, and the certificate of the same key. Certificates of those who
    /// issued it may follow.
    pub fn from_pems(private: &str, certificates: &str) -> Result<Self, KeyFault> {
        let sections = pem::parse_many(private).map_err(|_| KeyFault::NotPem)?;
        if sections.is_empty() {
            return Err(KeyFault::NotPem);
        }
        let private = sections
            .iter()
            .find(|section| section.tag() == PRIVATE_KEY)
            .ok_or(KeyFault::Missing(PRIVATE_KEY))?;
        let pair = SigningPair::from_pkcs8(private.contents())?;
        let public = VerifyingKey::from_certificates_pem(certificates)?;
        Self::pair_up(Keeping::Memory(pair), public)
    }

    /// A key in a token, with its certificate. The token is not asked yet.
    pub(crate) fn in_token(place: TokenPlace, public: VerifyingKey) -> Self {
        let token = TokenKey::new(place, public.clone());
        Self {
            keeping: Keeping::Token(Box::new(token)),
            public,
        }
    }

    fn pair_up(keeping: Keeping, public: VerifyingKey) -> Result<Self, KeyFault> {
        if !public.is_same_key(&keeping.public()?) {
            return Err(KeyFault::Mismatch);
        }
        Ok(Self { keeping, public })
    }

    /// The private key, or where it is.
    pub(crate) fn secret(&self) -> Secret<'_> {
        match &self.keeping {
            Keeping::Memory(pair) => Secret::Pem(pair.to_pem()),
            Keeping::Token(token) => Secret::In(token.place()),
        }
    }

    /// Whether signing asks a token, which takes longer than a key in memory and may fail.
    pub fn is_in_token(&self) -> bool {
        matches!(self.keeping, Keeping::Token(_))
    }

    /// The RS256 signature of a message: RSASSA-PKCS1-v1_5 over its SHA-256. With a key in a token
    /// this waits for the token.
    pub fn sign(&self, message: &[u8]) -> Result<Signature, SigningFault> {
        self.keeping.sign(message).map(Signature)
    }

    /// Signs something without meaning and checks it: proves that the private half is there and
    /// belongs to the certificate.
    pub fn prove(&self) -> Result<(), SigningFault> {
        // No token's signing input has a space in it, so this can never be taken for one.
        const MESSAGE: &[u8] = b"mohar proves a key";
        let signature = self.sign(MESSAGE)?;
        if self.public.verifies(MESSAGE, signature.as_bytes()) {
            return Ok(());
        }
        Err(SigningFault {
            reason: "its signature does not fit the certificate".to_owned(),
        })
    }

    /// A request for a certificate of this key (PKCS#10), in PEM.
    pub fn certificate_request(&self, subject: &Subject) -> Result<String, KeyFault> {
        certificate::request(&self.keeping, subject)
    }

    /// The `kid` of its tokens: the certificate's SHA-1 in 40 upper-case hexadecimal digits.
    pub fn key_id(&self) -> &str {
        self.public
            .key_id()
            .expect("a key read from a certificate has its thumbprint")
    }

    /// The certificate, and those of its issuers if they came with it, for anyone to download.
    pub fn certificate_pem(&self) -> String {
        self.public.certificates_pem()
    }

    /// The public half.
    pub fn public(&self) -> VerifyingKey {
        self.public.clone()
    }
}

/// PEM with the line ends that Unix tools write, on every system.
pub(crate) fn line_feeds() -> EncodeConfig {
    EncodeConfig::new().set_line_ending(LineEnding::LF)
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SigningKey")
            .field("key_id", &self.key_id())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::generate("Test", "2025-06-01T00:00:00Z".parse().unwrap())
    }

    fn private_pem(key: &SigningKey) -> String {
        match key.secret() {
            Secret::Pem(text) => text,
            Secret::In(place) => panic!("{place:?}"),
        }
    }

    #[test]
    fn a_key_survives_its_file_and_signs_the_same() {
        let key = key();
        let (private, certificate) = (private_pem(&key), key.certificate_pem());
        let again = SigningKey::from_pems(&private, &certificate).unwrap();
        assert!(SigningKey::from_pem(&format!("{certificate}{private}")).is_ok());
        assert_eq!(key.key_id(), again.key_id());
        assert_eq!(key.sign(b"invoice"), again.sign(b"invoice"));
        assert_ne!(key.sign(b"invoice"), key.sign(b"invoicf"));
        assert_eq!(key.key_id().len(), 40);
    }

    #[test]
    fn a_certificate_of_another_key_is_refused() {
        let (first, second) = (key(), key());
        let private = private_pem(&first);
        assert_eq!(
            SigningKey::from_pems(&private, &second.certificate_pem()).unwrap_err(),
            KeyFault::Mismatch
        );
        assert_eq!(
            SigningKey::from_pem(&private).unwrap_err(),
            KeyFault::Missing("CERTIFICATE")
        );
        assert_eq!(SigningKey::from_pem("").unwrap_err(), KeyFault::NotPem);
    }

    #[test]
    fn a_key_of_another_size_is_refused() {
        let large = KeyPair::generate(KeySize::Rsa3072).unwrap();
        let pem = Pem::new(PRIVATE_KEY, large.as_der().unwrap().as_ref());
        assert_eq!(
            SigningKey::from_pems(&pem::encode(&pem), &key().certificate_pem()).unwrap_err(),
            KeyFault::Size { found: 3072 }
        );
    }

    #[test]
    fn a_key_proves_that_it_is_whole() {
        key().prove().unwrap();
    }

    #[test]
    fn the_private_key_does_not_print() {
        let key = key();
        let shown = format!("{key:?}");
        assert!(shown.contains(key.key_id()));
        assert!(shown.len() < 100, "{shown}");
    }

    #[test]
    fn a_stored_signature_has_exactly_256_bytes() {
        assert!(Signature::from_slice(&[0; 255]).is_none());
        assert!(Signature::from_slice(&[0; 257]).is_none());
        assert_eq!(
            Signature::from_slice(&[7; 256]).unwrap(),
            Signature::new([7; 256])
        );
    }
}
