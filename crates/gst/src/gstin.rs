//! The GST identification number.

use std::fmt;
use std::str::FromStr;

use crate::StateCode;
use crate::text::serde_as_text;

/// Characters of a GSTIN.
const GSTIN_CHARACTERS: usize = 15;

/// A GST identification number: fifteen capital letters and digits, of which the first two are
/// digits (the state), the next ten the PAN, and the last a check digit.
///
/// The shape is all that this type promises. The check digit is a separate question
/// ([`Gstin::check_digit_holds`]) because test numbers that everybody uses fail it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gstin([u8; GSTIN_CHARACTERS]);

/// Why a text is not a GSTIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GstinFault {
    /// Not fifteen characters.
    #[error("a GSTIN has 15 characters, not {found}")]
    Length {
        /// How many characters there are.
        found: usize,
    },
    /// A character that cannot stand where it stands.
    #[error("character {position} of a GSTIN cannot be {found:?}")]
    Character {
        /// Where, counted from 1.
        position: usize,
        /// What stands there.
        found: char,
    },
}

impl Gstin {
    /// Reads a GSTIN; spaces around it and lower case are forgiven.
    ///
    /// ```
    /// use gst::Gstin;
    ///
    /// let gstin = Gstin::parse(" 29aaapl2356q1z8 ")?;
    /// assert_eq!(gstin.as_str(), "29AAAPL2356Q1Z8");
    /// assert_eq!(gstin.pan(), "AAAPL2356Q");
    /// # Ok::<(), gst::GstinFault>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, GstinFault> {
        let mut bytes = [0; GSTIN_CHARACTERS];
        fill(&mut bytes, text.trim())?;
        Ok(Self(bytes))
    }

    /// The GSTIN that begins with these fourteen characters.
    pub fn with_check_digit(first14: &str) -> Result<Self, GstinFault> {
        let mut bytes = [0; GSTIN_CHARACTERS];
        fill(&mut bytes[..GSTIN_CHARACTERS - 1], first14.trim())?;
        bytes[GSTIN_CHARACTERS - 1] = check_digit(&bytes[..GSTIN_CHARACTERS - 1]);
        Ok(Self(bytes))
    }

    /// The fifteen characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII letters and digits are ever stored")
    }

    /// The two digits of the state, as they stand.
    pub fn state_digits(&self) -> &str {
        &self.as_str()[..2]
    }

    /// The state, if the first two digits are one: numbers of non-resident service providers
    /// begin with 99.
    pub fn state(&self) -> Option<StateCode> {
        StateCode::parse(self.state_digits()).ok()
    }

    /// The permanent account number: characters 3 to 12.
    pub fn pan(&self) -> &str {
        &self.as_str()[2..12]
    }

    /// Whether the last character is the check digit of the others.
    pub fn check_digit_holds(&self) -> bool {
        self.0[GSTIN_CHARACTERS - 1] == check_digit(&self.0[..GSTIN_CHARACTERS - 1])
    }

    /// The check digit that the first fourteen characters ask for.
    pub fn expected_check_digit(&self) -> char {
        char::from(check_digit(&self.0[..GSTIN_CHARACTERS - 1]))
    }
}

/// Writes upper-cased text into the places of a GSTIN and checks each character.
fn fill(places: &mut [u8], text: &str) -> Result<(), GstinFault> {
    for (index, found) in text.chars().enumerate() {
        let fits = if index < 2 {
            found.is_ascii_digit()
        } else {
            found.is_ascii_alphanumeric()
        };
        match places.get_mut(index) {
            None => break,
            Some(_) if !fits => {
                let position = index + 1;
                return Err(GstinFault::Character { position, found });
            }
            // Fits only when ASCII, so one byte is the whole character.
            Some(place) => *place = (found as u8).to_ascii_uppercase(),
        }
    }
    let found = text.chars().count();
    if found == places.len() {
        Ok(())
    } else {
        Err(GstinFault::Length {
            // The caller of `with_check_digit` left the last one to us.
            found: found + (GSTIN_CHARACTERS - places.len()),
        })
    }
}

/// The check digit: values to the base 36 weigh 1 and 2 by turns, each product counts as the
/// sum of its two base-36 digits, and the check digit fills the sum up to a multiple of 36.
fn check_digit(first: &[u8]) -> u8 {
    let sum: u32 = first
        .iter()
        .zip([1, 2].into_iter().cycle())
        .map(|(character, weight)| {
            let product = weight * base36(*character);
            product / 36 + product % 36
        })
        .sum();
    let value = u8::try_from((36 - sum % 36) % 36).expect("a remainder by 36 fits in a byte");
    if value < 10 {
        b'0' + value
    } else {
        b'A' + value - 10
    }
}

/// The value of a digit or capital letter.
fn base36(character: u8) -> u32 {
    char::from(character)
        .to_digit(36)
        .expect("only letters and digits are ever stored")
}

impl FromStr for Gstin {
    type Err = GstinFault;

    fn from_str(text: &str) -> Result<Self, GstinFault> {
        Self::parse(text)
    }
}

impl fmt::Display for Gstin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for Gstin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Gstin({self})")
    }
}

serde_as_text!(Gstin);

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn check_digits_agree_with_another_implementation() {
        for text in ["19AAACM0000A1ZJ", "07AAACD0000C1ZT", "24AAACG0000T2ZU"] {
            assert!(Gstin::parse(text).unwrap().check_digit_holds(), "{text}");
        }
    }

    #[test]
    fn well_known_test_numbers_have_the_shape_but_not_the_check_digit() {
        for text in ["01AMBPG7773M002", "29AAAPH9357H000", "29AWGPV7107B1Z1"] {
            assert!(!Gstin::parse(text).unwrap().check_digit_holds(), "{text}");
        }
    }

    #[test]
    fn faults_name_what_is_wrong() {
        assert_eq!(
            Gstin::parse("29AAAPL2356Q1Z"),
            Err(GstinFault::Length { found: 14 })
        );
        assert_eq!(
            Gstin::parse("29AAAPL2356Q1Z81"),
            Err(GstinFault::Length { found: 16 })
        );
        assert_eq!(
            Gstin::parse("2XAAAPL2356Q1ZA"),
            Err(GstinFault::Character {
                position: 2,
                found: 'X'
            })
        );
        assert_eq!(
            Gstin::parse("29AAAPL2356Q1Zक"),
            Err(GstinFault::Character {
                position: 15,
                found: 'क'
            })
        );
        assert_eq!(
            Gstin::with_check_digit("29AAAPL2356Q1"),
            Err(GstinFault::Length { found: 14 })
        );
    }

    #[test]
    fn parts() {
        let gstin = Gstin::parse("29AAAPL2356Q1Z8").unwrap();
        assert_eq!(gstin.pan(), "AAAPL2356Q");
        assert_eq!(gstin.state().unwrap().english_name(), "Karnataka");
        assert_eq!(Gstin::parse("9917AAA12345OSZ").unwrap().state(), None);
    }

    #[test]
    fn serde_writes_a_text() {
        let gstin = Gstin::parse("29AAAPL2356Q1Z8").unwrap();
        let json = serde_json::to_string(&gstin).unwrap();
        assert_eq!(json, "\"29AAAPL2356Q1Z8\"");
        assert_eq!(serde_json::from_str::<Gstin>(&json).unwrap(), gstin);
        assert!(serde_json::from_str::<Gstin>("\"29\"").is_err());
    }

    proptest! {
        #[test]
        fn made_numbers_hold(first in "[0-9]{2}[0-9A-Z]{12}") {
            let gstin = Gstin::with_check_digit(&first).unwrap();
            prop_assert!(gstin.check_digit_holds());
            prop_assert_eq!(&gstin.as_str()[..14], first);
            prop_assert_eq!(Some(gstin.expected_check_digit()), gstin.as_str().chars().last());
        }

        /// Doubling is a permutation of the base-36 digits under this sum, so no single slip
        /// of the pen goes unnoticed.
        #[test]
        fn one_wrong_character_is_noticed(
            first in "[0-9]{2}[0-9A-Z]{12}",
            position in 2_usize..15,
            other in "[0-9A-Z]",
        ) {
            let gstin = Gstin::with_check_digit(&first).unwrap();
            let mut text = gstin.as_str().to_owned();
            text.replace_range(position..=position, &other);
            prop_assume!(text != gstin.as_str());
            prop_assert!(!Gstin::parse(&text).unwrap().check_digit_holds());
        }

        #[test]
        fn letter_case_and_spaces_make_no_difference(text in "[0-9]{2}[0-9a-zA-Z]{13}") {
            let once = Gstin::parse(&text).unwrap();
            prop_assert_eq!(Gstin::parse(once.as_str()).unwrap(), once);
            prop_assert_eq!(Gstin::parse(&format!(" {} ", text.to_lowercase())).unwrap(), once);
        }

        #[test]
        fn any_text_is_answered(text in ".{0,20}") {
            if let Ok(gstin) = Gstin::parse(&text) {
                prop_assert_eq!(gstin.as_str(), text.trim().to_uppercase());
            }
        }
    }
}
