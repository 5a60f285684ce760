//! Logging in: the sealed request, and the token and session key that come back.

use std::fmt;

use seal::{AppKey, Credentials, LoginPublicKey, SessionKey};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::Error;
use crate::settings::Settings;

/// A login that the portal accepted.
#[derive(Clone)]
pub struct Session {
    /// The token that the calls carry.
    pub auth_token: String,
    /// Until when it holds, in Indian Standard Time: `2025-04-01 18:30:00`.
    pub token_expiry: String,
    /// The key that encrypts the bodies.
    pub key: SessionKey,
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Session")
            .field("token_expiry", &self.token_expiry)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "AuthToken")]
    auth_token: String,
    #[serde(rename = "Sek")]
    wrapped_key: String,
    #[serde(rename = "TokenExpiry", default)]
    token_expiry: String,
}

impl Session {
    pub(crate) fn read(data: Value, app_key: &AppKey) -> Result<Self, Error> {
        let answer: Answer = serde_json::from_value(data)
            .map_err(|_| Error::Unreadable("its Data is not that of a login"))?;
        Ok(Self {
            key: SessionKey::unwrap(&answer.wrapped_key, app_key)?,
            auth_token: answer.auth_token,
            token_expiry: answer.token_expiry,
        })
    }
}

/// The body of a login in version 1.04: everything in one seal.
pub(crate) fn request(
    settings: &Settings,
    login_key: &LoginPublicKey,
    app_key: &AppKey,
    force_refresh: bool,
) -> Result<Value, Error> {
    let credentials = Credentials {
        user_name: settings.user_name.clone(),
        password: settings.password.clone(),
        app_key: app_key.clone(),
        force_refresh,
    };
    let sealed = login_key.seal(credentials.to_plaintext().as_bytes())?;
    Ok(json!({ "Data": sealed }))
}

/// The body of a login in version 1.03: password and key in a seal each.
pub(crate) fn request_v1_03(
    settings: &Settings,
    login_key: &LoginPublicKey,
    app_key: &AppKey,
) -> Result<Value, Error> {
    Ok(json!({ "Data": {
        "UserName": settings.user_name,
        "Password": login_key.seal(settings.password.as_bytes())?,
        "AppKey": login_key.seal(app_key.as_bytes())?,
        "ForceRefreshAccessToken": false,
    }}))
}

#[cfg(test)]
mod tests {
    use seal::{LoginKey, Randomness, Verdict};

    use super::*;

    fn settings() -> Settings {
        Settings {
            client_id: "id".to_owned(),
            client_secret: "secret".to_owned(),
            gstin: "29AAACM0001A1ZX".to_owned(),
            user_name: "mohar".to_owned(),
            password: "Correct#1".to_owned(),
            login_public_key_pem: String::new(),
        }
    }

    #[test]
    fn a_portal_can_open_both_shapes() {
        let portal = LoginKey::generate();
        let public = LoginPublicKey::from_pem(&portal.public_pem()).unwrap();
        let app_key = AppKey::random(&Randomness::system());

        let body = request(&settings(), &public, &app_key, true).unwrap();
        let opened = portal.open(body["Data"].as_str().unwrap());
        let Verdict::Accepted(credentials) = opened.settle(true) else {
            panic!("the seal cannot be opened");
        };
        assert_eq!(credentials.user_name, "mohar");
        assert_eq!(credentials.password, "Correct#1");
        assert_eq!(credentials.app_key, app_key);
        assert!(credentials.force_refresh);

        let body = request_v1_03(&settings(), &public, &app_key).unwrap();
        let text = |name: &str| body["Data"][name].as_str().unwrap();
        let opened = portal.open_parts(text("UserName"), text("Password"), text("AppKey"), false);
        assert_eq!(opened.credentials().password, "Correct#1");
        assert_eq!(opened.credentials().app_key, app_key);
    }

    #[test]
    fn the_session_key_is_unwrapped_with_the_key_that_was_sent() {
        let random = Randomness::seeded(1);
        let (app_key, key) = (AppKey::random(&random), SessionKey::random(&random));
        let data = json!({
            "ClientId": "id", "UserName": "mohar", "AuthToken": "A1b2C3d4E5f6G7h8I9j0K1l2M",
            "Sek": key.wrap_for(&app_key), "TokenExpiry": "2025-04-01 18:30:00",
        });
        let session = Session::read(data.clone(), &app_key).unwrap();
        assert_eq!(session.key, key);
        assert_eq!(session.auth_token, "A1b2C3d4E5f6G7h8I9j0K1l2M");
        assert_eq!(session.token_expiry, "2025-04-01 18:30:00");
        assert!(!format!("{session:?}").contains("A1b2"));
        assert!(Session::read(data, &AppKey::random(&random)).is_err());
        assert!(Session::read(json!("encrypted"), &app_key).is_err());
    }

    #[test]
    fn credentials_that_no_block_holds_are_refused_here() {
        let public = LoginPublicKey::from_pem(&LoginKey::generate().public_pem()).unwrap();
        let app_key = AppKey::random(&Randomness::system());
        let sealed = |length: usize| {
            let password = "x".repeat(length - "mohar".len());
            let settings = Settings {
                password,
                ..settings()
            };
            request(&settings, &public, &app_key, false)
        };
        // 183 bytes of JSON become 244 of base64; 184 would become 248 and a block holds 245.
        let overhead =
            r#"{"UserName":"","Password":"","AppKey":"","ForceRefreshAccessToken":false}"#;
        let longest = 183 - 44 - overhead.len();
        assert!(sealed(longest).is_ok());
        assert!(matches!(sealed(longest + 1), Err(Error::LoginKey(_))));
    }
}
