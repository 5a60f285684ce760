//! Keys and cryptography, and nothing that knows what an invoice is.
//!
//! Two kinds of RSA keys live here and are two types in two folders: [`SigningKey`] signs what the
//! portal issues and never decrypts; [`LoginKey`] opens the credentials that API clients seal, and
//! never signs. A ciphertext sent to a login key can therefore never come back as a signature.
//! A signing key may be in a PKCS#11 token, which only `token_key` speaks to.
//!
//! Every primitive comes from AWS-LC; Argon2id comes from the `argon2` crate. Algorithms that are
//! here only because NIC's wire format asks for them (AES-ECB, RSA PKCS#1 v1.5 encryption, SHA-1
//! as a certificate's thumbprint) or authenticator apps do (SHA-1 within HMAC) are each confined to
//! one file that says so.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test fails by panicking")
)]

mod base64_text;
mod certificate;
mod credentials;
mod data_key;
mod data_keys;
mod digest;
mod envelope;
mod key_changes;
mod key_fault;
mod key_files;
mod key_kind;
mod key_layout;
mod key_manifest;
mod key_window;
mod login_key;
mod login_keys;
mod login_public_key;
mod random;
mod signing_key;
mod signing_keys;
mod token_key;
mod verify;
mod verifying_key;

pub mod audit;
pub mod jws;
pub mod key_store;
pub mod otp;
pub mod password;
pub mod recovery_code;
pub mod token;
pub mod totp;

pub use certificate::Subject;
pub use credentials::{Credentials, Opened, Verdict, flag};
pub use data_key::{DataFault, DataKey, OVERHEAD_BYTES};
pub use data_keys::{DataKeys, number_of};
pub use digest::Sha256;
pub use envelope::{AppKey, DATA_CHARS_MAX, EnvelopeFault, SessionKey};
pub use key_changes::{KeyChangeFault, KeyListing, NewPlace};
pub use key_fault::KeyFault;
pub use key_kind::KeyKind;
pub use key_manifest::{Custody, KEYS_MAX};
pub use key_store::{KeyFolder, KeyStoreFault, Keys};
pub use key_window::Window;
pub use login_key::{LoginKey, SEALED_CHARS_MAX};
pub use login_keys::{LoginKeys, LoginRing};
pub use login_public_key::LoginPublicKey;
pub use otp::OtpKey;
pub use random::Randomness;
pub use signing_key::{Signature, SigningFault, SigningKey};
pub use signing_keys::SigningKeys;
pub use token_key::{TOKEN_SESSIONS_MAX, TokenPlace};
pub use totp::Totp;
pub use verify::{KeyRing, TOKEN_CHARS_MAX, Verified, VerifyFault};
pub use verifying_key::{JWKS_CHARS_MAX, JWKS_KEYS_MAX, VerifyingKey, jwks};
