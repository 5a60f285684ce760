//! The headers that identify a caller, in any of the spellings that clients use.

use std::borrow::Cow;

use axum::http::HeaderMap;
use service::CallHeaders;

/// Longest header value that is looked at: longer ones count as wrong, not as missing.
pub(crate) const VALUE_BYTES_MAX: usize = 512;

/// Stands for a value that is too long or not text.
const MATCHES_NOTHING: &str = "\u{fffd}";

/// Who calls. A header that is missing or empty is `None`.
///
/// Names are compared without letter case, hyphens and underscores: `client_id`, `client-id`,
/// `Client_Id`, `ClientId` are one. Proxies double headers or merge doubled ones into `X, X`;
/// that is one value as long as both are equal. Values that differ are handed on together, and
/// together they match no client, no taxpayer and no token, so the refusal is the one that a
/// wrong value gets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Headers<'a> {
    /// `client_id`.
    pub(crate) client_id: Option<Cow<'a, str>>,
    /// `client_secret`.
    pub(crate) client_secret: Option<Cow<'a, str>>,
    /// `Gstin`.
    pub(crate) gstin: Option<Cow<'a, str>>,
    /// `user_name`.
    pub(crate) user_name: Option<Cow<'a, str>>,
    /// `AuthToken`.
    pub(crate) auth_token: Option<Cow<'a, str>>,
}

impl<'a> Headers<'a> {
    /// Reads the headers of a request.
    pub(crate) fn of(map: &'a HeaderMap) -> Self {
        let mut headers = Self::default();
        for (name, value) in map {
            let field = match squeezed(name.as_str()).as_ref() {
                "clientid" => &mut headers.client_id,
                "clientsecret" => &mut headers.client_secret,
                "gstin" => &mut headers.gstin,
                "username" => &mut headers.user_name,
                "authtoken" => &mut headers.auth_token,
                _ => continue,
            };
            let value = match std::str::from_utf8(value.as_bytes()) {
                Ok(value) if value.len() <= VALUE_BYTES_MAX => value,
                _ => MATCHES_NOTHING,
            };
            join(field, value);
        }
        headers
    }
}

impl Headers<'_> {
    /// As the service judges them.
    pub(crate) fn of_a_call(&self) -> CallHeaders<'_> {
        CallHeaders {
            client_id: self.client_id.as_deref(),
            client_secret: self.client_secret.as_deref(),
            gstin: self.gstin.as_deref(),
            user_name: self.user_name.as_deref(),
            auth_token: self.auth_token.as_deref(),
        }
    }
}

/// A header's name without hyphens and underscores. The map has lower-cased it.
fn squeezed(name: &str) -> Cow<'_, str> {
    if name.contains(['-', '_']) {
        Cow::Owned(name.replace(['-', '_'], ""))
    } else {
        Cow::Borrowed(name)
    }
}

/// Adds a value to what is there already.
fn join<'a>(field: &mut Option<Cow<'a, str>>, value: &'a str) {
    let Some(value) = single(value) else { return };
    match field {
        None => *field = Some(Cow::Borrowed(value)),
        Some(present) if present == value => {}
        Some(present) => *present = Cow::Owned(format!("{present}, {value}")),
    }
}

/// The value without outer spaces, and `X` for `X, X`; `None` if nothing is left.
fn single(value: &str) -> Option<&str> {
    let mut parts = value
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let first = parts.next()?;
    Some(if parts.all(|part| part == first) {
        first
    } else {
        value.trim()
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn map(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        map
    }

    #[test]
    fn every_spelling_is_one_header() {
        for [id, secret, gstin, user, token] in [
            [
                "client_id",
                "client_secret",
                "Gstin",
                "user_name",
                "AuthToken",
            ],
            [
                "client-id",
                "client-secret",
                "gstin",
                "user_name",
                "authtoken",
            ],
            [
                "Client_Id",
                "Client_Secret",
                "GSTIN",
                "user-name",
                "auth-token",
            ],
            [
                "CLIENTID",
                "ClientSecret",
                "gStIn",
                "username",
                "auth_token",
            ],
        ] {
            let map = map(&[
                (id, "1"),
                (secret, "2"),
                (gstin, "3"),
                (user, "4"),
                (token, "5"),
            ]);
            let headers = Headers::of(&map);
            assert_eq!(headers.client_id.as_deref(), Some("1"));
            assert_eq!(headers.client_secret.as_deref(), Some("2"));
            assert_eq!(headers.gstin.as_deref(), Some("3"));
            assert_eq!(headers.user_name.as_deref(), Some("4"));
            assert_eq!(headers.auth_token.as_deref(), Some("5"));
        }
    }

    #[test]
    fn equal_values_are_one_and_differing_values_stay_together() {
        let cases: [(&[&str], Option<&str>); 8] = [
            (&["A", "A"], Some("A")),
            (&["A, A"], Some("A")),
            (&[" A ,A,", "A"], Some("A")),
            (&["A", "B"], Some("A, B")),
            (&["A, B"], Some("A, B")),
            (&["", "A"], Some("A")),
            (&["  "], None),
            (&[","], None),
        ];
        for (values, expected) in cases {
            let pairs: Vec<_> = values.iter().map(|value| ("gstin", *value)).collect();
            let map = map(&pairs);
            assert_eq!(Headers::of(&map).gstin.as_deref(), expected, "{values:?}");
        }
    }

    #[test]
    fn spellings_of_one_name_are_joined_too() {
        let map = map(&[("client-id", "A"), ("client_id", "B")]);
        assert_eq!(Headers::of(&map).client_id.as_deref(), Some("A, B"));
    }

    #[test]
    fn a_value_of_the_longest_length_is_read_and_one_more_is_wrong() {
        let longest = "x".repeat(VALUE_BYTES_MAX);
        let map_at = map(&[("authtoken", &longest)]);
        assert_eq!(
            Headers::of(&map_at).auth_token.as_deref(),
            Some(longest.as_str())
        );
        let beyond = format!("{longest}x");
        let map_beyond = map(&[("authtoken", &beyond)]);
        assert_eq!(
            Headers::of(&map_beyond).auth_token.as_deref(),
            Some(MATCHES_NOTHING)
        );
    }
}
