//! Checks signed invoices and signed QR codes: ours, and those of other portals whose key we have.

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::base64_text::decode_url;
use crate::verifying_key::VerifyingKey;

/// Characters of a token that are looked at. An invoice of two megabytes makes a token of at most
/// four times that when every character has to be escaped.
pub const TOKEN_CHARS_MAX: usize = 8 * 1024 * 1024;

/// The keys that are trusted.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    keys: Vec<VerifyingKey>,
}

/// What a token says, after its signature was found to be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The JSON text that was signed.
    pub data: String,
    /// Who issued it, as the token says.
    pub issuer: String,
    /// The key identifier that the token names.
    pub key_id: Option<String>,
}

/// Why a token is not accepted.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum VerifyFault {
    /// More characters than any token of ours can have.
    #[error("the token is longer than {TOKEN_CHARS_MAX} characters")]
    TooLong,
    /// Not three parts of base64 with JSON in the first two.
    #[error("the text is not a signed token: {0}")]
    Malformed(&'static str),
    /// Signed by another method than RS256, or not signed.
    #[error("the token is signed with {found:?} where RS256 is expected")]
    Algorithm {
        /// The method that the header names.
        found: String,
    },
    /// No key under this identifier is trusted, and no other trusted key fits.
    #[error("the token is signed with the unknown key {key_id:?}")]
    UnknownKey {
        /// The identifier that the header names.
        key_id: Option<String>,
    },
    /// The signature is not by the key that the token names: it was changed after signing.
    #[error("the signature does not fit the token")]
    Signature,
}

/// The members of a header that decide anything. A member that occurs twice is an error, because
/// two readers could take two different ones.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that a reader must understand; we know none.
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    data: String,
    iss: String,
}

impl KeyRing {
    /// A ring of the keys to trust.
    pub fn new(keys: Vec<VerifyingKey>) -> Self {
        Self { keys }
    }

    /// The keys to trust.
    pub fn keys(&self) -> &[VerifyingKey] {
        &self.keys
    }

    /// Checks a token and gives what it says.
    ///
    /// The keys under the identifier that the token names are asked. When the ring has none, every
    /// key is asked: a bare public key has no identifier, and a certificate that was issued anew
    /// for the same key has another one.
    pub fn verify(&self, token: &str) -> Result<Verified, VerifyFault> {
        if token.len() > TOKEN_CHARS_MAX {
            return Err(VerifyFault::TooLong);
        }
        let token = token.trim();
        let (signed, signature) = token
            .rsplit_once('.')
            .ok_or(VerifyFault::Malformed("it does not have three parts"))?;
        let (header, claims) = signed
            .split_once('.')
            .ok_or(VerifyFault::Malformed("it does not have three parts"))?;
        let header: Header = part(header, "its header")?;
        if header.alg != "RS256" {
            return Err(VerifyFault::Algorithm { found: header.alg });
        }
        if header.crit.is_some() {
            return Err(VerifyFault::Malformed("it demands an unknown extension"));
        }
        let signature =
            decode_url(signature).ok_or(VerifyFault::Malformed("its signature is not base64"))?;
        self.check(&header, signed.as_bytes(), &signature)?;
        let claims: Claims = part(claims, "its claims")?;
        Ok(Verified {
            data: claims.data,
            issuer: claims.iss,
            key_id: header.kid,
        })
    }

    fn check(&self, header: &Header, signed: &[u8], signature: &[u8]) -> Result<(), VerifyFault> {
        let named = |key: &&VerifyingKey| header.kid.is_some() && key.key_id() == header.kid();
        if self.keys.iter().any(|key| named(&key)) {
            let right = self
                .keys
                .iter()
                .filter(named)
                .any(|key| key.verifies(signed, signature));
            return right.then_some(()).ok_or(VerifyFault::Signature);
        }
        self.keys
            .iter()
            .any(|key| key.verifies(signed, signature))
            .then_some(())
            .ok_or_else(|| VerifyFault::UnknownKey {
                key_id: header.kid.clone(),
            })
    }
}

impl Header {
    fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }
}

fn part<'text, T: for<'de> Deserialize<'de>>(
    text: &'text str,
    what: &'static str,
) -> Result<T, VerifyFault> {
    let bytes = decode_url(text).ok_or(VerifyFault::Malformed(what))?;
    serde_json::from_slice(&bytes).map_err(|_| VerifyFault::Malformed(what))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jsonwebtoken::{Algorithm, DecodingKey, Validation};
    use proptest::prelude::*;

    use super::*;
    use crate::base64_text::encode_url;
    use crate::jws;
    use crate::signing_key::SigningKey;

    static KEY: LazyLock<SigningKey> = LazyLock::new(new_key);

    const DATA: &str = r#"{"AckNo":112510000000001,"LglNm":"शर्मा & \"Sons\""}"#;

    fn new_key() -> SigningKey {
        SigningKey::generate("Test", "2025-06-01T00:00:00Z".parse().unwrap())
    }

    fn token(data: &str) -> String {
        let input = jws::signing_input(KEY.key_id(), "Mohar", data);
        jws::compact(&input, &KEY.sign(input.as_bytes()).unwrap())
    }

    /// A token with any header and claims, rightly signed.
    fn signed(header: &str, claims: &str) -> String {
        let input = format!(
            "{}.{}",
            encode_url(header.as_bytes()),
            encode_url(claims.as_bytes())
        );
        jws::compact(&input, &KEY.sign(input.as_bytes()).unwrap())
    }

    fn ring() -> KeyRing {
        static OTHER: LazyLock<SigningKey> = LazyLock::new(new_key);
        KeyRing::new(vec![OTHER.public(), KEY.public()])
    }

    #[test]
    fn our_token_is_verified_by_us() {
        let verified = ring().verify(&format!("\n{}  ", token(DATA))).unwrap();
        assert_eq!(verified.data, DATA);
        assert_eq!(verified.issuer, "Mohar");
        assert_eq!(verified.key_id.as_deref(), Some(KEY.key_id()));
    }

    #[test]
    fn our_token_is_verified_by_an_independent_library() {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_required_spec_claims::<&str>(&[]);
        validation.validate_exp = false;
        let jwk = serde_json::from_value(KEY.public().jwk()).unwrap();
        let key = DecodingKey::from_jwk(&jwk).unwrap();
        let read = jsonwebtoken::decode::<Value>(token(DATA), &key, &validation).unwrap();
        assert_eq!(read.claims["data"], DATA);
        assert_eq!(read.claims["iss"], "Mohar");
        assert_eq!(read.header.kid.as_deref(), Some(KEY.key_id()));
        let thumbprint = hex::decode(KEY.key_id()).unwrap();
        assert_eq!(read.header.x5t.unwrap(), encode_url(&thumbprint));
    }

    #[test]
    fn both_orders_of_members_are_accepted() {
        let token = signed(
            r#"{"alg":"RS256","kid":"X","x5t":"AA","typ":"JWT"}"#,
            r#"{"iss":"NIC Sandbox","data":"{}"}"#,
        );
        let verified = ring().verify(&token).unwrap();
        assert_eq!(
            (verified.data, verified.issuer),
            ("{}".into(), "NIC Sandbox".into())
        );
    }

    #[test]
    fn a_key_without_identifier_is_asked_when_none_is_named_like_the_token() {
        let public = KEY.public();
        let jwk = serde_json::json!({ "keys": [{
            "kty": "RSA", "n": encode_url(public.modulus()), "e": encode_url(public.exponent()),
        }]});
        let bare = VerifyingKey::from_jwks(&jwk.to_string()).unwrap();
        assert!(KeyRing::new(bare).verify(&token(DATA)).is_ok());
    }

    #[test]
    fn a_foreign_key_and_a_changed_token_are_told_apart() {
        let foreign = KeyRing::new(vec![new_key().public()]);
        assert_eq!(
            foreign.verify(&token(DATA)),
            Err(VerifyFault::UnknownKey {
                key_id: Some(KEY.key_id().to_owned())
            })
        );
        let other = token("{}");
        let (_, signature) = other.rsplit_once('.').unwrap();
        let ours = token(DATA);
        let (signed, _) = ours.rsplit_once('.').unwrap();
        let changed = format!("{signed}.{signature}");
        assert_eq!(ring().verify(&changed), Err(VerifyFault::Signature));
    }

    #[test]
    fn only_rs256_is_accepted() {
        let claims = r#"{"data":"{}","iss":"Mohar"}"#;
        for algorithm in ["none", "HS256", "RS512", "rs256", ""] {
            let token = signed(&format!(r#"{{"alg":"{algorithm}"}}"#), claims);
            let found = algorithm.to_owned();
            assert_eq!(ring().verify(&token), Err(VerifyFault::Algorithm { found }));
        }
        let unsigned = signed(r#"{"alg":"none"}"#, claims);
        let (unsigned, _) = unsigned.rsplit_once('.').unwrap();
        assert!(ring().verify(&format!("{unsigned}.")).is_err());
    }

    #[test]
    fn what_two_readers_could_read_in_two_ways_is_refused() {
        let claims = r#"{"data":"{}","iss":"Mohar"}"#;
        for (header, claims) in [
            (r#"{"alg":"none","alg":"RS256"}"#, claims),
            (r#"{"alg":"RS256","crit":["exp"],"exp":1}"#, claims),
            (r#"{"alg":"RS256"} x"#, claims),
            (
                r#"{"alg":"RS256"}"#,
                r#"{"data":"{}","data":"[]","iss":"A"}"#,
            ),
            (r#"{"alg":"RS256"}"#, r#"{"data":{},"iss":"A"}"#),
            (r#"{"alg":"RS256"}"#, r#"{"data":"{}"}"#),
        ] {
            let outcome = ring().verify(&signed(header, claims));
            assert!(
                matches!(outcome, Err(VerifyFault::Malformed(_))),
                "{header} {claims}"
            );
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", ".", "..", "a.b", "a.b.c", "a.b.c.d", "e30.e30.e30"] {
            let outcome = ring().verify(text);
            assert!(matches!(outcome, Err(VerifyFault::Malformed(_))), "{text}");
        }
        let padded = |length: usize| {
            let token = token(DATA);
            let spaces = " ".repeat(length - token.len());
            ring().verify(&format!("{token}{spaces}")).err()
        };
        assert_eq!(padded(TOKEN_CHARS_MAX), None);
        assert_eq!(padded(TOKEN_CHARS_MAX + 1), Some(VerifyFault::TooLong));
    }

    proptest! {
        #[test]
        fn any_data_comes_back(data: String) {
            prop_assert_eq!(ring().verify(&token(&data)).unwrap().data, data);
        }

        #[test]
        fn every_flipped_bit_is_noticed(position: proptest::sample::Index, bit in 0_u8..8) {
            static TOKEN: LazyLock<String> = LazyLock::new(|| token(DATA));
            static RING: LazyLock<KeyRing> = LazyLock::new(|| KeyRing::new(vec![KEY.public()]));
            let mut bytes = TOKEN.clone().into_bytes();
            let position = position.index(bytes.len());
            bytes[position] ^= 1 << bit;
            if let Ok(changed) = String::from_utf8(bytes) {
                prop_assert!(RING.verify(&changed).is_err(), "{}", changed);
            }
        }
    }
}
