//! Codes of a few letters.

use std::ops::Deref;

/// A code in capitals, without an allocation.
pub(super) struct Capitals<const LETTERS: usize>([u8; LETTERS]);

/// The code in capitals; `None` if it is not of so many ASCII characters.
pub(super) fn capitals<const LETTERS: usize>(code: &str) -> Option<Capitals<LETTERS>> {
    let bytes: [u8; LETTERS] = code.as_bytes().try_into().ok()?;
    code.is_ascii()
        .then(|| Capitals(bytes.map(|byte| byte.to_ascii_uppercase())))
}

impl<const LETTERS: usize> Deref for Capitals<LETTERS> {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII is ever stored")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_letter_case() {
        assert_eq!(capitals::<3>("kGs").as_deref(), Some("KGS"));
        assert_eq!(capitals::<2>("k1").as_deref(), Some("K1"));
        assert!(capitals::<3>("KG").is_none());
        assert!(capitals::<3>("KGSS").is_none());
        assert!(
            capitals::<3>("ग").is_none(),
            "three bytes that are one letter"
        );
    }
}
