//! The rules of User Ids and passwords. Pure, and all faults are told at once.
//!
//! A User Id has 6 to 15 ASCII letters and digits. A password has at least 8 characters of the
//! four classes that NIC asks for. One of `% $ # @ _ ! *` is needed; any other character may be
//! added, so that password managers are not hindered, but control characters, which no form can
//! be relied on to send. It must also be hard to guess in the judgement of zxcvbn, to which the
//! User Id, the GSTIN, the names and the portal's own name are given as words that a guesser tries
//! first.
//!
//! API clients seal both in one RSA block as JSON, so together they may not be longer than the
//! block has room for, in the bytes that they take in that JSON.

use gst::{Gstin, Taxpayer};
use zxcvbn::feedback::{Feedback, Warning};

use crate::settings::CredentialSettings;

/// One of these is needed in a password.
pub const SPECIALS: &str = "%$#@_!*";

/// Guesses that a password has to withstand in zxcvbn's estimate. That is where its score 3,
/// "safely unguessable", begins, but for a handful of guesses: eight characters without any
/// pattern reach this figure exactly, and they have to be enough.
const GUESSES_MIN: u64 = 100_000_000;

/// Longest password that is estimated; what is longer fails for its length.
const ESTIMATE_CHARS_MAX: usize = 100;

/// Shortest word of the taxpayer's own that a password is searched for.
const OWN_WORD_CHARS_MIN: usize = 4;

/// What is wrong with the credentials that somebody chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialFault {
    /// The User Id is too short or too long.
    UserNameLength {
        /// Fewest characters.
        min: u32,
        /// Most characters.
        max: u32,
    },
    /// The User Id has other characters than ASCII letters and digits.
    UserNameCharacters,
    /// Somebody has this User Id, perhaps in other letter case.
    UserNameTaken {
        /// User Ids like it that nobody has.
        suggestions: Vec<String>,
    },
    /// The password is too short.
    PasswordTooShort {
        /// Fewest characters.
        min: u32,
    },
    /// The password has control characters.
    PasswordCharacters,
    /// The password lacks characters of a class.
    PasswordMissingClass {
        /// The classes, in the order of [`CharacterClass`].
        which: Vec<CharacterClass>,
    },
    /// The password is easy to guess.
    PasswordGuessable {
        /// Why, above all.
        reason: GuessReason,
    },
    /// The new password is the one that the account has. Code 3023.
    PasswordUnchanged,
    /// The password is in the file of those that nobody may choose.
    PasswordBreached,
    /// The old password is wrong, or the account is blocked after wrong ones. Code 3024.
    OldPasswordWrong {
        /// Wrong tries in a row that block an account.
        tries_max: u32,
        /// How long it is blocked.
        block_s: u32,
    },
    /// The password was not repeated as it is.
    ConfirmationDiffers,
    /// User Id and password are too long together for API clients.
    TogetherTooLong {
        /// Most bytes.
        max: u32,
    },
    /// The GSTIN has got an account meanwhile.
    AlreadyRegistered,
    /// The proof of the mobile has been used up or has ended: everything begins again.
    ProofSpent,
}

/// The classes of characters that a password must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CharacterClass {
    /// `A` to `Z`.
    Upper,
    /// `a` to `z`.
    Lower,
    /// `0` to `9`.
    Digit,
    /// One of [`SPECIALS`].
    Special,
}

/// Why a password is easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GuessReason {
    /// It is, or is like, a password that many have.
    Common,
    /// It holds the User Id, the GSTIN, a name of the taxpayer or the portal's name.
    Personal,
    /// It is one word.
    Word,
    /// It is a person's name.
    Name,
    /// It is a row or a pattern of the keyboard.
    Keyboard,
    /// It repeats itself.
    Repeat,
    /// It is a sequence such as `abc` or `6543`.
    Sequence,
    /// It is a date or a year.
    Date,
    /// Its parts are too few or too simple.
    TooSimple,
}

/// What is wrong with the form of a User Id.
pub fn user_name_faults(user_name: &str, settings: &CredentialSettings) -> Vec<CredentialFault> {
    let mut faults = Vec::new();
    let (min, max) = (settings.user_name_min, settings.user_name_max);
    if !(min as usize..=max as usize).contains(&user_name.chars().count()) {
        faults.push(CredentialFault::UserNameLength { min, max });
    }
    if !user_name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        faults.push(CredentialFault::UserNameCharacters);
    }
    faults
}

/// What is wrong with a password, for this User Id and taxpayer.
pub fn password_faults(
    user_name: &str,
    password: &str,
    own_words: &[String],
    settings: &CredentialSettings,
) -> Vec<CredentialFault> {
    let mut faults = Vec::new();
    let min = settings.password_min;
    if password.chars().count() < min as usize {
        faults.push(CredentialFault::PasswordTooShort { min });
    }
    if password.chars().any(char::is_control) {
        faults.push(CredentialFault::PasswordCharacters);
    }
    let which = missing_classes(password);
    if !which.is_empty() {
        faults.push(CredentialFault::PasswordMissingClass { which });
    }
    if let Some(reason) = guessable(user_name, password, own_words) {
        faults.push(CredentialFault::PasswordGuessable { reason });
    }
    let max = settings.together_max;
    if json_bytes(user_name) + json_bytes(password) > max as usize {
        faults.push(CredentialFault::TogetherTooLong { max });
    }
    faults
}

/// The words that a guesser tries first: the portal's name, and the taxpayer's numbers and names.
pub fn own_words(brand: &str, gstin: &Gstin, taxpayer: Option<&Taxpayer>) -> Vec<String> {
    let mut words = vec![gstin.to_string(), gstin.pan().to_owned(), brand.to_owned()];
    let names = taxpayer.map(|taxpayer| {
        let trade_name = taxpayer.trade_name.as_deref().unwrap_or_default();
        [taxpayer.legal_name.as_str(), trade_name].join(" ")
    });
    let names = names.unwrap_or_default();
    let parts = names.split(|character: char| !character.is_alphanumeric());
    words.extend(parts.filter(|part| !part.is_empty()).map(ToOwned::to_owned));
    words
}

fn missing_classes(password: &str) -> Vec<CharacterClass> {
    let has = |class: fn(char) -> bool| password.chars().any(class);
    [
        (CharacterClass::Upper, has(|c| c.is_ascii_uppercase())),
        (CharacterClass::Lower, has(|c| c.is_ascii_lowercase())),
        (CharacterClass::Digit, has(|c| c.is_ascii_digit())),
        (CharacterClass::Special, has(|c| SPECIALS.contains(c))),
    ]
    .into_iter()
    .filter_map(|(class, found)| (!found).then_some(class))
    .collect()
}

/// Why a password is easy to guess; `None` when it is not, or is too long to be accepted anyway.
fn guessable(user_name: &str, password: &str, own_words: &[String]) -> Option<GuessReason> {
    if password.chars().count() > ESTIMATE_CHARS_MAX {
        return None;
    }
    let mut words: Vec<&str> = own_words.iter().map(String::as_str).collect();
    words.push(user_name);
    let estimate = zxcvbn::zxcvbn(password, &words);
    if estimate.guesses() >= GUESSES_MIN {
        return None;
    }
    let lower = password.to_lowercase();
    let own = words
        .iter()
        .filter(|word| word.chars().count() >= OWN_WORD_CHARS_MIN)
        .any(|word| lower.contains(&word.to_lowercase()));
    if own {
        return Some(GuessReason::Personal);
    }
    let warning = estimate.feedback().and_then(Feedback::warning);
    Some(warning.map_or(GuessReason::TooSimple, reason_of))
}

fn reason_of(warning: Warning) -> GuessReason {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess
        | Warning::ShortKeyboardPatternsAreEasyToGuess => GuessReason::Keyboard,
        Warning::RepeatsLikeAaaAreEasyToGuess
        | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => GuessReason::Repeat,
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => GuessReason::Common,
        Warning::SequencesLikeAbcAreEasyToGuess => GuessReason::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => GuessReason::Date,
        Warning::AWordByItselfIsEasyToGuess => GuessReason::Word,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => GuessReason::Name,
    }
}

/// Bytes that a text takes in JSON, as clients write it that escape all but ASCII.
fn json_bytes(text: &str) -> usize {
    text.chars()
        .map(|character| match character {
            '"' | '\\' => 2,
            character if character.is_ascii() && !character.is_ascii_control() => 1,
            character => 6 * character.len_utf16(),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "Tamarind_42_kettle";

    fn settings() -> CredentialSettings {
        CredentialSettings::default()
    }

    fn names(user_name: &str) -> Vec<CredentialFault> {
        user_name_faults(user_name, &settings())
    }

    fn passwords(user_name: &str, password: &str) -> Vec<CredentialFault> {
        let own = ["29AAACM0000A1ZI", "Malnad", "Tools"].map(str::to_owned);
        password_faults(user_name, password, &own, &settings())
    }

    fn reason(password: &str) -> Option<GuessReason> {
        passwords("accounts", password)
            .into_iter()
            .find_map(|fault| match fault {
                CredentialFault::PasswordGuessable { reason } => Some(reason),
                _ => None,
            })
    }

    #[test]
    fn a_user_id_has_six_to_fifteen_letters_and_digits() {
        let length = CredentialFault::UserNameLength { min: 6, max: 15 };
        assert_eq!(names("abc12"), std::slice::from_ref(&length));
        assert_eq!(names("abc123"), []);
        assert_eq!(names("abcdefghij12345"), []);
        assert_eq!(names("abcdefghij123456"), std::slice::from_ref(&length));
        for other in ["abc_123", "abc 123", "अकाउंट", "abc123\n"] {
            assert_eq!(
                names(other),
                [CredentialFault::UserNameCharacters],
                "{other}"
            );
        }
        assert_eq!(names("a-b"), [length, CredentialFault::UserNameCharacters]);
    }

    #[test]
    fn a_good_password_has_no_fault() {
        assert_eq!(passwords("accounts", GOOD), []);
        assert_eq!(passwords("accounts", "Kx9_vP2mQ"), []);
    }

    #[test]
    fn eight_characters_are_enough_and_seven_are_not() {
        assert_eq!(passwords("accounts", "Xq7_vKp2"), []);
        let short = passwords("accounts", "Xq7_vKp");
        assert!(short.contains(&CredentialFault::PasswordTooShort { min: 8 }));
    }

    #[test]
    fn all_missing_classes_are_told() {
        use CharacterClass::{Digit, Lower, Special, Upper};
        assert_eq!(missing_classes(""), [Upper, Lower, Digit, Special]);
        assert_eq!(missing_classes("tamarind"), [Upper, Digit, Special]);
        assert_eq!(missing_classes("Tamarind42"), [Special]);
        assert_eq!(missing_classes("Tamarind42?"), [Special]);
        assert_eq!(missing_classes("ÄÖ%4"), [Upper, Lower]);
        for special in SPECIALS.chars() {
            assert_eq!(missing_classes(&format!("Aa1{special}")), []);
        }
    }

    #[test]
    fn other_characters_may_be_added_but_no_control_characters() {
        assert_eq!(passwords("accounts", "Tam \"é_42 kettle?"), []);
        let control = passwords("accounts", "Tamarind_42_\tkettle");
        assert_eq!(control, [CredentialFault::PasswordCharacters]);
    }

    #[test]
    fn what_is_easy_to_guess_is_refused_with_the_reason() {
        assert_eq!(reason("P@ssw0rd!1"), Some(GuessReason::Common));
        assert_eq!(reason("Accounts@1"), Some(GuessReason::Personal));
        assert_eq!(reason("Malnad#2026"), Some(GuessReason::Personal));
        for weak in ["Aaaaaaa1#", "Qwerty@123", "Welcome@1"] {
            assert!(reason(weak).is_some(), "{weak}");
        }
        assert_eq!(reason(GOOD), None);
    }

    #[test]
    fn together_they_fit_into_a_block_to_the_byte() {
        let together = |bytes: usize| {
            let password = format!("{GOOD}%Zu7bQx3Lw9Rk5Ty1Nc8Vd2Mf6Hg4");
            passwords("accounts", &password[..bytes - "accounts".len()])
        };
        assert_eq!(together(51), []);
        assert_eq!(together(52), [CredentialFault::TogetherTooLong { max: 51 }]);
    }

    #[test]
    fn what_json_escapes_counts_as_escaped() {
        assert_eq!(json_bytes(r#"a"\"#), 5);
        assert_eq!(json_bytes("é"), 6);
        assert_eq!(json_bytes("🔑"), 12);
    }

    #[test]
    fn a_very_long_password_is_refused_without_being_estimated() {
        let long = "Aa1_".repeat(10_000);
        assert_eq!(
            passwords("accounts", &long),
            [CredentialFault::TogetherTooLong { max: 51 }]
        );
    }

    #[test]
    fn the_taxpayers_words_are_its_numbers_and_names() {
        let gstin = Gstin::with_check_digit("29AAACM0000A1Z").expect("the shape is right");
        let words = own_words("Mohar", &gstin, None);
        assert_eq!(words, [gstin.as_str(), "AAACM0000A", "Mohar"]);
        let max = CredentialSettings::default();
        let guessed = password_faults("malnad01", "Mohar@2026", &words, &max);
        assert!(
            guessed.contains(&CredentialFault::PasswordGuessable {
                reason: GuessReason::Personal
            }),
            "{guessed:?}"
        );
    }
}
