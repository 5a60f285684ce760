//! The invoice reference number: what the law calls the identity of an e-invoice.
//!
//! It is the SHA-256 of the supplier's GSTIN, the financial year, the document type and the
//! document number, written one after the other without separators. Whoever knows those four
//! can compute it; the portal's registration is what makes it an IRN.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest::{Context, SHA256};
use gst::{DocumentNumber, FinancialYear, Gstin};

use crate::invoice::DocumentType;

/// Bytes of an IRN.
const IRN_BYTES: usize = 32;

/// An invoice reference number.
///
/// It hashes the document number as it is given. GSTN has asked since 1 June 2025 that numbers
/// that differ only in letter case count as one; [`crate::parse`] upper-cases them before they
/// come here, where the policy says so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Irn([u8; IRN_BYTES]);

impl Irn {
    /// The IRN of a document.
    ///
    /// ```
    /// use einvoice::{DocumentType, Irn};
    ///
    /// let irn = Irn::of(
    ///     &"01AAAAB1234C1Z0".parse()?,
    ///     "2019-20".parse()?,
    ///     DocumentType::Invoice,
    ///     &"AB1234".parse()?,
    /// );
    /// assert!(irn.to_string().starts_with("35054cc2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        seller: &Gstin,
        financial_year: FinancialYear,
        kind: DocumentType,
        number: &DocumentNumber,
    ) -> Self {
        let mut context = Context::new(&SHA256);
        context.update(seller.as_str().as_bytes());
        context.update(financial_year.to_string().as_bytes());
        context.update(kind.code().as_bytes());
        context.update(number.as_str().as_bytes());
        let mut bytes = [0; IRN_BYTES];
        bytes.copy_from_slice(context.finish().as_ref());
        Self(bytes)
    }

    /// An IRN that was stored as bytes.
    pub fn from_bytes(bytes: [u8; IRN_BYTES]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, for storing.
    pub fn as_bytes(&self) -> &[u8; IRN_BYTES] {
        &self.0
    }
}

impl fmt::Display for Irn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; IRN_BYTES * 2];
        hex::encode_to_slice(self.0, &mut text).map_err(|_| fmt::Error)?;
        formatter.pad(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Irn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Irn({self})")
    }
}

/// A text that is not an IRN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an IRN has 64 characters, each a digit or a letter from a to f")]
pub struct NotAnIrn;

impl FromStr for Irn {
    type Err = NotAnIrn;

    /// Reads 64 hexadecimal digits of either letter case.
    fn from_str(text: &str) -> Result<Self, NotAnIrn> {
        let mut bytes = [0; IRN_BYTES];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAnIrn)?;
        Ok(Self(bytes))
    }
}

impl serde::Serialize for Irn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Irn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn irn(gstin: &str, year: &str, kind: &str, number: &str) -> String {
        Irn::of(
            &gstin.parse().unwrap(),
            year.parse().unwrap(),
            DocumentType::from_code(kind).unwrap(),
            &number.parse().unwrap(),
        )
        .to_string()
    }

    /// IRNs that the government's portal has issued.
    #[test]
    fn recipe_gives_the_irns_that_were_issued() {
        let issued = [
            (
                ["01AMBPG7773M002", "2022-23", "INV", "g2qxhY"],
                "68fb4fab44aee99fb23292478c4bd838e664837c9f1b04e3d9134ffed0b40b60",
            ),
            (
                ["01AMBPG7773M002", "2022-23", "CRN", "g2qxhY"],
                "1c96258af085e45da556494ea5e5a7b401a598ab80af4136309c2dac7b54d795",
            ),
            (
                ["01AMBPG7773M002", "2022-23", "DBN", "g2qxhY"],
                "24f37c80532583c6894d8153e2b12494daa80ddbb197f0fc2c1bac07db67f933",
            ),
            (
                ["29AAAPH9357H000", "2021-22", "INV", "SAM/011"],
                "d0c091f072efe8ef71fe2a648690f053cf60b4cc160bc001b530058ad252c0f5",
            ),
            (
                ["29AWGPV7107B1Z1", "2019-20", "INV", "1"],
                "e2948668b7126f1e27240fcec2e28d891347120b4445f39156a28b9fdc8be4b8",
            ),
        ];
        for ([gstin, year, kind, number], expected) in issued {
            assert_eq!(irn(gstin, year, kind, number), expected, "{number}");
        }
    }

    #[test]
    fn letter_case_of_the_number_counts() {
        assert_ne!(
            irn("01AAAAB1234C1Z0", "2025-26", "INV", "ab1"),
            irn("01AAAAB1234C1Z0", "2025-26", "INV", "AB1"),
        );
    }

    #[test]
    fn text_and_bytes_come_back() {
        let text = irn("01AAAAB1234C1Z0", "2019-20", "INV", "AB1234");
        assert_eq!(
            text,
            "35054cc24d97033afc24f49ec4444dbab81f542c555f9d30359dc75794e06bbe"
        );
        let parsed: Irn = text.to_uppercase().parse().unwrap();
        assert_eq!(parsed.to_string(), text);
        assert_eq!(Irn::from_bytes(*parsed.as_bytes()), parsed);
    }

    #[test]
    fn other_lengths_and_letters_are_refused() {
        for text in ["", "ab", &"a".repeat(63), &"a".repeat(65), &"g".repeat(64)] {
            assert_eq!(text.parse::<Irn>(), Err(NotAnIrn), "{text}");
        }
    }
}
