//! Passwords as they are stored: Argon2id, in the PHC string format.

use std::hint::black_box;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::digest;

use crate::random::Randomness;

/// Memory of one hash. With two passes and one lane this is OWASP's recommendation.
pub const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
pub const PASSES: u32 = 2;
/// Lanes, computed one after the other.
pub const LANES: u32 = 1;

/// Bytes of a password that are hashed; a longer one is never right.
pub const PASSWORD_BYTES_MAX: usize = 1024;

const SALT_BYTES: usize = 16;

/// A hash that has today's cost and that no known password has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA\
                      $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes a password for storage. Takes some ten milliseconds and 19 MiB by design: limit how many
/// run at once.
///
/// # Panics
/// If memory is exhausted.
pub fn hash(password: &str, random: &Randomness) -> String {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .expect("the parameters are constants within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password.as_bytes(), &random.bytes::<SALT_BYTES>())
        .expect("a salt of 16 bytes and any password can be hashed")
        .to_string()
}

/// The SHA-1 of a password in upper-case hexadecimal, by which lists of breached passwords name
/// them. Never for keeping one.
pub fn sha1_hex(password: &str) -> String {
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    hex::encode_upper(digest)
}

/// Whether a password is the one whose hash was stored. A hash that cannot be read is nobody's.
pub fn verify(hash: &str, password: &str) -> bool {
    if password.len() > PASSWORD_BYTES_MAX {
        return verify_against_nothing("");
    }
    // The cost comes from the stored hash, so that old hashes hold when the cost is raised.
    Argon2::default()
        .verify_password(password.as_bytes(), hash)
        .is_ok()
}

/// Does the work of [`verify`] for a user who does not exist, so that the time does not say which
/// users do. Always false.
pub fn verify_against_nothing(password: &str) -> bool {
    let length = password.len().min(PASSWORD_BYTES_MAX);
    // The black box keeps the compiler from dropping work whose result is not used.
    let _ = black_box(Argon2::default().verify_password(&password.as_bytes()[..length], NOBODY));
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_fits() {
        let random = Randomness::seeded(1);
        let hash = hash("Correct#1", &random);
        assert!(verify(&hash, "Correct#1"));
        assert!(!verify(&hash, "correct#1"));
        assert!(!verify(&hash, ""));
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }

    #[test]
    fn equal_passwords_have_different_hashes() {
        let random = Randomness::seeded(1);
        assert_ne!(hash("Correct#1", &random), hash("Correct#1", &random));
    }

    #[test]
    fn the_hash_of_nobody_has_todays_cost_and_can_be_read() {
        let real = hash("x", &Randomness::seeded(1));
        let cost = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODY), cost(&real));
        assert_eq!(NOBODY.len(), real.len());
        let outcome = Argon2::default().verify_password(b"x", NOBODY);
        assert_eq!(outcome, Err(argon2::password_hash::Error::PasswordInvalid));
        assert!(!verify_against_nothing("x"));
    }

    #[test]
    fn too_long_a_password_is_wrong_and_a_broken_hash_is_nobodys() {
        let random = Randomness::seeded(1);
        let longest = "x".repeat(PASSWORD_BYTES_MAX);
        let stored = hash(&longest, &random);
        assert!(verify(&stored, &longest));
        let longer = "x".repeat(PASSWORD_BYTES_MAX + 1);
        assert!(!verify(&hash(&longer, &random), &longer));
        assert!(!verify_against_nothing(&longer));
        assert!(!verify("", "x"));
        assert!(!verify("$argon2id$broken", "x"));
    }
}
