//! The keys: those that anybody may have, and what a change of them does.

use std::collections::BTreeMap;

use jiff::Timestamp;
use seal::{KeyRing, Keys, LoginRing, VerifyingKey, Window};
use serde_json::Value;

use crate::irp::Irp;

impl Irp {
    /// The keys that signed invoices are checked with: those of today, of earlier days and of days
    /// to come.
    pub fn keyring(&self) -> KeyRing {
        self.keys().signing.ring()
    }

    /// The same as a JSON Web Key Set.
    pub fn jwks(&self) -> Value {
        seal::jwks(&self.keys().signing.public())
    }

    /// The certificate of the signing key, in PEM, and those of its issuers if there are any.
    pub fn signing_certificate_pem(&self) -> String {
        let keys = self.keys();
        match keys.signing.at(self.now()) {
            Some(key) => key.certificate_pem(),
            // No key signs just now; the latest is the one that people ask about.
            None => keys
                .signing
                .public()
                .last()
                .map_or_else(String::new, VerifyingKey::certificates_pem),
        }
    }

    /// The keys that open sealed credentials now.
    pub fn login_keys(&self) -> LoginRing {
        self.keys().login.at(self.now())
    }

    /// The public key under which API clients seal their credentials, in PEM. Never the signing
    /// key.
    pub fn login_public_key_pem(&self) -> String {
        self.login_keys().public_pem()
    }

    /// Goes on with other keys: those of the same folder, read again. What was begun with the keys
    /// before is finished with them. Every change is written to the audit log.
    pub fn use_keys(&self, keys: Keys) {
        let after = windows(&keys);
        let before = windows(&self.put_keys(keys));
        for (kid, window) in &after {
            if before.get(kid) != Some(window) {
                let (from, until) = (shown(window.not_before), shown(window.retired_at));
                tracing::info!(target: "audit", kid, from, until, "signing key");
            }
        }
        for kid in before.keys().filter(|kid| !after.contains_key(*kid)) {
            tracing::info!(target: "audit", kid, "signing key no longer published");
        }
        let keys = self.keys();
        let (login_keys, data_key) = (self.login_keys().count(), keys.data.current(self.now()));
        tracing::info!(target: "audit", login_keys, data_key, "keys read");
    }
}

fn windows(keys: &Keys) -> BTreeMap<String, Window> {
    let public = keys.signing.public();
    public
        .iter()
        .map(|key| (key.key_id().unwrap_or_default().to_owned(), key.window()))
        .collect()
}

fn shown(moment: Option<Timestamp>) -> String {
    moment.map_or_else(|| "open".to_owned(), |moment| moment.to_string())
}
