//! A public key that signatures are checked with, and the forms in which it travels.

use aws_lc_rs::rsa::PublicKey;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::base64_text::{self, decode_url, encode_url};
use crate::certificate;
use crate::key_fault::KeyFault;

/// Keys that are read from one key set.
pub const JWKS_KEYS_MAX: usize = 64;

/// Characters of a key set that are read.
pub const JWKS_CHARS_MAX: usize = 512 * 1024;

/// An RSA public key, with its certificate's thumbprint and validity when it came in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    key_id: Option<String>,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    validity: Option<(Timestamp, Timestamp)>,
    certificate: Option<Vec<u8>>,
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
        key.certificate = Some(der.to_vec());
        Ok(key)
    }

    /// Reads a bare public key in DER: `SubjectPublicKeyInfo` or PKCS#1.
    pub fn from_public_key_der(der: &[u8]) -> Result<Self, KeyFault> {
        let key = PublicKey::from_der(der).map_err(|_| KeyFault::NotRsa)?;
        Ok(Self {
            key_id: None,
            modulus: key.modulus().big_endian_without_leading_zero().to_vec(),
            exponent: key.exponent().big_endian_without_leading_zero().to_vec(),
            validity: None,
            certificate: None,
        })
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
        let certificate = jwk
            .get("x5c")
            .and_then(|chain| chain.get(0))
            .and_then(Value::as_str)
            .and_then(|text| base64_text::decode(text, JWKS_CHARS_MAX));
        let validity = certificate
            .as_deref()
            .and_then(|der| certificate::read(der).ok())
            .map(|read| (read.not_before, read.not_after));
        let text = |name: &str| jwk.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            key_id: text("kid"),
            modulus,
            exponent,
            validity,
            certificate,
        })
    }

    /// The JSON Web Key of this public key.
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
        if let Some(der) = &self.certificate {
            jwk["x5c"] = json!([base64_text::encode(der)]);
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

    pub(crate) fn has_modulus(&self, modulus: &[u8]) -> bool {
        self.modulus == modulus
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
