//! The acknowledgement number as a Code 128 barcode, for scanners that read no QR code.

use barcoders::sym::code128::Code128;

/// White modules on either side, which the standard asks for.
const QUIET_MODULES: usize = 10;

/// Starts with pairs of digits, which take half the room.
const START_PAIRS: char = 'Ć';

/// Goes on with single signs.
const TO_SIGNS: char = 'Ɓ';

/// A barcode to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Barcode {
    /// What stands beneath it.
    pub(super) number: u64,
    /// Width in modules, the white border included.
    pub(super) width: usize,
    /// The bars as horizontal strokes in a picture that is one high.
    pub(super) path: String,
}

impl Barcode {
    /// Draws a number. `None` when it has only one digit, which no acknowledgement number has.
    pub(super) fn of(number: u64) -> Option<Self> {
        let digits = number.to_string();
        let pairs = digits.len() / 2 * 2;
        if pairs == 0 {
            return None;
        }
        let (pairs, last) = digits.split_at(pairs);
        let mut text = format!("{START_PAIRS}{pairs}");
        if !last.is_empty() {
            text.push(TO_SIGNS);
            text.push_str(last);
        }
        let modules = Code128::new(text).ok()?.encode();
        Some(Self {
            number,
            width: modules.len() + 2 * QUIET_MODULES,
            path: strokes(&modules),
        })
    }
}

fn strokes(modules: &[u8]) -> String {
    use std::fmt::Write as _;

    let mut path = String::new();
    let mut at = QUIET_MODULES;
    for run in modules.chunk_by(|one, next| one == next) {
        if run.first() == Some(&1) {
            // Writing into a String cannot fail.
            let _ = write!(path, "M{at} .5h{}", run.len());
        }
        at += run.len();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Modules of a sign, of the stop sign and its last bar.
    const SIGN: usize = 11;
    const STOP: usize = 13;

    #[test]
    fn digits_go_in_pairs_and_an_odd_one_by_itself() {
        for (number, signs) in [(10, 1), (123, 3), (112_610_000_000_001, 9)] {
            let bars = Barcode::of(number).expect("two digits or more");
            // The start sign, the digits, the check sign.
            let expected = SIGN * (1 + signs + 1) + STOP + 2 * QUIET_MODULES;
            assert_eq!(bars.width, expected, "{number}");
        }
        assert_eq!(Barcode::of(9), None);
    }

    #[test]
    fn the_bars_are_those_of_the_standard() {
        // Start C, the pair 10, the check sign (105 + 10) mod 103 = 12, stop: bar, gap, bar, gap…
        let widths = ["211232", "221312", "112232", "2331112"].concat();
        let mut at = QUIET_MODULES;
        let mut expected = String::new();
        for (index, width) in widths.chars().enumerate() {
            if index % 2 == 0 {
                expected.extend(["M", &at.to_string(), " .5h", &width.to_string()]);
            }
            at += width.to_digit(10).expect("a digit") as usize;
        }
        assert_eq!(Barcode::of(10).expect("two digits").path, expected);
    }
}
