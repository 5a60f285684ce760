//! What a client has to know about its account.

use std::fmt;

/// An account with a portal: who calls, for which taxpayer, and the portal's login key.
#[derive(Clone)]
pub struct Settings {
    /// The client id that the portal gave out.
    pub client_id: String,
    /// The secret that belongs to it.
    pub client_secret: String,
    /// The taxpayer for whom documents are registered.
    pub gstin: String,
    /// The API user.
    pub user_name: String,
    /// The API user's password.
    pub password: String,
    /// The portal's public key for logins: PEM, a certificate, or the bare base64 of the key.
    pub login_public_key_pem: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("client_id", &self.client_id)
            .field("gstin", &self.gstin)
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let settings = Settings {
            client_id: "id".to_owned(),
            client_secret: "hidden-1".to_owned(),
            gstin: "29AAACM0001A1ZX".to_owned(),
            user_name: "mohar".to_owned(),
            password: "hidden-2".to_owned(),
            login_public_key_pem: String::new(),
        };
        let shown = format!("{settings:?}");
        assert!(
            shown.contains("mohar") && !shown.contains("hidden"),
            "{shown}"
        );
    }
}
