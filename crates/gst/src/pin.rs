//! Postal index numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A postal index number (PIN code): six digits that do not begin with zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct PinCode(u32);

/// A number that is not a PIN code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a PIN code is a number from 100000 to 999999")]
pub struct PinFault;

impl PinCode {
    /// The least.
    pub const MIN: Self = Self(100_000);

    /// Stands for an address outside India.
    pub const ABROAD: Self = Self(999_999);

    /// The PIN code with this number.
    pub fn new(number: u32) -> Option<Self> {
        (Self::MIN.0..=Self::ABROAD.0)
            .contains(&number)
            .then_some(Self(number))
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for PinCode {
    type Error = PinFault;

    fn try_from(number: u32) -> Result<Self, PinFault> {
        Self::new(number).ok_or(PinFault)
    }
}

impl From<PinCode> for u32 {
    fn from(pin: PinCode) -> Self {
        pin.0
    }
}

impl FromStr for PinCode {
    type Err = PinFault;

    /// Reads exactly six digits.
    fn from_str(text: &str) -> Result<Self, PinFault> {
        let six_digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !six_digits {
            return Err(PinFault);
        }
        text.parse().ok().and_then(Self::new).ok_or(PinFault)
    }
}

impl fmt::Display for PinCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range() {
        assert_eq!(PinCode::new(99_999), None);
        assert_eq!(PinCode::new(100_000), Some(PinCode::MIN));
        assert_eq!(PinCode::new(999_999), Some(PinCode::ABROAD));
        assert_eq!(PinCode::new(1_000_000), None);
    }

    #[test]
    fn text() {
        assert_eq!("560001".parse::<PinCode>().map(PinCode::get), Ok(560_001));
        for text in ["", "56000", "056001", "5600011", "56 001", "+56001"] {
            assert_eq!(text.parse::<PinCode>(), Err(PinFault), "{text}");
        }
    }
}
