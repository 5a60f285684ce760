//! Codes that stand in for a lost phone: 120 random bits as 24 letters and digits.
//!
//! They have so many random bits that a plain digest cannot be turned back, as with
//! [`token`](crate::token)s, and no key has to be kept for them.

use data_encoding::BASE32_NOPAD;

use crate::random::Randomness;
use crate::token;

/// Random bytes of a code.
const CODE_BYTES: usize = 15;

/// Letters and digits of a code.
const CODE_CHARS: usize = 24;

/// Letters and digits between two dashes.
const GROUP_CHARS: usize = 4;

/// A new code, in groups as it is read.
pub fn new(random: &Randomness) -> String {
    let code = BASE32_NOPAD.encode(&random.bytes::<CODE_BYTES>());
    let mut grouped = String::with_capacity(CODE_CHARS + CODE_CHARS / GROUP_CHARS);
    for (at, character) in code.chars().enumerate() {
        if at > 0 && at % GROUP_CHARS == 0 {
            grouped.push('-');
        }
        grouped.push(character);
    }
    grouped
}

/// The digest under which a code is stored and looked up; nothing for what is no code. Letter
/// case, dashes and spaces do not count.
pub fn digest(text: &str) -> Option<[u8; 32]> {
    let mut code = String::with_capacity(CODE_CHARS);
    for character in text.chars() {
        match character.to_ascii_uppercase() {
            '-' | '\u{2010}'..='\u{2014}' => {}
            space if space.is_whitespace() => {}
            letter @ ('A'..='Z' | '2'..='7') if code.len() < CODE_CHARS => code.push(letter),
            _ => return None,
        }
    }
    (code.len() == CODE_CHARS).then(|| token::sha256(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let random = Randomness::seeded(1);
        let code = new(&random);
        assert_eq!(code.len(), 29);
        assert!(code.split('-').all(|group| group.len() == 4), "{code}");
        let found = digest(&code);
        assert!(found.is_some());
        assert_eq!(digest(&code.to_lowercase()), found);
        assert_eq!(digest(&code.replace('-', "")), found);
        assert_eq!(digest(&format!("  {}\n", code.replace('-', " – "))), found);
        assert_ne!(digest(&new(&random)), found);
    }

    #[test]
    fn other_texts_are_no_codes() {
        let code = new(&Randomness::seeded(1));
        let longer = format!("{code}A");
        for wrong in ["", "123456", &code[..28], &longer, &code.replace('-', "_")] {
            assert_eq!(digest(wrong), None, "{wrong}");
        }
        assert_eq!(digest("ABCD-EFGH-IJKL-MNOP-QRST-UVW1"), None);
    }
}
