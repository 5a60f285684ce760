//! The public half of a login key, for clients.

use std::fmt;

use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};

use crate::base64_text;
use crate::certificate;
use crate::key_fault::KeyFault;
use crate::login_key::PUBLIC_KEY;

/// The public half of a login key: what clients seal their credentials with.
#[derive(Clone)]
pub struct LoginPublicKey(PublicEncryptingKey);

impl LoginPublicKey {
    /// Reads a public key or a certificate in PEM, or the bare base64 of the key's DER, which is
    /// how some portals mail it.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        const BARE_CHARS_MAX: usize = 4096;
        let der = match pem::parse(text) {
            Ok(section) if section.tag() == "CERTIFICATE" => {
                certificate::read(section.contents())?.public_key
            }
            Ok(section) if section.tag() == PUBLIC_KEY => section.into_contents(),
            Ok(_) => return Err(KeyFault::Missing(PUBLIC_KEY)),
            Err(_) => base64_text::decode(text, BARE_CHARS_MAX).ok_or(KeyFault::NotPem)?,
        };
        let key = PublicEncryptingKey::from_der(&der).map_err(|_| KeyFault::NotRsa)?;
        Ok(Self(key))
    }

    /// Seals a text, and gives base64 in one line.
    pub fn seal(&self, plaintext: &[u8]) -> Result<String, KeyFault> {
        let encryptor =
            Pkcs1PublicEncryptingKey::new(self.0.clone()).map_err(|_| KeyFault::NotRsa)?;
        let limit = encryptor.max_plaintext_size();
        let found = plaintext.len();
        if found > limit {
            return Err(KeyFault::TooLong { found, limit });
        }
        let mut ciphertext = vec![0; encryptor.ciphertext_size()];
        let sealed = encryptor
            .encrypt(plaintext, &mut ciphertext)
            .map_err(|_| KeyFault::NotRsa)?;
        Ok(base64_text::encode(sealed))
    }
}

impl fmt::Debug for LoginPublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "LoginPublicKey({} bits)", self.0.key_size_bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::login_key::LoginKey;

    #[test]
    fn one_block_holds_245_bytes() {
        let public = LoginPublicKey::from_pem(&LoginKey::generate().public_pem()).unwrap();
        assert!(public.seal(&[b'a'; 245]).is_ok());
        assert_eq!(
            public.seal(&[b'a'; 246]).unwrap_err(),
            KeyFault::TooLong {
                found: 246,
                limit: 245
            }
        );
    }

    #[test]
    fn a_public_key_comes_in_several_dresses() {
        let key = LoginKey::generate();
        let pem = key.public_pem();
        let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        assert!(LoginPublicKey::from_pem(&bare).is_ok());
        assert!(LoginPublicKey::from_pem(&key.to_pem()).is_err());
        assert!(LoginPublicKey::from_pem("").is_err());
        assert!(LoginKey::from_pem(&pem).is_err());
        assert_eq!(format!("{key:?}"), "LoginKey(…)");
    }
}
