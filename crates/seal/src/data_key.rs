//! Encryption of what is stored: mobile numbers, e-mail addresses, session keys.
//!
//! AES-256-GCM-SIV rather than plain GCM: should a nonce ever repeat (a seeded sandbox that is
//! started again on the same files draws the same numbers again), it tells only that two equal
//! texts are equal, where GCM would give away both texts.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use thiserror::Error;

use crate::base64_text;
use crate::key_fault::KeyFault;
use crate::random::Randomness;

const KEY_BYTES: usize = 32;
const KEY_CHARS_MAX: usize = 128;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// Bytes that sealing adds: the key's number, nonce and tag.
pub const OVERHEAD_BYTES: usize = 1 + NONCE_BYTES + TAG_BYTES;

/// What is stored could not be decrypted: another key, another context, or damaged.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the stored data cannot be decrypted")]
pub struct DataFault;

/// The key under which personal data and session keys are stored.
pub struct DataKey {
    bytes: [u8; KEY_BYTES],
    key: LessSafeKey,
}

impl DataKey {
    /// A new key.
    pub fn random(random: &Randomness) -> Self {
        Self::from_bytes(random.bytes())
    }

    fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM_SIV, &bytes).expect("32 bytes are an AES-256 key");
        Self {
            bytes,
            key: LessSafeKey::new(key),
        }
    }

    /// Reads the base64 of 32 bytes.
    pub fn from_base64(text: &str) -> Result<Self, KeyFault> {
        base64_text::decode(text, KEY_CHARS_MAX)
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self::from_bytes)
            .ok_or(KeyFault::SymmetricSize)
    }

    /// The form in which it is kept. A secret.
    pub fn to_base64(&self) -> String {
        base64_text::encode(&self.bytes)
    }

    /// Encrypts for storage. The context says where it is stored (table, column, row); it is not
    /// stored again, and must be the same when the data is opened. The number is that of this key.
    pub(crate) fn seal(
        &self,
        number: u8,
        plaintext: &[u8],
        context: &[u8],
        random: &Randomness,
    ) -> Vec<u8> {
        let nonce = random.bytes::<NONCE_BYTES>();
        let mut sealed = Vec::with_capacity(plaintext.len() + OVERHEAD_BYTES);
        sealed.push(number);
        sealed.extend_from_slice(&nonce);
        let mut body = plaintext.to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::from(&nonce), Aad::from(context), &mut body)
            .expect("what fits in memory is within the limits of AES-GCM-SIV");
        sealed.append(&mut body);
        sealed
    }

    /// Decrypts what [`Self::seal`] made. The number was needed to find this key and is passed over.
    pub(crate) fn open(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, DataFault> {
        let (_number, rest) = sealed.split_first().ok_or(DataFault)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(DataFault)?;
        let mut body = body.to_vec();
        let length = self
            .key
            .open_in_place(Nonce::from(nonce), Aad::from(context), &mut body)
            .map_err(|_| DataFault)?
            .len();
        body.truncate(length);
        Ok(body)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DataKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_same_key_and_context_open() {
        let random = Randomness::seeded(1);
        let key = DataKey::random(&random);
        let sealed = key.seal(1, b"9999912345", b"taxpayer.mobile", &random);
        assert_eq!(sealed.len(), 10 + OVERHEAD_BYTES);
        assert_eq!(
            key.open(&sealed, b"taxpayer.mobile").unwrap(),
            b"9999912345"
        );
        assert_eq!(key.open(&sealed, b"taxpayer.email"), Err(DataFault));
        let other = DataKey::random(&random);
        assert_eq!(other.open(&sealed, b"taxpayer.mobile"), Err(DataFault));
    }

    #[test]
    fn equal_texts_look_different() {
        let random = Randomness::seeded(1);
        let key = DataKey::random(&random);
        assert_ne!(
            key.seal(1, b"a", b"", &random),
            key.seal(1, b"a", b"", &random)
        );
    }

    #[test]
    fn the_key_survives_its_file_and_does_not_print() {
        let random = Randomness::seeded(1);
        let key = DataKey::random(&random);
        let again = DataKey::from_base64(&format!("{}\n", key.to_base64())).unwrap();
        let sealed = key.seal(1, b"a", b"c", &random);
        assert_eq!(again.open(&sealed, b"c").unwrap(), b"a");
        assert_eq!(format!("{key:?}"), "DataKey(…)");
        assert!(DataKey::from_base64("AAAA").is_err());
    }

    proptest! {
        #[test]
        fn every_flipped_bit_and_every_cut_is_noticed(
            plaintext in proptest::collection::vec(any::<u8>(), 0..40),
            position: proptest::sample::Index,
            bit in 0_u8..8,
        ) {
            let random = Randomness::seeded(9);
            let key = DataKey::random(&random);
            let sealed = key.seal(1, &plaintext, b"c", &random);
            prop_assert_eq!(key.open(&sealed, b"c").unwrap(), plaintext);
            // The first byte only says which key; exchanging it is the business of `DataKeys`.
            let position = 1 + position.index(sealed.len() - 1);
            let mut flipped = sealed.clone();
            flipped[position] ^= 1 << bit;
            prop_assert_eq!(key.open(&flipped, b"c"), Err(DataFault));
            prop_assert_eq!(key.open(&sealed[..position], b"c"), Err(DataFault));
        }
    }
}
