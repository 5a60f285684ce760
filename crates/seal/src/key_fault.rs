//! Why a key or a certificate could not be used.

use thiserror::Error;

/// Why a key or a certificate could not be used. No variant carries any part of the key.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeyFault {
    /// The text has no readable PEM section.
    #[error("the text is not PEM")]
    NotPem,
    /// PEM was read, and the section that is needed is not in it.
    #[error("the PEM text has no section {0:?}")]
    Missing(&'static str),
    /// The bytes of the section are not a usable RSA key.
    #[error("the key is not a usable RSA key")]
    NotRsa,
    /// An RSA key of a size that this portal does not use.
    #[error("the RSA key has {found} bits where 2048 are expected")]
    Size {
        /// Bits of the modulus.
        found: usize,
    },
    /// A symmetric key must be 32 bytes.
    #[error("the key is not 32 bytes in base64")]
    SymmetricSize,
    /// The certificate could not be read.
    #[error("the certificate cannot be read")]
    Certificate,
    /// Private key and certificate are not a pair.
    #[error("the certificate belongs to another key")]
    Mismatch,
    /// The token that keeps the key cannot be used.
    #[error("the token cannot be used: {reason}")]
    Token {
        /// What it, or whatever stands before it, said. Never a PIN.
        reason: String,
    },
    /// A JSON Web Key or key set could not be read.
    #[error("the JSON Web Key Set cannot be read: {0}")]
    Jwks(&'static str),
    /// What is to be sealed does not fit in one RSA block.
    #[error("{found} bytes do not fit in one RSA block of at most {limit}")]
    TooLong {
        /// Bytes that were to be sealed.
        found: usize,
        /// Bytes that fit.
        limit: usize,
    },
}
