//! Cookies: few, no personal data but a User Id, as strict as the address of the portal allows.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Holds forms together with the browser that asked for them.
    Forms,
    /// A registration that is under way.
    Registration,
    /// An enablement that is under way.
    Enablement,
    /// A recovery that is under way.
    Recovery,
    /// A login that waits for its one-time password.
    LogIn,
    /// A login.
    Session,
    /// The User Id that was just made or recovered, to greet with and to fill in at the login.
    UserId,
}

/// Longest value that is looked at; ours have at most 64 characters.
const VALUE_CHARACTERS_MAX: usize = 128;

impl Cookie {
    fn base_name(self) -> &'static str {
        match self {
            Self::Forms => "mohar_forms",
            Self::Registration => "mohar_flow",
            Self::Enablement => "mohar_enable",
            Self::Recovery => "mohar_recover",
            Self::LogIn => "mohar_log_in",
            Self::Session => "mohar_session",
            Self::UserId => "mohar_user_id",
        }
    }

    /// The name; on HTTPS with the prefix that binds it to this host, this scheme and path `/`.
    pub fn name(self, secure: bool) -> String {
        let prefix = if secure { "__Host-" } else { "" };
        format!("{prefix}{}", self.base_name())
    }

    /// Its value in a request.
    pub fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let name = self.name(secure);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, value)| *key == name && is_plain(value))
            .map(|(_, value)| value.to_owned())
    }

    /// The header that sets it until the browser closes.
    pub fn set(self, value: &str, secure: bool) -> String {
        debug_assert!(is_plain(value), "cookie values are random tokens");
        let mark = if secure { "; Secure" } else { "" };
        let name = self.name(secure);
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{mark}")
    }

    /// The header that removes it.
    pub fn remove(self, secure: bool) -> String {
        let mark = if secure { "; Secure" } else { "" };
        let name = self.name(secure);
        format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{mark}")
    }
}

fn is_plain(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !value.is_empty() && value.len() <= VALUE_CHARACTERS_MAX && value.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookie.parse().expect("a header value"));
        headers
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let sent = headers("xmohar_flow=a; mohar_flow=b-_9; mohar_session=c");
        assert_eq!(
            Cookie::Registration.read(&sent, false).as_deref(),
            Some("b-_9")
        );
        assert_eq!(Cookie::Registration.read(&sent, true), None);
        assert_eq!(Cookie::Forms.read(&sent, false), None);
    }

    #[test]
    fn values_that_are_not_ours_are_not_read() {
        let longest = "a".repeat(VALUE_CHARACTERS_MAX);
        let sent = headers(&format!("mohar_flow={longest}"));
        assert_eq!(
            Cookie::Registration.read(&sent, false),
            Some(longest.clone())
        );
        let sent = headers(&format!("mohar_flow={longest}a"));
        assert_eq!(Cookie::Registration.read(&sent, false), None);
        assert_eq!(
            Cookie::Registration.read(&headers("mohar_flow=a\"b"), false),
            None
        );
    }

    #[test]
    fn on_https_a_cookie_is_bound_to_the_host() {
        assert_eq!(
            Cookie::Session.set("abc", true),
            "__Host-mohar_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        assert!(!Cookie::Session.set("abc", false).contains("Secure"));
        assert!(Cookie::Session.remove(true).contains("Max-Age=0; Secure"));
    }
}
