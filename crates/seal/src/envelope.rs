//! NIC's request and reply envelope: AES-256 in ECB mode with PKCS#7 padding, in base64.
//!
//! ECB shows which blocks of a text are equal and does not notice when blocks are moved. It is
//! here because every client of NIC's API speaks it; TLS around it is what protects the traffic.
//! No other module may use it: what we store ourselves goes through [`crate::DataKey`].

use std::fmt;

use aws_lc_rs::cipher::{
    AES_256, DecryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use thiserror::Error;

use crate::base64_text;
use crate::random::Randomness;

/// Bytes of an AES-256 key.
const KEY_BYTES: usize = 32;

/// Characters of an encrypted `Data` member that are looked at. The longest is a reply: an invoice
/// of two megabytes as a token inside JSON, encrypted, in base64. Servers limit requests to less.
pub const DATA_CHARS_MAX: usize = 8 * 1024 * 1024;

/// Characters of a wrapped key or of a key in base64 that are looked at.
const KEY_CHARS_MAX: usize = 128;

/// Why an envelope could not be opened.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum EnvelopeFault {
    /// Longer than [`DATA_CHARS_MAX`].
    #[error("the encrypted data is too long")]
    TooLong,
    /// Not base64.
    #[error("the encrypted data is not base64")]
    NotBase64,
    /// Not encrypted with this key, or damaged.
    #[error("the encrypted data cannot be decrypted with this key")]
    Undecryptable,
    /// A wrapped session key that is not 32 bytes.
    #[error("the key is not 32 bytes")]
    KeySize,
}

/// The key that a client makes for one authentication, under which it gets the session key.
#[derive(Clone)]
pub struct AppKey([u8; KEY_BYTES]);

/// The session encryption key (NIC's "SEK"): it encrypts the bodies while a token holds.
#[derive(Clone)]
pub struct SessionKey([u8; KEY_BYTES]);

impl AppKey {
    /// A new key, as a client makes it.
    pub fn random(random: &Randomness) -> Self {
        Self(random.bytes())
    }

    /// A key with these bytes.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// Reads the base64 of 32 bytes.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = base64_text::decode(text, KEY_CHARS_MAX)?;
        bytes.try_into().ok().map(Self)
    }

    /// The form in which a client sends it, sealed under the login key.
    pub fn to_base64(&self) -> String {
        base64_text::encode(&self.0)
    }

    /// The bytes. A secret.
    pub fn as_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

impl SessionKey {
    /// A new session key.
    pub fn random(random: &Randomness) -> Self {
        Self(random.bytes())
    }

    /// A session key that was stored.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// The bytes to store, encrypted under the data key. A secret.
    pub fn as_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Wraps the session key for the client that made the application key: NIC's `Sek`.
    pub fn wrap_for(&self, app_key: &AppKey) -> String {
        base64_text::encode(&encrypt_blocks(&app_key.0, &self.0))
    }

    /// The client's side of [`Self::wrap_for`].
    pub fn unwrap(wrapped: &str, app_key: &AppKey) -> Result<Self, EnvelopeFault> {
        let bytes = open(&app_key.0, wrapped, KEY_CHARS_MAX)?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| EnvelopeFault::KeySize)
    }

    /// Encrypts a body for the `Data` member.
    pub fn encrypt(&self, plaintext: &[u8]) -> String {
        base64_text::encode(&encrypt_blocks(&self.0, plaintext))
    }

    /// Decrypts a `Data` member.
    pub fn decrypt(&self, data: &str) -> Result<Vec<u8>, EnvelopeFault> {
        open(&self.0, data, DATA_CHARS_MAX)
    }

    /// Decrypts a `Data` member that holds JSON. Some clients put base64 between the JSON and the
    /// encryption; when what comes out is not the start of JSON and is base64, it is read again.
    pub fn decrypt_json(&self, data: &str) -> Result<Vec<u8>, EnvelopeFault> {
        let plaintext = self.decrypt(data)?;
        Ok(without_inner_base64(plaintext))
    }
}

/// Two keys are compared in constant time.
impl PartialEq for SessionKey {
    fn eq(&self, other: &Self) -> bool {
        verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl Eq for SessionKey {}

/// Two keys are compared in constant time.
impl PartialEq for AppKey {
    fn eq(&self, other: &Self) -> bool {
        verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl Eq for AppKey {}

impl fmt::Debug for AppKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AppKey(…)")
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionKey(…)")
    }
}

fn without_inner_base64(plaintext: Vec<u8>) -> Vec<u8> {
    let starts_json = |bytes: &[u8]| matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    if starts_json(&plaintext) {
        return plaintext;
    }
    let inner = std::str::from_utf8(&plaintext)
        .ok()
        .and_then(|text| base64_text::decode(text, DATA_CHARS_MAX));
    match inner {
        Some(inner) if starts_json(&inner) => inner,
        _ => plaintext,
    }
}

fn unbound(key: &[u8; KEY_BYTES]) -> UnboundCipherKey {
    UnboundCipherKey::new(&AES_256, key).expect("32 bytes are an AES-256 key")
}

fn encrypt_blocks(key: &[u8; KEY_BYTES], plaintext: &[u8]) -> Vec<u8> {
    let key = PaddedBlockEncryptingKey::ecb_pkcs7(unbound(key)).expect("AES-256 has an ECB mode");
    let mut blocks = Vec::with_capacity(plaintext.len() + 16);
    blocks.extend_from_slice(plaintext);
    key.encrypt(&mut blocks)
        .expect("padding makes whole blocks, and whole blocks can be encrypted");
    blocks
}

fn open(key: &[u8; KEY_BYTES], text: &str, chars_max: usize) -> Result<Vec<u8>, EnvelopeFault> {
    if text.len() > chars_max {
        return Err(EnvelopeFault::TooLong);
    }
    let mut blocks = base64_text::decode(text, chars_max).ok_or(EnvelopeFault::NotBase64)?;
    let key = PaddedBlockDecryptingKey::ecb_pkcs7(unbound(key)).expect("AES-256 has an ECB mode");
    let length = key
        .decrypt(&mut blocks, DecryptionContext::None)
        .map_err(|_| EnvelopeFault::Undecryptable)?
        .len();
    blocks.truncate(length);
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counting(first: u8) -> [u8; 32] {
        std::array::from_fn(|index| first + u8::try_from(index).unwrap())
    }

    /// Made once with OpenSSL: `openssl enc -aes-256-ecb -K 00..1f`, and so on. They freeze the
    /// wire format.
    #[test]
    fn the_wire_format_is_frozen() {
        let app_key = AppKey::from_bytes(counting(0));
        let session = SessionKey::from_bytes(counting(32));
        let wrapped = session.wrap_for(&app_key);
        assert_eq!(wrapped, WRAPPED);
        assert_eq!(SessionKey::unwrap(&wrapped, &app_key).unwrap(), session);
        let data = session.encrypt(br#"{"Irn":"0123"}"#);
        assert_eq!(data, DATA);
        assert_eq!(session.decrypt(&data).unwrap(), br#"{"Irn":"0123"}"#);
    }

    const WRAPPED: &str = "YaaTbk6PEBwcwfmTtUKg1OJ0Dor61OTRXQ1mGzguyomfO3UEkm+L024xGOkDpM1K";
    const DATA: &str = "I5e8LCabmX4voPYD/78LAA==";

    #[test]
    fn a_foreign_key_opens_nothing() {
        let random = Randomness::seeded(1);
        let (first, second) = (SessionKey::random(&random), SessionKey::random(&random));
        let data = first.encrypt(b"{}");
        assert_eq!(second.decrypt(&data), Err(EnvelopeFault::Undecryptable));
        assert_eq!(first.decrypt("*"), Err(EnvelopeFault::NotBase64));
        assert_eq!(first.decrypt(""), Err(EnvelopeFault::Undecryptable));
        assert_eq!(first.decrypt("AAAA"), Err(EnvelopeFault::Undecryptable));
    }

    #[test]
    fn a_wrapped_key_must_be_a_key() {
        let app_key = AppKey::from_bytes(counting(0));
        let short = base64_text::encode(&encrypt_blocks(&app_key.0, &[1; 31]));
        assert_eq!(
            SessionKey::unwrap(&short, &app_key),
            Err(EnvelopeFault::KeySize)
        );
    }

    #[test]
    fn the_length_is_limited() {
        let session = SessionKey::from_bytes(counting(0));
        let at_limit = "A".repeat(DATA_CHARS_MAX);
        assert_eq!(
            session.decrypt(&at_limit),
            Err(EnvelopeFault::Undecryptable)
        );
        let past_limit = "A".repeat(DATA_CHARS_MAX + 1);
        assert_eq!(session.decrypt(&past_limit), Err(EnvelopeFault::TooLong));
    }

    #[test]
    fn base64_inside_the_encryption_is_read_once_more() {
        let session = SessionKey::from_bytes(counting(0));
        let read = |plaintext: &str| {
            let read = session.decrypt_json(&session.encrypt(plaintext.as_bytes()));
            String::from_utf8(read.unwrap()).unwrap()
        };
        assert_eq!(read(r#"{"a":1}"#), r#"{"a":1}"#);
        assert_eq!(read("eyJhIjoxfQ=="), r#"{"a":1}"#);
        assert_eq!(read(" [1]"), " [1]");
        // Base64 of something else stays as it was, to be refused as JSON later.
        assert_eq!(read("aGVsbG8="), "aGVsbG8=");
        assert_eq!(read("plain text"), "plain text");
    }

    #[test]
    fn keys_in_base64_have_32_bytes() {
        let key = AppKey::from_bytes(counting(9));
        assert_eq!(AppKey::from_base64(&key.to_base64()), Some(key));
        assert_eq!(AppKey::from_base64(&base64_text::encode(&[1; 31])), None);
        assert_eq!(AppKey::from_base64(&base64_text::encode(&[1; 33])), None);
        assert_eq!(AppKey::from_base64("no"), None);
    }

    #[test]
    fn keys_do_not_print() {
        assert_eq!(format!("{:?}", AppKey::from_bytes([65; 32])), "AppKey(…)");
        let session = SessionKey::from_bytes([65; 32]);
        assert_eq!(format!("{session:?}"), "SessionKey(…)");
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(plaintext: Vec<u8>, key: [u8; 32]) {
            let session = SessionKey::from_bytes(key);
            let data = session.encrypt(&plaintext);
            let encrypted_bytes = 16 * (plaintext.len() / 16 + 1);
            prop_assert_eq!(data.len(), encrypted_bytes.div_ceil(3) * 4);
            prop_assert_eq!(session.decrypt(&data).unwrap(), plaintext);
        }
    }
}
