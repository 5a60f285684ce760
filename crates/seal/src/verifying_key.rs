//! A public key that signatures are checked with, and the forms in which it travels.

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rsa::PublicKey;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::base64_text::{self, decode_url, encode_url};
use crate::certificate;
use crate::key_fault::KeyFault;
use crate::key_window::Window;
use crate::signing_key::{CERTIFICATE, line_feeds};

/// Keys that are read from one key set.
pub const JWKS_KEYS_MAX: usize = 64;

/// Characters of a key set that are read.
pub const JWKS_CHARS_MAX: usize = 512 * 1024;

/// Certificates that are read in one text: a key's own and those of its issuers.
const CERTIFICATES_MAX: usize = 8;

/// An RSA public key, with its certificate's thumbprint and validity when it came in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    key_id: Option<String>,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    validity: Option<(Timestamp, Timestamp)>,
    /// Its own certificate, and those of its issuers if they are known.
    certificates: Vec<Vec<u8>>,
    window: Window,
}

impl VerifyingKey {
    /// Reads a certificate or a public key (`SubjectPublicKeyInfo` or PKCS#1) in PEM.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let section = pem::parse(text).map_err(|_| KeyFault::NotPem)?;
        match section.tag() {
            "CERTIFICATE" => Self::from_certificate_der(section.contents()),
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Self::from_public_key_der(section.contents()),
            _ => Err(KeyFault::Missing("CERTIFICATE or PUBLIC KEY")),
        }
    }

    /// Reads a certificate in DER, as `.cer` files often are.
    pub fn from_certificate_der(der: &[u8]) -> Result<Self, KeyFault> {
        let read = certificate::read(der)?;
        let mut key = Self::from_public_key_der(&read.public_key)?;
        key.key_id = Some(certificate::thumbprint(der));
        key.validity = Some((read.not_before, read.not_after));
        key.certificates = vec![der.to_vec()];
        Ok(key)
    }

    /// Reads a certificate in PEM, which those of its issuers may follow.
    pub(crate) fn from_certificates_pem(text: &str) -> Result<Self, KeyFault> {
        let sections = pem::parse_many(text).map_err(|_| KeyFault::NotPem)?;
        let mut certificates = sections
            .into_iter()
            .filter(|section| section.tag() == CERTIFICATE)
            .map(pem::Pem::into_contents);
        let own = certificates.next().ok_or(KeyFault::Missing(CERTIFICATE))?;
        let mut key = Self::from_certificate_der(&own)?;
        for issuer in certificates {
            certificate::read(&issuer)?;
            key.certificates.push(issuer);
        }
        if key.certificates.len() > CERTIFICATES_MAX {
            return Err(KeyFault::Certificate);
        }
        Ok(key)
    }

    /// The public key in DER (`SubjectPublicKeyInfo`).
    pub(crate) fn public_key_der(&self) -> Result<Vec<u8>, KeyFault> {
        let components = RsaPublicKeyComponents {
            n: &self.modulus,
            e: &self.exponent,
        };
        let der: PublicKeyX509Der<'_> = components.as_der().map_err(|_| KeyFault::NotRsa)?;
        Ok(der.as_ref().to_vec())
    }

    /// The bare public key in PEM.
    pub fn public_key_pem(&self) -> Result<String, KeyFault> {
        let section = pem::Pem::new("PUBLIC KEY", self.public_key_der()?);
        Ok(pem::encode_config(&section, line_feeds()))
    }

    /// From modulus and exponent, big-endian without leading zeros.
    pub(crate) fn from_components(modulus: Vec<u8>, exponent: Vec<u8>) -> Self {
        Self {
            key_id: None,
            modulus,
            exponent,
            validity: None,
            certificates: Vec::new(),
            window: Window::default(),
        }
    }

    /// The same key with the time in which it signs.
    pub(crate) fn within(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// From when to when it signs, as far as that is known.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Its certificate and those of its issuers, in PEM; empty for a bare key.
    pub fn certificates_pem(&self) -> String {
        self.certificates
            .iter()
            .map(|der| pem::Pem::new(CERTIFICATE, der.as_slice()))
            .map(|section| pem::encode_config(&section, line_feeds()))
            .collect()
    }

    /// Reads a bare public key in DER: `SubjectPublicKeyInfo` or PKCS#1.
    pub fn from_public_key_der(der: &[u8]) -> Result<Self, KeyFault> {
        let key = PublicKey::from_der(der).map_err(|_| KeyFault::NotRsa)?;
        Ok(Self::from_components(
            key.modulus().big_endian_without_leading_zero().to_vec(),
            key.exponent().big_endian_without_leading_zero().to_vec(),
        ))
    }

    /// Reads the RSA signing keys of a JSON Web Key Set (RFC 7517). Keys of other kinds and for
    /// other uses are passed over, as the standard asks.
    pub fn from_jwks(text: &str) -> Result<Vec<Self>, KeyFault> {
        if text.len() > JWKS_CHARS_MAX {
            return Err(KeyFault::Jwks("it is too long"));
        }
        let set: Value =
            serde_json::from_str(text).map_err(|_| KeyFault::Jwks("it is not JSON"))?;
        let keys = set
            .get("keys")
            .and_then(Value::as_array)
            .ok_or(KeyFault::Jwks("it has no list \"keys\""))?;
        if keys.len() > JWKS_KEYS_MAX {
            return Err(KeyFault::Jwks("it has too many keys"));
        }
        let mut found = Vec::new();
        for key in keys.iter().filter_map(Value::as_object) {
            if is_rsa_signing_key(key) {
                found.push(Self::from_jwk(key)?);
            }
        }
        Ok(found)
    }

    fn from_jwk(jwk: &Map<String, Value>) -> Result<Self, KeyFault> {
        let number = |name: &str| {
            let bytes = jwk.get(name).and_then(Value::as_str).and_then(decode_url)?;
            // A leading zero byte is common and means nothing.
            let first = bytes.iter().position(|byte| *byte != 0)?;
            Some(bytes[first..].to_vec())
        };
        let (modulus, exponent) = number("n")
            .zip(number("e"))
            .ok_or(KeyFault::Jwks("a key has no readable \"n\" and \"e\""))?;
        let certificates: Vec<Vec<u8>> = jwk
            .get("x5c")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .take(CERTIFICATES_MAX)
            .filter_map(Value::as_str)
            .filter_map(|text| base64_text::decode(text, JWKS_CHARS_MAX))
            .collect();
        let validity = certificates
            .first()
            .and_then(|der| certificate::read(der).ok())
            .map(|read| (read.not_before, read.not_after));
        let moment = |name: &str| {
            let seconds = jwk.get(name).and_then(Value::as_i64)?;
            Timestamp::from_second(seconds).ok()
        };
        Ok(Self {
            key_id: jwk.get("kid").and_then(Value::as_str).map(str::to_owned),
            modulus,
            exponent,
            validity,
            certificates,
            window: Window {
                not_before: moment("nbf"),
                retired_at: moment("exp"),
            },
        })
    }

    /// The JSON Web Key of this public key. The members `nbf` and `exp`, in seconds since 1970, say
    /// between which moments it signs. They are not of RFC 7517, which lets readers pass over what
    /// they do not know; the historical keys of `OpenID` Federation have the same. A signature
    /// that was made in that time stays good.
    pub fn jwk(&self) -> Value {
        let mut jwk = json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "n": encode_url(&self.modulus),
            "e": encode_url(&self.exponent),
        });
        if let Some(id) = &self.key_id {
            jwk["kid"] = json!(id);
            if let Ok(thumbprint) = hex::decode(id) {
                jwk["x5t"] = json!(encode_url(&thumbprint));
            }
        }
        if !self.certificates.is_empty() {
            let chain = self.certificates.iter().map(|der| base64_text::encode(der));
            jwk["x5c"] = chain.collect();
        }
        if let Some(from) = self.window.not_before {
            jwk["nbf"] = json!(from.as_second());
        }
        if let Some(until) = self.window.retired_at {
            jwk["exp"] = json!(until.as_second());
        }
        jwk
    }

    /// The thumbprint of its certificate, or the `kid` of its JSON Web Key; none for a bare key.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The modulus, big-endian without leading zeros.
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The public exponent, big-endian without leading zeros.
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }

    /// From when its certificate holds.
    pub fn not_before(&self) -> Option<Timestamp> {
        self.validity.map(|(from, _)| from)
    }

    /// Until when its certificate holds.
    pub fn not_after(&self) -> Option<Timestamp> {
        self.validity.map(|(_, until)| until)
    }

    /// Whether a signature over a message is by this key.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        RsaPublicKeyComponents {
            n: &self.modulus,
            e: &self.exponent,
        }
        .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
        .is_ok()
    }

    /// Whether two are one key, whatever certificates they have.
    pub(crate) fn is_same_key(&self, other: &Self) -> bool {
        self.modulus == other.modulus && self.exponent == other.exponent
    }
}

/// The JSON Web Key Set of several keys, to be served to verifiers.
pub fn jwks(keys: &[VerifyingKey]) -> Value {
    json!({ "keys": keys.iter().map(VerifyingKey::jwk).collect::<Vec<_>>() })
}

fn is_rsa_signing_key(jwk: &Map<String, Value>) -> bool {
    let is = |name: &str, wanted: &str| jwk.get(name).and_then(Value::as_str) == Some(wanted);
    let absent_or = |name: &str, wanted: &str| !jwk.contains_key(name) || is(name, wanted);
    is("kty", "RSA") && absent_or("use", "sig") && absent_or("alg", "RS256")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing_key::SigningKey;

    fn key() -> SigningKey {
        SigningKey::generate("Test", "2025-06-01T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_key_set_gives_back_what_went_in() {
        let keys = [key().public(), key().public()];
        let text = jwks(&keys).to_string();
        assert_eq!(VerifyingKey::from_jwks(&text).unwrap(), keys);
    }

    #[test]
    fn a_key_set_says_when_a_key_signs_and_who_issued_its_certificate() {
        let window = Window {
            not_before: Some(Timestamp::from_second(1_780_000_000).unwrap()),
            retired_at: Some(Timestamp::from_second(1_790_000_000).unwrap()),
        };
        let chain = format!("{}{}", key().certificate_pem(), key().certificate_pem());
        let key = VerifyingKey::from_certificates_pem(&chain)
            .unwrap()
            .within(window);
        assert_eq!(key.certificates_pem(), chain);
        let jwk = key.jwk();
        assert_eq!(jwk["nbf"], 1_780_000_000);
        assert_eq!(jwk["exp"], 1_790_000_000);
        assert_eq!(jwk["x5c"].as_array().unwrap().len(), 2);
        let read = VerifyingKey::from_jwks(&jwks(std::slice::from_ref(&key)).to_string()).unwrap();
        assert_eq!(read, [key]);
    }

    #[test]
    fn the_public_key_in_pem_is_the_same_key() {
        let key = key().public();
        let bare = VerifyingKey::from_pem(&key.public_key_pem().unwrap()).unwrap();
        assert!(bare.is_same_key(&key));
        assert_eq!(bare.key_id(), None);
    }

    #[test]
    fn a_certificate_gives_identity_and_validity() {
        let key = key();
        let read = VerifyingKey::from_pem(&key.certificate_pem()).unwrap();
        assert_eq!(read, key.public());
        assert_eq!(read.key_id(), Some(key.key_id()));
        assert_eq!(
            read.not_before().unwrap().to_string(),
            "2025-06-01T00:00:00Z"
        );
        assert_eq!(
            read.not_after().unwrap().to_string(),
            "2035-06-01T00:00:00Z"
        );
        assert_eq!(read.modulus().len(), 256);
        assert_eq!(read.exponent(), [1, 0, 1]);
    }

    #[test]
    fn other_kinds_of_keys_are_passed_over_and_broken_ones_named() {
        let set = |keys: Value| VerifyingKey::from_jwks(&json!({ "keys": keys }).to_string());
        let mut encryption = key().public().jwk();
        encryption["use"] = json!("enc");
        assert_eq!(set(json!([{ "kty": "EC" }, encryption, 5])).unwrap(), []);
        assert!(set(json!([{ "kty": "RSA", "n": "AQAB" }])).is_err());
        assert!(set(json!([{ "kty": "RSA", "n": "", "e": "AA" }])).is_err());
        assert!(VerifyingKey::from_jwks("{}").is_err());
        assert!(VerifyingKey::from_jwks("[").is_err());
    }

    #[test]
    fn a_key_set_is_limited() {
        let set = |count: usize| {
            VerifyingKey::from_jwks(&json!({ "keys": vec![json!({}); count] }).to_string())
        };
        assert!(set(JWKS_KEYS_MAX).is_ok());
        assert!(set(JWKS_KEYS_MAX + 1).is_err());
    }
}
