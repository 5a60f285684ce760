//! The key that signs invoices and QR codes. It never decrypts anything.

use std::fmt;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use jiff::Timestamp;
use pem::{EncodeConfig, LineEnding, Pem};

use crate::certificate;
use crate::key_fault::KeyFault;
use crate::random::Randomness;
use crate::verifying_key::VerifyingKey;

/// Bytes of a signature, and of the modulus of every RSA key that this portal makes.
pub(crate) const RSA_BYTES: usize = 256;

const PRIVATE_KEY: &str = "PRIVATE KEY";
const CERTIFICATE: &str = "CERTIFICATE";

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

    /// DER of the PKCS#1 `RSAPublicKey`.
    pub(crate) fn public_key_der(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; RSA_BYTES] {
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

/// The key that signs, with the certificate under which it is published.
pub struct SigningKey {
    pair: SigningPair,
    certificate: Vec<u8>,
    public: VerifyingKey,
}

impl SigningKey {
    /// A new RSA-2048 key with a self-signed certificate for ten years from `now`, whose subject
    /// is `<issuer> signing`. Key and serial number come from the operating system's randomness.
    ///
    /// # Panics
    /// If `issuer` cannot be written in a certificate; only a name with a NUL or the like cannot.
    pub fn generate(issuer: &str, now: Timestamp) -> Self {
        let pair = SigningPair::generate();
        let certificate = certificate::self_signed(&pair, issuer, now, &Randomness::system())
            .expect("a plain name and a present date fit in a certificate");
        Self::pair_up(pair, certificate).expect("the certificate was just made for this key")
    }

    /// Reads what [`Self::to_pem`] wrote: a PKCS#8 private key and its certificate, in any order.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let sections = pem::parse_many(text).map_err(|_| KeyFault::NotPem)?;
        if sections.is_empty() {
            return Err(KeyFault::NotPem);
        }
        let section = |tag: &'static str| {
            sections
                .iter()
                .find(|section| section.tag() == tag)
                .ok_or(KeyFault::Missing(tag))
        };
        let pair = SigningPair::from_pkcs8(section(PRIVATE_KEY)?.contents())?;
        Self::pair_up(pair, section(CERTIFICATE)?.contents().to_vec())
    }

    fn pair_up(pair: SigningPair, certificate: Vec<u8>) -> Result<Self, KeyFault> {
        let public = VerifyingKey::from_certificate_der(&certificate)?;
        if !public.has_modulus(
            pair.0
                .public_key()
                .modulus()
                .big_endian_without_leading_zero(),
        ) {
            return Err(KeyFault::Mismatch);
        }
        Ok(Self {
            pair,
            certificate,
            public,
        })
    }

    /// Private key (PKCS#8) and certificate in one PEM text. A secret.
    pub fn to_pem(&self) -> String {
        let private = self
            .pair
            .0
            .as_der()
            .expect("a key in memory can be written as PKCS#8");
        let sections = [
            Pem::new(PRIVATE_KEY, private.as_ref()),
            Pem::new(CERTIFICATE, self.certificate.as_slice()),
        ];
        pem::encode_many_config(&sections, line_feeds())
    }

    /// The RS256 signature of a message: RSASSA-PKCS1-v1_5 over its SHA-256.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.pair.sign(message))
    }

    /// The `kid` of its tokens: the certificate's SHA-1 in 40 upper-case hexadecimal digits.
    pub fn key_id(&self) -> &str {
        self.public
            .key_id()
            .expect("a key read from a certificate has its thumbprint")
    }

    /// The certificate for anyone to download.
    pub fn certificate_pem(&self) -> String {
        pem::encode_config(
            &Pem::new(CERTIFICATE, self.certificate.as_slice()),
            line_feeds(),
        )
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

    #[test]
    fn a_key_survives_its_file_and_signs_the_same() {
        let key = key();
        let again = SigningKey::from_pem(&key.to_pem()).unwrap();
        assert_eq!(key.key_id(), again.key_id());
        assert_eq!(key.sign(b"invoice"), again.sign(b"invoice"));
        assert_ne!(key.sign(b"invoice"), key.sign(b"invoicf"));
        assert_eq!(key.key_id().len(), 40);
    }

    #[test]
    fn a_certificate_of_another_key_is_refused() {
        let (first, second) = (key(), key());
        let private = first.to_pem();
        let private = &private[..private.find("-----BEGIN CERTIFICATE").unwrap()];
        let mixed = format!("{private}{}", second.certificate_pem());
        assert_eq!(
            SigningKey::from_pem(&mixed).unwrap_err(),
            KeyFault::Mismatch
        );
        assert_eq!(
            SigningKey::from_pem(private).unwrap_err(),
            KeyFault::Missing("CERTIFICATE")
        );
        assert_eq!(SigningKey::from_pem("").unwrap_err(), KeyFault::NotPem);
    }

    #[test]
    fn a_key_of_another_size_is_refused() {
        let large = KeyPair::generate(KeySize::Rsa3072).unwrap();
        let pem = Pem::new(PRIVATE_KEY, large.as_der().unwrap().as_ref());
        let text = pem::encode_many(&[pem, Pem::new(CERTIFICATE, Vec::new())]);
        assert_eq!(
            SigningKey::from_pem(&text).unwrap_err(),
            KeyFault::Size { found: 3072 }
        );
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
