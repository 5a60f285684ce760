//! The kinds of keys that come and go.

use std::fmt;
use std::str::FromStr;

/// The kinds of keys that come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Keys that sign invoices and QR codes.
    Signing,
    /// Keys that open sealed logins.
    Login,
    /// Keys that encrypt personal data.
    Data,
}

impl KeyKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Signing, Self::Login, Self::Data];

    /// The name, which is also that of the sub-folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Signing => "signing",
            Self::Login => "login",
            Self::Data => "data",
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.folder())
    }
}

impl FromStr for KeyKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.folder() == text)
            .ok_or_else(|| "one of signing, login, data".to_owned())
    }
}
