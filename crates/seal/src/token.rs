//! Bearer tokens: made here, stored only as their SHA-256.
//!
//! They have so many random bits that a plain digest cannot be turned back, and looking a digest
//! up in an index tells nothing about the token.

use aws_lc_rs::digest;

use crate::base64_text::encode_url;
use crate::random::Randomness;

/// Characters of an API token, as in NIC's answers: 148 random bits.
pub const AUTH_TOKEN_CHARS: usize = 25;

/// The digest under which a token is stored and looked up.
pub fn sha256(token: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest::digest(&digest::SHA256, token.as_bytes()).as_ref());
    bytes
}

/// A token for a browser's session, a form or a link: 256 random bits, 43 characters that a cookie
/// and an address can carry as they are.
pub fn new_session(random: &Randomness) -> String {
    encode_url(&random.bytes::<32>())
}

/// A token for the API: 25 letters and digits.
pub fn new_auth(random: &Randomness) -> String {
    random.alphanumeric(AUTH_TOKEN_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_sha256() {
        assert_eq!(
            hex::encode(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn tokens_have_their_length_and_differ() {
        let random = Randomness::system();
        assert_eq!(new_session(&random).len(), 43);
        assert_eq!(new_auth(&random).len(), 25);
        assert_ne!(new_session(&random), new_session(&random));
        assert_ne!(new_auth(&random), new_auth(&random));
    }
}
