//! Keys and cryptography, and nothing that knows what an invoice is.
//!
//! Two RSA keys live here and are two types in two files: [`SigningKey`] signs what the portal
//! issues and never decrypts; [`LoginKey`] opens the credentials that API clients seal, and never
//! signs. A ciphertext sent to the login key can therefore never come back as a signature.
//!
//! Every primitive comes from AWS-LC; Argon2id comes from the `argon2` crate. Algorithms that are
//! here only because NIC's wire format asks for them (AES-ECB, RSA PKCS#1 v1.5 encryption, SHA-1
//! as a certificate's thumbprint) are each confined to one file that says so.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test fails by panicking")
)]

mod base64_text;
mod certificate;
mod credentials;
mod data_key;
mod envelope;
mod key_fault;
mod key_files;
mod login_key;
mod login_public_key;
mod random;
mod signing_key;
mod verify;
mod verifying_key;

pub mod jws;
pub mod key_store;
pub mod otp;
pub mod password;
pub mod token;

pub use credentials::{Credentials, Opened, Verdict, flag};
pub use data_key::{DataFault, DataKey, OVERHEAD_BYTES};
pub use envelope::{AppKey, DATA_CHARS_MAX, EnvelopeFault, SessionKey};
pub use key_fault::KeyFault;
pub use key_store::{KeyStoreFault, Keys};
pub use login_key::{LoginKey, SEALED_CHARS_MAX};
pub use login_public_key::LoginPublicKey;
pub use otp::OtpKey;
pub use random::Randomness;
pub use signing_key::{Signature, SigningKey};
pub use verify::{KeyRing, TOKEN_CHARS_MAX, Verified, VerifyFault};
pub use verifying_key::{JWKS_CHARS_MAX, JWKS_KEYS_MAX, VerifyingKey, jwks};
