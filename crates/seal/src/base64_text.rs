//! Base64 as strangers write it: with line breaks, with or without padding.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_PAD_INDIFFERENT, URL_SAFE_NO_PAD};

/// Standard alphabet with padding, in one line.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The alphabet for addresses, without padding.
pub(crate) fn encode_url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads the standard alphabet; white space is skipped and padding is optional.
///
/// Returns nothing for text longer than `chars_max` or text that is not base64.
pub(crate) fn decode(text: &str, chars_max: usize) -> Option<Vec<u8>> {
    if text.len() > chars_max {
        return None;
    }
    if !text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return STANDARD_PAD_INDIFFERENT.decode(text).ok();
    }
    let dense: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD_PAD_INDIFFERENT.decode(dense).ok()
}

/// Reads the alphabet for addresses strictly: no padding, no white space, and no second spelling
/// of the same bytes.
pub(crate) fn decode_url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_and_missing_padding_are_accepted() {
        for text in ["aGVsbG8=", "aGVsbG8", "aGVs\r\nbG8=", " aGVs bG8 "] {
            assert_eq!(decode(text, 20).unwrap(), b"hello", "{text:?}");
        }
        assert!(decode("aGVsbG8*", 20).is_none());
    }

    #[test]
    fn the_limit_counts_every_character() {
        assert!(decode("aGVsbG8=", 8).is_some());
        assert!(decode("aGVsbG8= ", 8).is_none());
    }

    #[test]
    fn the_alphabet_for_addresses_has_one_spelling() {
        assert_eq!(decode_url("-_8").unwrap(), [0xfb, 0xff]);
        // The last character of `-_9` differs from `-_8` only in bits that carry nothing.
        for text in ["-_9", "-_8=", "+/8", "-_8\n"] {
            assert!(decode_url(text).is_none(), "{text:?}");
        }
    }
}
