//! The encrypted envelope, and the credentials of a login.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use seal::{AppKey, LoginKey, SessionKey};

fn login_key() -> &'static LoginKey {
    static KEY: OnceLock<LoginKey> = OnceLock::new();
    KEY.get_or_init(LoginKey::generate)
}

fuzz_target!(|bytes: &[u8]| {
    let session = SessionKey::from_bytes([7; 32]);
    let sealed = session.encrypt(bytes);
    assert_eq!(session.decrypt(&sealed).ok().as_deref(), Some(bytes));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let _ = session.decrypt(text);
    let _ = session.decrypt_json(text);
    let _ = SessionKey::unwrap(text, &AppKey::from_bytes([9; 32]));
    let _ = AppKey::from_base64(text);
    let _ = login_key().open(text);
});
