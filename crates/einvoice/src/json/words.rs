//! Sentences for what is wrong with a member, in both languages.

use super::raw::{Raw, Shape};
use super::schema::{Form, Kind};

/// Characters of a found value that are repeated in a sentence.
const FOUND_CHARACTERS_MAX: usize = 40;

/// What is wrong with one member.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault<'v> {
    /// It is not there.
    Missing,
    /// It is there twice, perhaps under two spellings of its name.
    Twice,
    /// It does not hold what it may hold.
    Wrong(Kind, Raw<'v>),
    /// A number stands between quotes.
    QuotedNumber(Raw<'v>),
    /// A text stands without quotes.
    UnquotedText(Raw<'v>),
    /// Two digits that are no state.
    UnknownState(Raw<'v>),
    /// A date that no calendar has.
    NoSuchDay(Raw<'v>),
    /// Not an object where a section should be.
    NotObject(Raw<'v>),
    /// Not an array where a list should be.
    NotList(Raw<'v>),
    /// A list of too many elements.
    TooMany { found: usize, max: usize },
}

/// A sentence's end in both languages, and its particulars for machines.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) english: String,
    pub(super) hindi: String,
    pub(super) found: Option<String>,
    pub(super) expected: Option<String>,
}

impl Fault<'_> {
    /// The words that follow "In the seller section, PIN code (/SellerDtls/Pin)".
    pub(super) fn words(self) -> Words {
        let found = self.found();
        let seen = found.as_deref().unwrap_or_default();
        let (english, hindi) = match self {
            Self::Missing => ("is missing.".to_owned(), "नहीं दिया गया है।".to_owned()),
            Self::Twice => (
                "is given twice; the letter case of names does not count.".to_owned(),
                "दो बार दिया गया है; नामों में अक्षरों का छोटा-बड़ा रूप मायने नहीं रखता।".to_owned(),
            ),
            Self::Wrong(kind, value) => {
                let (english, hindi) = allowed(kind);
                let (length, length_hindi) = length_note(kind, value);
                (
                    format!("must be {english}, but {seen}{length} was found."),
                    format!("के लिए चाहिए: {hindi}; मिला: {seen}{length_hindi}।"),
                )
            }
            Self::QuotedNumber(_) => (
                format!("must be a number: remove the quotes around {seen}."),
                format!("के लिए संख्या चाहिए: {seen} के दोनों ओर के उद्धरण चिह्न हटाएँ।"),
            ),
            Self::UnquotedText(_) => (
                format!("must be a text: put {seen} between double quotes."),
                format!("के लिए पाठ चाहिए: {seen} को दोहरे उद्धरण चिह्नों में लिखें।"),
            ),
            Self::UnknownState(_) => (
                format!("must be the code of a state, but {seen} is not one."),
                format!("के लिए राज्य का कोड चाहिए; {seen} किसी राज्य का कोड नहीं है।"),
            ),
            Self::NoSuchDay(_) => (
                format!("must be a date, but there is no day {seen}."),
                format!("के लिए तारीख चाहिए; {seen} कैलेंडर में नहीं है।"),
            ),
            Self::NotObject(_) => (
                format!("must be an object in braces, but {seen} was found."),
                format!("के लिए धनु कोष्ठकों में ऑब्जेक्ट चाहिए; मिला: {seen}।"),
            ),
            Self::NotList(_) => (
                format!("must be a list in square brackets, but {seen} was found."),
                format!("के लिए वर्ग कोष्ठकों में सूची चाहिए; मिला: {seen}।"),
            ),
            Self::TooMany { found, max } => (
                format!("may have at most {max} elements, but has {found}."),
                format!("में अधिक से अधिक {max} प्रविष्टियाँ हो सकती हैं; मिलीं: {found}।"),
            ),
        };
        Words {
            english,
            hindi,
            found,
            expected: self.expected(),
        }
    }

    fn found(self) -> Option<String> {
        match self {
            Self::Missing | Self::Twice => None,
            Self::Wrong(_, value)
            | Self::QuotedNumber(value)
            | Self::UnquotedText(value)
            | Self::UnknownState(value)
            | Self::NoSuchDay(value)
            | Self::NotObject(value)
            | Self::NotList(value) => Some(describe(value)),
            Self::TooMany { found, .. } => Some(found.to_string()),
        }
    }

    fn expected(self) -> Option<String> {
        match self {
            Self::Wrong(kind, _) => Some(machine(kind)),
            Self::TooMany { max, .. } => Some(format!("0..{max}")),
            _ => None,
        }
    }
}

/// A value as it stood in the request, shortened.
fn describe(value: Raw<'_>) -> String {
    match value.shape() {
        Shape::Text => {
            let text = value.text().unwrap_or_default();
            let mut short: String = text.chars().take(FOUND_CHARACTERS_MAX).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            format!("\"{short}\"")
        }
        Shape::List => "[…]".to_owned(),
        Shape::Object => "{…}".to_owned(),
        Shape::Number | Shape::Truth | Shape::Null => {
            let written = value.as_written().chars();
            written.take(FOUND_CHARACTERS_MAX).collect()
        }
    }
}

/// How long a plain text is, because the shortened text does not tell.
fn length_note(kind: Kind, value: Raw<'_>) -> (String, String) {
    match (kind, value.text()) {
        (
            Kind::Text {
                form: Form::Plain, ..
            },
            Some(text),
        ) => {
            let length = text.chars().count();
            (
                format!(" ({length} characters)"),
                format!(" ({length} अक्षर)"),
            )
        }
        _ => (String::new(), String::new()),
    }
}

/// What a member may hold, in English and Hindi.
fn allowed(kind: Kind) -> (String, String) {
    match kind {
        Kind::Text { min, max, form } => text(min, max, form),
        Kind::Number { decimals, .. } => {
            let (min, max) = kind.bounds().unwrap_or_default();
            (
                format!("a number from {min} to {max} with at most {decimals} decimals"),
                format!("{min} से {max} तक की संख्या, दशमलव के बाद अधिक से अधिक {decimals} अंक"),
            )
        }
        Kind::Whole { min, max } => (
            format!("a whole number from {min} to {max}"),
            format!("{min} से {max} तक की पूर्ण संख्या"),
        ),
    }
}

fn text(min: usize, max: usize, form: Form) -> (String, String) {
    let (count, count_hindi) = if min == max {
        (min.to_string(), min.to_string())
    } else {
        (format!("{min} to {max}"), format!("{min} से {max}"))
    };
    let both = |english: &str, hindi: &str| (english.to_owned(), hindi.to_owned());
    match form {
        Form::Plain => (
            format!("a text of {count} characters without double quotes and backslashes"),
            format!("{count_hindi} अक्षरों का पाठ, दोहरे उद्धरण चिह्न और बैकस्लैश के बिना"),
        ),
        Form::Date => both(
            "a date written dd/MM/yyyy, from 2010 to 2029",
            "dd/MM/yyyy रूप में तारीख, 2010 से 2029 तक",
        ),
        Form::State => both("a state code of 1 or 2 digits", "1 या 2 अंकों का राज्य कोड"),
        Form::Gstin => both(
            "a GSTIN of 2 digits and 13 capital letters or digits",
            "GSTIN: 2 अंक और 13 बड़े अंग्रेज़ी अक्षर या अंक",
        ),
        Form::GstinOrUrp => both(
            "a GSTIN of 2 digits and 13 capital letters or digits, or URP",
            "GSTIN: 2 अंक और 13 बड़े अंग्रेज़ी अक्षर या अंक; या URP",
        ),
        Form::YesNo => both("Y or N", "Y या N"),
        Form::OneOf(values) | Form::OneOfAnyCase(values) => one_of(values),
        Form::DocumentNumber => (
            format!(
                "{count} letters, digits, slashes or hyphens, the first of them a letter or a \
                 digit other than 0"
            ),
            format!("{count_hindi} अंग्रेज़ी अक्षर, अंक, / या -, जिनमें पहला अक्षर हो या 0 के अलावा कोई अंक"),
        ),
        Form::Hsn => both(
            "4, 6 or 8 digits that are not all zero",
            "4, 6 या 8 अंक, जो सब शून्य न हों",
        ),
        Form::Digits => (format!("{count} digits"), format!("{count_hindi} अंक")),
        Form::Letters => (
            format!("{count} English letters"),
            format!("{count_hindi} अंग्रेज़ी अक्षर"),
        ),
        Form::Capitals => (
            format!("{count} capital letters"),
            format!("{count_hindi} बड़े अंग्रेज़ी अक्षर"),
        ),
        Form::LettersAndDigits => (
            format!("{count} English letters or digits without spaces"),
            format!("{count_hindi} अंग्रेज़ी अक्षर या अंक, बिना खाली जगह"),
        ),
        Form::Reference => (
            format!("{count} English letters, digits, slashes or hyphens"),
            format!("{count_hindi} अंग्रेज़ी अक्षर, अंक, / या -"),
        ),
        Form::Email => (
            format!("an e-mail address of {count} characters"),
            format!("{count_hindi} अक्षरों का ई-मेल पता"),
        ),
    }
}

fn one_of(values: &[&str]) -> (String, String) {
    let values: Vec<_> = values
        .iter()
        .copied()
        .filter(|value| !value.is_empty())
        .collect();
    match values.split_last() {
        Some((only, [])) => ((*only).to_owned(), (*only).to_owned()),
        Some((last, others)) => {
            let others = others.join(", ");
            (format!("{others} or {last}"), format!("{others} या {last}"))
        }
        None => (String::new(), String::new()),
    }
}

/// What a member may hold, as a range or a regular expression.
fn machine(kind: Kind) -> String {
    let Kind::Text { min, max, form } = kind else {
        let (min, max) = kind.bounds().unwrap_or_default();
        return format!("{min}..{max}");
    };
    match form {
        Form::Plain => format!(r#"^[^"\\]{{{min},{max}}}$"#),
        Form::Date => "^[0-3][0-9]/[0-1][0-9]/20[1-2][0-9]$".to_owned(),
        Form::State => "^(?!0+$)[0-9]{1,2}$".to_owned(),
        Form::Gstin => "^[0-9]{2}[0-9A-Z]{13}$".to_owned(),
        Form::GstinOrUrp => "^([0-9]{2}[0-9A-Z]{13}|URP)$".to_owned(),
        Form::YesNo => "^[YN]$".to_owned(),
        Form::OneOf(values) => format!("^({})$", values.join("|")),
        Form::OneOfAnyCase(values) => format!("(?i)^({})$", values.join("|")),
        Form::DocumentNumber => "^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$".to_owned(),
        Form::Hsn => "^(?!0+$)([0-9]{4}|[0-9]{6}|[0-9]{8})$".to_owned(),
        Form::Digits => format!("^[0-9]{{{min},{max}}}$"),
        Form::Letters => format!("^[A-Za-z]{{{min},{max}}}$"),
        Form::Capitals => format!("^[A-Z]{{{min},{max}}}$"),
        Form::LettersAndDigits => format!("^[A-Za-z0-9]{{{min},{max}}}$"),
        Form::Reference => format!("^[A-Za-z0-9/-]{{{min},{max}}}$"),
        Form::Email => "^[a-zA-Z0-9+_.-]+@[a-zA-Z0-9.-]+$".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Raw<'_> {
        Raw::read(json.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn quoted_number_is_told_to_lose_its_quotes() {
        let words = Fault::QuotedNumber(raw("\"560025\"")).words();
        assert_eq!(
            words.english,
            "must be a number: remove the quotes around \"560025\"."
        );
        assert!(words.hindi.contains("उद्धरण चिह्न हटाएँ"));
    }

    #[test]
    fn long_values_are_shortened() {
        let kind = Kind::Text {
            min: 3,
            max: 100,
            form: Form::Plain,
        };
        let words = Fault::Wrong(kind, raw(&format!("\"{}\"", "क".repeat(101)))).words();
        let shown = words.found.unwrap_or_default();
        assert_eq!(shown.matches('क').count(), FOUND_CHARACTERS_MAX);
        assert!(
            words.english.ends_with("… (101 characters) was found.")
                || words.english.contains("101 characters")
        );
        let exactly = describe(raw(&format!("\"{}\"", "a".repeat(FOUND_CHARACTERS_MAX))));
        assert!(!exactly.contains('…'));
    }

    #[test]
    fn choices_are_listed() {
        assert_eq!(one_of(&["", "O", "R"]).0, "O or R");
        assert_eq!(one_of(&["GST"]).1, "GST");
        assert_eq!(machine(Kind::Whole { min: 0, max: 9 }), "0..9");
    }
}
