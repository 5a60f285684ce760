//! SHA-256 of what comes piece by piece.

use aws_lc_rs::digest::{Context, SHA256};

/// A digest that grows with what it is given, and can be asked at any time.
#[derive(Clone)]
pub struct Sha256(Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(Context::new(&SHA256))
    }
}

impl Sha256 {
    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all pieces so far.
    pub fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.clone().finish().as_ref());
        bytes
    }
}

impl std::fmt::Debug for Sha256 {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sha256(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_one_text() {
        let mut digest = Sha256::default();
        digest.update(b"a");
        assert_eq!(digest.bytes(), crate::token::sha256("a"));
        digest.update(b"bc");
        assert_eq!(digest.bytes(), crate::token::sha256("abc"));
    }
}
