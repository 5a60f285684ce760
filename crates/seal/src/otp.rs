//! One-time passwords as they are stored: a keyed digest, bound to what they were sent for.
//!
//! Six digits are found by trying a million, so a plain digest would protect nothing. With the key
//! outside the database, a copy of the database does not give a single live code away.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;

use crate::base64_text;
use crate::key_fault::KeyFault;
use crate::random::Randomness;

const KEY_BYTES: usize = 32;
const KEY_CHARS_MAX: usize = 128;

/// The key under which one-time passwords are digested.
pub struct OtpKey {
    bytes: [u8; KEY_BYTES],
    key: hmac::Key,
}

impl OtpKey {
    /// A new key.
    pub fn random(random: &Randomness) -> Self {
        Self::from_bytes(random.bytes())
    }

    fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self {
            bytes,
            key: hmac::Key::new(hmac::HMAC_SHA256, &bytes),
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

    /// The digest to store. The context says what the code was sent for (whose, for which step,
    /// in which attempt), so that it fits nowhere else.
    pub fn digest(&self, otp: &str, context: &[u8]) -> [u8; 32] {
        let mut tag = hmac::Context::with_key(&self.key);
        // The length keeps a code from sliding into its context.
        tag.update(&(context.len() as u64).to_be_bytes());
        tag.update(context);
        tag.update(otp.as_bytes());
        let mut digest = [0; 32];
        digest.copy_from_slice(tag.sign().as_ref());
        digest
    }

    /// Whether a code is the one whose digest was stored, compared in constant time.
    pub fn matches(&self, digest: &[u8], otp: &str, context: &[u8]) -> bool {
        verify_slices_are_equal(&self.digest(otp, context), digest).is_ok()
    }
}

impl fmt::Debug for OtpKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OtpKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fits_only_its_own_context_and_key() {
        let random = Randomness::seeded(1);
        let key = OtpKey::random(&random);
        let digest = key.digest("012345", b"29AAACM0001A1ZX/1");
        assert!(key.matches(&digest, "012345", b"29AAACM0001A1ZX/1"));
        assert!(!key.matches(&digest, "012346", b"29AAACM0001A1ZX/1"));
        assert!(!key.matches(&digest, "012345", b"29AAACM0001A1ZX/2"));
        assert!(!key.matches(&digest[..31], "012345", b"29AAACM0001A1ZX/1"));
        assert!(!OtpKey::random(&random).matches(&digest, "012345", b"29AAACM0001A1ZX/1"));
    }

    #[test]
    fn code_and_context_do_not_run_into_each_other() {
        let key = OtpKey::random(&Randomness::seeded(1));
        assert_ne!(key.digest("23456", b"a1"), key.digest("123456", b"a"));
    }

    #[test]
    fn the_key_survives_its_file_and_does_not_print() {
        let key = OtpKey::random(&Randomness::seeded(1));
        let again = OtpKey::from_base64(&format!("{}\n", key.to_base64())).unwrap();
        assert_eq!(key.digest("1", b""), again.digest("1", b""));
        assert_eq!(format!("{key:?}"), "OtpKey(…)");
        assert_eq!(
            OtpKey::from_base64("AAAA").unwrap_err(),
            KeyFault::SymmetricSize
        );
    }
}
