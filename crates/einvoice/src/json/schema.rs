//! What the INV-01 schema says of a member: the words in which [`super::fields`] is written.

use gst::Decimal;

/// What a member or a section is called, in both languages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub(super) english: &'static str,
    pub(super) hindi: &'static str,
}

/// Whether a member has to be there whenever its section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// It has to.
    Mandatory,
    /// It depends on other members: a rule decides, not the schema.
    Conditional,
    /// It need not.
    Optional,
}

/// One leaf member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// NIC's name.
    pub(super) name: &'static str,
    pub(super) label: Label,
    pub(super) need: Need,
    pub(super) kind: Kind,
}

/// What a member may hold.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A text of so many characters in this form.
    Text { min: usize, max: usize, form: Form },
    /// A number between two bounds, both in units of the last decimal allowed.
    Number { min: i64, max: i64, decimals: u32 },
    /// A number without decimals.
    Whole { min: u32, max: u32 },
}

/// The forms of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Neither double quote nor backslash.
    Plain,
    /// `dd/MM/yyyy`, from 2010 to 2029.
    Date,
    /// One or two digits, not zero.
    State,
    /// Two digits and thirteen capital letters or digits.
    Gstin,
    /// The same, or `URP`.
    GstinOrUrp,
    /// `Y` or `N`.
    YesNo,
    /// One of these, in this letter case.
    OneOf(&'static [&'static str]),
    /// One of these, in any letter case.
    OneOfAnyCase(&'static [&'static str]),
    /// A document number: see [`gst::DocumentNumber`].
    DocumentNumber,
    /// An HSN code: see [`gst::HsnCode`].
    Hsn,
    /// ASCII digits.
    Digits,
    /// ASCII letters.
    Letters,
    /// Capital ASCII letters.
    Capitals,
    /// ASCII letters and digits.
    LettersAndDigits,
    /// ASCII letters, digits, `/` and `-`.
    Reference,
    /// An e-mail address.
    Email,
}

/// One object or array of objects.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    /// NIC's name; empty for the whole document.
    pub(super) name: &'static str,
    /// What it is called where it is missing.
    pub(super) label: Label,
    /// Where a faulty member of it is; each `{}` is the number of a list's element.
    pub(super) place: Label,
    pub(super) need: Need,
    /// The leaf members, in the schema's order.
    pub(super) fields: &'static [Field],
    /// The objects and arrays inside it.
    pub(super) sections: &'static [&'static Section],
}

impl Form {
    /// Whether a text has this form. Lengths are checked before.
    pub(super) fn fits(self, text: &str) -> bool {
        let all = |fits: fn(u8) -> bool| text.bytes().all(fits);
        match self {
            Self::Plain => all(|byte| !matches!(byte, b'"' | b'\\')),
            Self::Date => is_date(text.as_bytes()),
            Self::State => all(|byte| byte.is_ascii_digit()) && !all(|byte| byte == b'0'),
            Self::Gstin => is_gstin(text),
            Self::GstinOrUrp => text == "URP" || is_gstin(text),
            Self::YesNo => matches!(text, "Y" | "N"),
            Self::OneOf(values) => values.contains(&text),
            Self::OneOfAnyCase(values) => {
                values.iter().any(|value| value.eq_ignore_ascii_case(text))
            }
            Self::DocumentNumber => gst::DocumentNumber::parse(text).is_ok(),
            Self::Hsn => gst::HsnCode::parse(text).is_ok(),
            Self::Digits => all(|byte| byte.is_ascii_digit()),
            Self::Letters => all(|byte| byte.is_ascii_alphabetic()),
            Self::Capitals => all(|byte| byte.is_ascii_uppercase()),
            Self::LettersAndDigits => all(|byte| byte.is_ascii_alphanumeric()),
            Self::Reference => {
                all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'))
            }
            Self::Email => is_email(text),
        }
    }
}

fn is_date(text: &[u8]) -> bool {
    matches!(
        text,
        [
            b'0'..=b'3',
            b'0'..=b'9',
            b'/',
            b'0'..=b'1',
            b'0'..=b'9',
            b'/',
            b'2',
            b'0',
            b'1'..=b'2',
            b'0'..=b'9',
        ]
    )
}

/// Stricter than [`gst::Gstin::parse`], which forgives spaces and lower case.
fn is_gstin(text: &str) -> bool {
    text.len() == 15
        && text
            .bytes()
            .enumerate()
            .all(|(index, byte)| byte.is_ascii_digit() || (index >= 2 && byte.is_ascii_uppercase()))
}

fn is_email(text: &str) -> bool {
    let domain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let name = |byte: u8| domain(byte) || matches!(byte, b'+' | b'_');
    match text.split_once('@') {
        Some((before, after)) => {
            !before.is_empty()
                && !after.is_empty()
                && before.bytes().all(name)
                && after.bytes().all(domain)
        }
        None => false,
    }
}

impl Kind {
    /// The least and the greatest number, for machines and sentences.
    pub(super) fn bounds(self) -> Option<(Decimal, Decimal)> {
        match self {
            Self::Text { .. } => None,
            Self::Number { min, max, decimals } => {
                Some((Decimal::new(min, decimals), Decimal::new(max, decimals)))
            }
            Self::Whole { min, max } => Some((min.into(), max.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: Form, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(form.fits(text), "{form:?} refuses {text:?}");
        }
        for text in wrong {
            assert!(!form.fits(text), "{form:?} accepts {text:?}");
        }
    }

    #[test]
    fn forms_at_their_edges() {
        check(Form::Plain, &["", "ओम & 'x'"], &["a\"b", "a\\b"]);
        check(Form::State, &["7", "07", "97"], &["0", "00", "A1", " 7"]);
        check(
            Form::Date,
            &["01/04/2010", "31/12/2029"],
            &[
                "1/4/2010",
                "01/04/2009",
                "01/04/2030",
                "01-04-2020",
                "2020/04/01",
            ],
        );
        check(
            Form::GstinOrUrp,
            &["URP", "29AAACM0000A1ZI"],
            &[
                "urp",
                "29aaacm0000a1zi",
                "29AAACM0000A1Z",
                "XXAAACM0000A1ZI",
            ],
        );
        check(Form::YesNo, &["Y", "N"], &["y", "n", "|", ""]);
        check(Form::OneOf(&["GST"]), &["GST"], &["gst"]);
        check(
            Form::OneOfAnyCase(&["INV"]),
            &["INV", "inv", "Inv"],
            &["INVX"],
        );
        check(Form::Digits, &["0123"], &["1a", "१"]);
        check(Form::Letters, &["Kgs"], &["KG1", "K|G"]);
        check(Form::Capitals, &["AE"], &["Ae"]);
        check(Form::Reference, &["a/B-1"], &["a b", "a_b"]);
        check(
            Form::Email,
            &["a@b", "a.b+c_d-e@x-y.in"],
            &["a", "@b", "a@", "a@b@c", "a b@c", "a@b_c"],
        );
    }
}
