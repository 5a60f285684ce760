//! The numbers of vehicles, as the e-way bill system writes them: letters and digits without
//! spaces.

/// Prefixes of numbers that are not registration marks: temporary, of the armed forces, of Bhutan
/// and of Nepal. What follows them has no fixed form.
const PREFIXES: [&str; 5] = ["TM", "TR", "DF", "BP", "NP"];

/// The fewest characters after one of [`PREFIXES`].
const AFTER_PREFIX_MIN: usize = 2;

/// The most characters of a vehicle number.
pub const VEHICLE_NUMBER_CHARACTERS_MAX: usize = 15;

/// Whether a text has the form of a vehicle number, in either letter case:
/// - a registration mark: two letters of the state, one to three digits of the office, up to
///   three letters of the series, and one to four digits (`KA12AB1234`, `DL1CAA123`, `KA121234`);
///   without a series the last group has four digits, so that the two groups can be told apart;
/// - an old mark: three letters and one to four digits (`KAR1234`);
/// - a mark of the Bharat series (`22BH1234AA`);
/// - `TM` or `TR` for a temporary number, `DF` for the armed forces, `BP` for Bhutan and `NP` for
///   Nepal, and letters and digits.
pub fn is_vehicle_number(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    text.len() <= VEHICLE_NUMBER_CHARACTERS_MAX
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (is_registration_mark(&text) || is_bharat_mark(&text) || has_prefix(&text))
}

fn has_prefix(text: &str) -> bool {
    PREFIXES
        .iter()
        .filter_map(|prefix| text.strip_prefix(prefix))
        .any(|rest| rest.len() >= AFTER_PREFIX_MIN)
}

fn is_registration_mark(text: &str) -> bool {
    let groups = lengths_of_groups(text);
    // Letters and digits by turns, beginning with letters.
    matches!(
        groups.as_slice(),
        [2, 1..=3, 1..=3, 1..=4] | [2, 5..=7] | [3, 1..=4]
    ) && text.starts_with(|first: char| first.is_ascii_alphabetic())
}

fn is_bharat_mark(text: &str) -> bool {
    lengths_of_groups(text).as_slice().starts_with(&[2, 2, 4])
        && matches!(text.len(), 9..=10)
        && text.get(2..4) == Some("BH")
}

/// How long the runs of letters and of digits are.
fn lengths_of_groups(text: &str) -> Vec<usize> {
    text.as_bytes()
        .chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit())
        .map(<[u8]>::len)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_that_are_in_use() {
        for text in [
            "KA12AB1234",
            "ka12a1234",
            "KA121234",
            "KA1211234",
            "KAR1234",
            "DL1CAA123",
            "AB123A1234",
            "MH01A1",
            "22BH1234A",
            "22BH1234AA",
            "DFB03D123456",
            "TMKA01234",
            "TR012345",
            "BP12A3456",
            "NPBA1PA123",
        ] {
            assert!(is_vehicle_number(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_vehicle_numbers() {
        for text in [
            "",
            "1234",
            "KA12",
            "KA-12-AB-1234",
            "KA 12 AB 1234",
            "12KA1234",
            "KA12AB12345",
            "KA12ABCD1234",
            "ABCD1234",
            "22BH12345AA",
            "22BH1234AAA",
            "TM1",
            "LORRY",
            "DF12345678901234",
            "का12AB1234",
        ] {
            assert!(!is_vehicle_number(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,24}") {
            let _ = is_vehicle_number(&text);
        }

        #[test]
        fn common_marks_are_accepted(text in "[A-Z]{2}[0-9]{2}[A-Z]{1,3}[0-9]{4}") {
            prop_assert!(is_vehicle_number(&text));
        }
    }
}
