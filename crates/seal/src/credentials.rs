//! What a client sends to log in, and how it is handled without telling a forger anything.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::base64_text;
use crate::envelope::AppKey;

/// Characters of the base64 that may stand inside the RSA block; the block itself holds 245 bytes.
const PLAINTEXT_CHARS_MAX: usize = 256;

/// What an API client sends to log in.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user name, as typed.
    pub user_name: String,
    /// The password, as typed.
    pub password: String,
    /// The key under which the client wants the session key.
    pub app_key: AppKey,
    /// Whether the client asks for a new token before the old one has ended.
    pub force_refresh: bool,
}

impl Credentials {
    /// Reads the v1.04 plaintext: base64 of a JSON object, or the object itself. Member names are
    /// matched whatever their case; the flag may be a boolean, `"true"`, `"false"` or absent.
    pub(crate) fn read(plaintext: &[u8]) -> Option<Self> {
        let plaintext = plaintext.trim_ascii();
        if plaintext.first() == Some(&b'{') {
            return Self::read_json(plaintext);
        }
        let text = std::str::from_utf8(plaintext).ok()?;
        Self::read_json(&base64_text::decode(text, PLAINTEXT_CHARS_MAX)?)
    }

    fn read_json(json: &[u8]) -> Option<Self> {
        let members: Map<String, Value> = serde_json::from_slice(json).ok()?;
        let member = |name: &str| {
            members
                .iter()
                .find(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        };
        let text = |name: &str| member(name).and_then(Value::as_str);
        Some(Self {
            user_name: text("UserName")?.to_owned(),
            password: text("Password")?.to_owned(),
            app_key: AppKey::from_base64(text("AppKey")?)?,
            force_refresh: flag(member("ForceRefreshAccessToken"))?,
        })
    }

    /// The v1.04 plaintext that a client seals.
    pub fn to_plaintext(&self) -> String {
        let json = json!({
            "UserName": self.user_name,
            "Password": self.password,
            "AppKey": self.app_key.to_base64(),
            "ForceRefreshAccessToken": self.force_refresh,
        });
        base64_text::encode(json.to_string().as_bytes())
    }

    /// Credentials that nobody has, made from random bytes. Their user name and password are as
    /// long as common ones, so that whatever is done with them takes as long.
    pub(crate) fn nobody(random: &[u8; 64]) -> Self {
        let (app_key, names) = random.split_at(32);
        let app_key: [u8; 32] = app_key.try_into().expect("64 bytes split in two halves");
        Self {
            user_name: hex::encode(&names[..6]),
            password: hex::encode(&names[6..14]),
            app_key: AppKey::from_bytes(app_key),
            force_refresh: false,
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("user_name", &self.user_name)
            .field("force_refresh", &self.force_refresh)
            .finish_non_exhaustive()
    }
}

/// A boolean as clients write it; nothing when it is something else.
pub fn flag(value: Option<&Value>) -> Option<bool> {
    match value {
        None | Some(Value::Null) => Some(false),
        Some(Value::Bool(flag)) => Some(*flag),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Some(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Some(false),
        Some(_) => None,
    }
}

/// What came out of a sealed login. There are always credentials in it: when the seal could not be
/// opened they are those of nobody, and the caller looks the user up and checks the password as
/// ever. Only [`Self::settle`], which wants to know how the check ended, tells the two apart.
pub struct Opened {
    credentials: Credentials,
    usable: bool,
}

/// How a login ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right.
    Accepted(Credentials),
    /// The seal could be opened, and user name and password are not a pair.
    WrongCredentials,
    /// The seal could not be opened.
    Unreadable,
}

impl Opened {
    pub(crate) fn usable(credentials: Credentials) -> Self {
        Self {
            credentials,
            usable: true,
        }
    }

    pub(crate) fn unusable(credentials: Credentials) -> Self {
        Self {
            credentials,
            usable: false,
        }
    }

    /// Of what several keys made of one seal, the first that could be opened; what the first key
    /// made of it if none could. All have been worked out before anything is chosen.
    pub(crate) fn or(self, later: Self) -> Self {
        if !self.usable && later.usable {
            later
        } else {
            self
        }
    }

    /// The credentials to check. For a user name that does not exist, check the password against
    /// nothing ([`crate::password::verify_against_nothing`]): that takes the same time.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Ends the login, after the password was checked.
    ///
    /// An unreadable seal is told apart from a wrong password because NIC's API has two codes for
    /// them. That helps no forger: a changed ciphertext is readable only when it decrypts to
    /// complete credentials, not when its padding merely happens to fit.
    pub fn settle(self, password_is_right: bool) -> Verdict {
        match (self.usable, password_is_right) {
            (true, true) => Verdict::Accepted(self.credentials),
            (true, false) => Verdict::WrongCredentials,
            (false, _) => Verdict::Unreadable,
        }
    }
}

impl fmt::Debug for Opened {
    /// Says nothing, not even whether it could be opened: a log must not be an oracle either.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Opened(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> String {
        base64_text::encode(&[7; 32])
    }

    fn read(value: &Value) -> Option<Credentials> {
        let json = value.to_string();
        let read = Credentials::read(json.as_bytes());
        let encoded = base64_text::encode(json.as_bytes());
        assert_eq!(
            Credentials::read(encoded.as_bytes()),
            read,
            "both spellings"
        );
        read
    }

    #[test]
    fn member_names_are_read_whatever_their_case() {
        for [user, password, key_name] in [
            ["UserName", "Password", "AppKey"],
            ["username", "password", "appkey"],
            ["USERNAME", "PassWord", "Appkey"],
        ] {
            let read = read(&json!({ user: "u", password: "p", key_name: key() })).unwrap();
            assert_eq!(
                (read.user_name.as_str(), read.password.as_str()),
                ("u", "p")
            );
            assert_eq!(read.app_key.as_bytes(), &[7; 32]);
            assert!(!read.force_refresh);
        }
    }

    #[test]
    fn the_flag_has_four_spellings() {
        let with = |value: Value| {
            read(&json!({
                "UserName": "u", "Password": "p", "AppKey": key(),
                "ForceRefreshAccessToken": value,
            }))
            .map(|credentials| credentials.force_refresh)
        };
        assert_eq!(with(json!(true)), Some(true));
        assert_eq!(with(json!("True")), Some(true));
        assert_eq!(with(json!("false")), Some(false));
        assert_eq!(with(Value::Null), Some(false));
        assert_eq!(with(json!(1)), None);
        assert_eq!(with(json!("yes")), None);
    }

    #[test]
    fn line_breaks_in_the_base64_are_accepted() {
        let credentials = Credentials::nobody(&[1; 64]);
        let mut text = credentials.to_plaintext();
        text.insert_str(76, "\r\n");
        assert_eq!(Credentials::read(text.as_bytes()).unwrap(), credentials);
    }

    #[test]
    fn whatever_is_not_complete_is_unusable() {
        assert!(read(&json!({ "UserName": "u", "Password": "p" })).is_none());
        let short = base64_text::encode(&[7; 31]);
        assert!(read(&json!({ "UserName": "u", "Password": "p", "AppKey": short })).is_none());
        assert!(read(&json!({ "UserName": 1, "Password": "p", "AppKey": key() })).is_none());
        for bytes in [&b""[..], b"{", b"[]", b"\xff\xfe", b"e30=", b"aGVsbG8="] {
            assert!(Credentials::read(bytes).is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn nothing_secret_prints() {
        let credentials = Credentials::nobody(&[1; 64]);
        let shown = format!("{credentials:?}");
        assert!(!shown.contains(&credentials.password), "{shown}");
        let opened = Opened::unusable(credentials.clone());
        assert_eq!(
            format!("{opened:?}"),
            format!("{:?}", Opened::usable(credentials))
        );
    }

    #[test]
    fn the_verdict_needs_both() {
        let credentials = Credentials::nobody(&[1; 64]);
        let usable = || Opened::usable(credentials.clone());
        let unusable = || Opened::unusable(credentials.clone());
        assert_eq!(
            usable().settle(true),
            Verdict::Accepted(credentials.clone())
        );
        assert_eq!(usable().settle(false), Verdict::WrongCredentials);
        assert_eq!(unusable().settle(false), Verdict::Unreadable);
        assert_eq!(unusable().settle(true), Verdict::Unreadable);
    }
}
