//! What an authentication sends: one sealed text (v1.04) or an object with sealed members (v1.03).
//!
//! Its shape is looked at before anybody has shown a client id, as NIC does it. So a stranger must
//! not be able to make it costly: the body has a small limit of its own, and members that are not
//! asked for are passed over and never built.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use service::SealedCredentials;

use crate::body::{self, BodyFault, Data};

/// Largest body of an authentication in bytes: ten times what the older shape takes, so that there
/// is room for what gateways put around it.
pub const AUTHENTICATION_BYTES_MAX: usize = 16 * 1024;

/// The credentials of an authentication, as they were sent.
#[derive(Debug, PartialEq)]
pub(crate) enum Login<'a> {
    /// In one sealed text.
    Whole(Cow<'a, str>),
    /// In members.
    Parts(Parts),
}

/// The members of the older shape. What is missing, or neither text nor number, is empty.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parts {
    user_name: String,
    password: String,
    app_key: String,
    force_refresh: bool,
}

impl<'a> Login<'a> {
    /// Reads the body of an authentication.
    pub(crate) fn read(body: &'a [u8]) -> Result<Self, BodyFault> {
        let data: &RawValue = body::data(body)?;
        let json = data.get();
        if json.starts_with('{') {
            let members: Members<'_> = from_json(json)?;
            return members.parts().map(Self::Parts);
        }
        let data: Data<'_> = from_json(json)?;
        data.text().map(Self::Whole)
    }

    pub(crate) fn credentials(&self) -> SealedCredentials<'_> {
        match self {
            Self::Whole(sealed) => SealedCredentials::Whole(sealed),
            Self::Parts(parts) => SealedCredentials::Parts {
                user_name: &parts.user_name,
                password: &parts.password,
                app_key: &parts.app_key,
                force_refresh: parts.force_refresh,
            },
        }
    }
}

/// The members of the older shape as they stand in the body.
#[derive(Default)]
struct Members<'a> {
    user_name: Option<&'a RawValue>,
    password: Option<&'a RawValue>,
    app_key: Option<&'a RawValue>,
    force_refresh: Option<&'a RawValue>,
}

impl<'a> Members<'a> {
    /// The place of a member, whatever the letter case of its name.
    fn place_of(&mut self, name: &str) -> Option<&mut Option<&'a RawValue>> {
        let places = [
            ("UserName", &mut self.user_name),
            ("Password", &mut self.password),
            ("AppKey", &mut self.app_key),
            ("ForceRefreshAccessToken", &mut self.force_refresh),
        ];
        let mut found = places
            .into_iter()
            .filter(|(one, _)| one.eq_ignore_ascii_case(name));
        found.next().map(|(_, place)| place)
    }

    fn parts(&self) -> Result<Parts, BodyFault> {
        let force_refresh = match self.force_refresh.map(RawValue::get) {
            Some("true") => true,
            _ => text(self.force_refresh)?.eq_ignore_ascii_case("true"),
        };
        Ok(Parts {
            user_name: text(self.user_name)?,
            password: text(self.password)?,
            app_key: text(self.app_key)?,
            force_refresh,
        })
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with credentials")
    }

    /// Of members of one name the first counts.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::default();
        while let Some(name) = map.next_key::<String>()? {
            match members.place_of(&name) {
                Some(place @ None) => *place = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(members)
    }
}

/// What a member says, if it is a text or a number.
fn text(member: Option<&RawValue>) -> Result<String, BodyFault> {
    let json = member.map_or("", RawValue::get);
    match json.as_bytes().first() {
        Some(b'"') => from_json(json),
        Some(b'-' | b'0'..=b'9') => Ok(json.to_owned()),
        _ => Ok(String::new()),
    }
}

fn from_json<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, BodyFault> {
    serde_json::from_str(json).map_err(|_| BodyFault::NotJson)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn parts(
        user_name: &str,
        password: &str,
        app_key: &str,
        force_refresh: bool,
    ) -> Login<'static> {
        Login::Parts(Parts {
            user_name: user_name.to_owned(),
            password: password.to_owned(),
            app_key: app_key.to_owned(),
            force_refresh,
        })
    }

    #[test]
    fn the_newer_shape_is_a_text() {
        let login = Login::read(br#"{"data":"QQ=="}"#).unwrap();
        assert_eq!(login, Login::Whole("QQ==".into()));
        let faults = [
            ("", BodyFault::DataMissing),
            (r#"{"Data":null}"#, BodyFault::DataMissing),
            (r#"{"Data":" "}"#, BodyFault::DataMissing),
            (r#"{"Data":5.0}"#, BodyFault::DataMisshapen),
            (r#"{"Data":[1]}"#, BodyFault::DataMisshapen),
            (r#"{"Data":true}"#, BodyFault::DataMisshapen),
            (r#"{"Data":"\ud800"}"#, BodyFault::NotJson),
            (r#"{"Data":{"#, BodyFault::NotJson),
        ];
        for (body, fault) in faults {
            assert_eq!(Login::read(body.as_bytes()), Err(fault), "{body}");
        }
    }

    #[test]
    fn the_older_shape_is_an_object_whose_other_members_are_passed_over() {
        let cases = [
            (r"{}", parts("", "", "", false)),
            (
                r#"{"UserName":"k","Password":"p\u0041","AppKey":"a","ForceRefreshAccessToken":true}"#,
                parts("k", "pA", "a", true),
            ),
            (
                r#"{"username":"k","PASSWORD":12.50,"appkey":-3,"forceRefreshAccessToken":"TRUE"}"#,
                parts("k", "12.50", "-3", true),
            ),
            (
                r#"{"UserName":{"x":[1]},"Password":[],"AppKey":null,"ForceRefreshAccessToken":1}"#,
                parts("", "", "", false),
            ),
            (
                r#"{"UserName":"k","x":{"UserName":[[{}]]},"userName":"other","y":1e999}"#,
                parts("k", "", "", false),
            ),
        ];
        for (object, expected) in cases {
            let body = format!(r#"{{"Data":{object}}}"#);
            assert_eq!(Login::read(body.as_bytes()).unwrap(), expected, "{object}");
        }
        let broken = br#"{"Data":{"UserName":"\ud800"}}"#;
        assert_eq!(Login::read(broken), Err(BodyFault::NotJson));
    }
}
