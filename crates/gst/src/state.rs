//! The states and union territories, by the code that begins their GSTINs.

use std::fmt;
use std::str::FromStr;

use crate::text::serde_as_text;

/// The code of a state, of a union territory, or of one of the two places outside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateCode(u8);

/// A text that is not a state's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the code of a state")]
pub struct StateFault;

/// Code, English name, Hindi name.
const STATES: &[(u8, &str, &str)] = &[
    (1, "Jammu and Kashmir", "जम्मू और कश्मीर"),
    (2, "Himachal Pradesh", "हिमाचल प्रदेश"),
    (3, "Punjab", "पंजाब"),
    (4, "Chandigarh", "चंडीगढ़"),
    (5, "Uttarakhand", "उत्तराखंड"),
    (6, "Haryana", "हरियाणा"),
    (7, "Delhi", "दिल्ली"),
    (8, "Rajasthan", "राजस्थान"),
    (9, "Uttar Pradesh", "उत्तर प्रदेश"),
    (10, "Bihar", "बिहार"),
    (11, "Sikkim", "सिक्किम"),
    (12, "Arunachal Pradesh", "अरुणाचल प्रदेश"),
    (13, "Nagaland", "नागालैंड"),
    (14, "Manipur", "मणिपुर"),
    (15, "Mizoram", "मिज़ोरम"),
    (16, "Tripura", "त्रिपुरा"),
    (17, "Meghalaya", "मेघालय"),
    (18, "Assam", "असम"),
    (19, "West Bengal", "पश्चिम बंगाल"),
    (20, "Jharkhand", "झारखंड"),
    (21, "Odisha", "ओडिशा"),
    (22, "Chhattisgarh", "छत्तीसगढ़"),
    (23, "Madhya Pradesh", "मध्य प्रदेश"),
    (24, "Gujarat", "गुजरात"),
    // Part of 26 since January 2020; GSTINs that begin with it live on.
    (25, "Daman and Diu", "दमन और दीव"),
    (
        26,
        "Dadra and Nagar Haveli and Daman and Diu",
        "दादरा और नगर हवेली तथा दमन और दीव",
    ),
    (27, "Maharashtra", "महाराष्ट्र"),
    // Before Telangana was formed; 37 since then.
    (
        28,
        "Andhra Pradesh (before division)",
        "आंध्र प्रदेश (विभाजन से पहले)",
    ),
    (29, "Karnataka", "कर्नाटक"),
    (30, "Goa", "गोवा"),
    (31, "Lakshadweep", "लक्षद्वीप"),
    (32, "Kerala", "केरल"),
    (33, "Tamil Nadu", "तमिलनाडु"),
    (34, "Puducherry", "पुदुच्चेरी"),
    (
        35,
        "Andaman and Nicobar Islands",
        "अंडमान और निकोबार द्वीपसमूह",
    ),
    (36, "Telangana", "तेलंगाना"),
    (37, "Andhra Pradesh", "आंध्र प्रदेश"),
    (38, "Ladakh", "लद्दाख"),
    (96, "Other Countries", "अन्य देश"),
    (97, "Other Territory", "अन्य क्षेत्र"),
];

/// [`STATES`] without the names.
const CODES: [StateCode; STATES.len()] = {
    let mut codes = [StateCode(0); STATES.len()];
    let mut index = 0;
    while index < codes.len() {
        codes[index] = StateCode(STATES[index].0);
        index += 1;
    }
    codes
};

impl StateCode {
    /// All codes, in ascending order.
    pub const ALL: &'static [Self] = &CODES;

    /// Outside India: recipient and place of supply of an export.
    pub const OTHER_COUNTRIES: Self = Self(96);

    /// Inside India but in no state, as offshore.
    pub const OTHER_TERRITORY: Self = Self(97);

    /// Reads one or two digits: `7` and `07` are both Delhi.
    pub fn parse(text: &str) -> Result<Self, StateFault> {
        let well_formed =
            (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !well_formed {
            return Err(StateFault);
        }
        text.parse()
            .ok()
            .and_then(Self::from_number)
            .ok_or(StateFault)
    }

    /// The state with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        let code = Self(number);
        Self::ALL.binary_search(&code).ok().map(|_| code)
    }

    /// The number.
    pub fn number(self) -> u8 {
        self.0
    }

    /// The code with both digits: `07`.
    pub fn two_digits(self) -> String {
        self.to_string()
    }

    /// The English name.
    pub fn english_name(self) -> &'static str {
        self.row().1
    }

    /// The Hindi name.
    pub fn hindi_name(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (u8, &'static str, &'static str) {
        let index = STATES
            .binary_search_by_key(&self.0, |row| row.0)
            .expect("a code is made only from a row of this table");
        &STATES[index]
    }
}

impl FromStr for StateCode {
    type Err = StateFault;

    fn from_str(text: &str) -> Result<Self, StateFault> {
        Self::parse(text)
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}", self.0)
    }
}

serde_as_text!(StateCode);

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn one_and_two_digits_mean_the_same() {
        assert_eq!(StateCode::parse("7"), StateCode::parse("07"));
        assert_eq!(StateCode::parse("7").unwrap().two_digits(), "07");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "", "0", "00", "007", "39", "95", "98", "99", "+7", "७", "7 ",
        ] {
            assert_eq!(StateCode::parse(text), Err(StateFault), "{text}");
        }
    }

    #[test]
    fn table_is_in_order_and_complete() {
        assert!(StateCode::ALL.is_sorted());
        assert_eq!(StateCode::ALL.len(), 40);
        for state in StateCode::ALL {
            assert_eq!(StateCode::parse(&state.two_digits()), Ok(*state));
            assert!(!state.english_name().is_empty());
            assert!(!state.hindi_name().is_ascii());
        }
        assert_eq!(StateCode::OTHER_COUNTRIES.english_name(), "Other Countries");
        assert_eq!(StateCode::OTHER_TERRITORY.english_name(), "Other Territory");
    }
}
