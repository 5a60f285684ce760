//! Codes of goods and services.

use std::fmt;
use std::str::FromStr;

use crate::text::serde_as_text;

/// Digits of the longest code.
const HSN_DIGITS_MAX: usize = 8;

/// A code of the Harmonised System of Nomenclature for goods, or of services (SAC, which all
/// begin with 99): 4, 6 or 8 digits, not all zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HsnCode {
    digits: [u8; HSN_DIGITS_MAX],
    length: u8,
}

/// A text that is not an HSN code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an HSN code has 4, 6 or 8 digits that are not all zero")]
pub struct HsnFault;

impl HsnCode {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<Self, HsnFault> {
        let length = match text.len() {
            4 => 4,
            6 => 6,
            8 => 8,
            _ => return Err(HsnFault),
        };
        let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let all_zero = text.bytes().all(|byte| byte == b'0');
        if !all_digits || all_zero {
            return Err(HsnFault);
        }
        let mut digits = [0; HSN_DIGITS_MAX];
        digits[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { digits, length })
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.length)])
            .expect("only ASCII digits are ever stored")
    }

    /// Whether it is the code of a service.
    pub fn is_service(&self) -> bool {
        self.as_str().starts_with("99")
    }
}

impl FromStr for HsnCode {
    type Err = HsnFault;

    fn from_str(text: &str) -> Result<Self, HsnFault> {
        Self::parse(text)
    }
}

impl fmt::Display for HsnCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for HsnCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "HsnCode({self})")
    }
}

serde_as_text!(HsnCode);

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn goods_and_services() {
        assert!(!HsnCode::parse("8471").unwrap().is_service());
        assert!(HsnCode::parse("998313").unwrap().is_service());
        assert_eq!(HsnCode::parse("84713010").unwrap().as_str(), "84713010");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "847",
            "84713",
            "8471301",
            "847130100",
            "0000",
            "84 1",
            "84A1",
        ] {
            assert_eq!(HsnCode::parse(text), Err(HsnFault), "{text}");
        }
    }
}
