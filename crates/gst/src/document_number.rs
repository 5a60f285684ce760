//! Numbers of invoices, credit notes and debit notes.

use std::fmt;
use std::str::FromStr;

use crate::text::serde_as_text;

/// Characters of the longest document number (CGST Rules 2017, rule 46(b)).
const NUMBER_CHARACTERS_MAX: usize = 16;

/// The number that a supplier gave to a document: 1 to 16 letters, digits, `/` and `-`, of
/// which the first is a letter or a digit other than zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber(Box<str>);

/// A text that is not a document number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a document number has 1 to 16 letters, digits, slashes and hyphens and begins with a letter \
     or a digit other than zero"
)]
pub struct DocumentNumberFault;

impl DocumentNumber {
    /// Reads a number; the letter case stays.
    pub fn parse(text: &str) -> Result<Self, DocumentNumberFault> {
        let first_fits = matches!(
            text.bytes().next(),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'1'..=b'9')
        );
        let all_fit = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
        if first_fits && all_fit && text.len() <= NUMBER_CHARACTERS_MAX {
            Ok(Self(text.into()))
        } else {
            Err(DocumentNumberFault)
        }
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same in capital letters. Since 1 June 2025 numbers that differ only in letter case
    /// are one number.
    #[must_use]
    pub fn to_upper(&self) -> Self {
        Self(self.0.to_ascii_uppercase().into())
    }
}

impl FromStr for DocumentNumber {
    type Err = DocumentNumberFault;

    fn from_str(text: &str) -> Result<Self, DocumentNumberFault> {
        Self::parse(text)
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

serde_as_text!(DocumentNumber);

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits() {
        for text in ["1", "a", "A/-0", "INV/2025-26/0001", "1234567890123456"] {
            assert_eq!(DocumentNumber::parse(text).unwrap().as_str(), text);
        }
        for text in [
            "",
            "0",
            "0A",
            "/A",
            "-A",
            "A 1",
            "A_1",
            "12345678901234567",
            "Aक",
        ] {
            assert_eq!(
                DocumentNumber::parse(text),
                Err(DocumentNumberFault),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn upper_casing_twice_changes_nothing(text in "[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}") {
            let once = DocumentNumber::parse(&text).unwrap().to_upper();
            prop_assert_eq!(once.to_upper(), once.clone());
            prop_assert_eq!(DocumentNumber::parse(once.as_str()), Ok(once.clone()));
        }
    }
}
