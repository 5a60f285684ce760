//! The keys that anybody may have.

use seal::{KeyRing, VerifyingKey};
use serde_json::Value;

use crate::irp::Irp;

impl Irp {
    /// The keys that signed invoices are checked with.
    pub fn keyring(&self) -> KeyRing {
        self.key_ring().clone()
    }

    /// The same as a JSON Web Key Set.
    pub fn jwks(&self) -> Value {
        let keys: Vec<Value> = self
            .key_ring()
            .keys()
            .iter()
            .map(VerifyingKey::jwk)
            .collect();
        serde_json::json!({ "keys": keys })
    }

    /// The certificate of the signing key, in PEM.
    pub fn signing_certificate_pem(&self) -> String {
        self.keys().signing.certificate_pem()
    }

    /// The public key under which API clients seal their credentials, in PEM. Never the signing
    /// key.
    pub fn login_public_key_pem(&self) -> String {
        self.keys().login.public_pem()
    }
}
