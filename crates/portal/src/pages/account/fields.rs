//! What the members of INV-01 are called on a page, and in which form they are shown.

mod head;
mod items;
mod others;
mod parties;

pub(crate) use head::{DOCUMENT, QR_CODE, REGISTRATION, ROOT, TRANSACTION};
pub(crate) use items::{ITEM, TOTALS};
pub(crate) use others::{ADDITIONAL, EWAY_BILL, EXPORT, PAYMENT, REFERENCES};
pub(crate) use parties::{BUYER, DISPATCH, SELLER, SHIP};

use gst::{Decimal, StateCode, ist};
use serde_json::Value;

use crate::shell::Shell;
use einvoice::catalogue::Language;

/// How a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is.
    Text,
    /// As it is, in letters of one width: GSTINs and the like.
    Code,
    /// A number with its digits grouped.
    Number,
    /// Rupees.
    Money,
    /// A moment in Indian time, `2026-11-22 15:29:14`, with its date as people write it.
    Moment,
    /// `Y` and `N` as words.
    YesNo,
    /// A state's code with its name.
    State,
    /// A supply type's code with its meaning.
    Supply,
    /// A document type as a word.
    Kind,
    /// A mode of transport as a word.
    Mode,
    /// A vehicle type as a word.
    Vehicle,
}

/// One member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// NIC's name.
    pub(crate) name: &'static str,
    /// The key of its label.
    pub(crate) label: &'static str,
    pub(crate) form: Form,
}

/// An object of members, or a list of such objects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// NIC's name; empty for the document itself.
    pub(crate) name: &'static str,
    /// The key of its heading.
    pub(crate) title: &'static str,
    pub(crate) fields: &'static [Field],
    /// Sections inside it.
    pub(crate) sections: &'static [&'static Section],
}

const fn field(name: &'static str, label: &'static str, form: Form) -> Field {
    Field { name, label, form }
}

impl Form {
    /// A value as a reader sees it. What is not as expected is shown as it is: on the page that
    /// verifies, anything may come.
    pub(crate) fn show(self, value: &Value, shell: &Shell) -> String {
        let text = plain(value);
        match self {
            Self::Text | Self::Code => text,
            Self::Number => grouped(&text).unwrap_or(text),
            Self::Money => grouped(&text).map_or(text, |amount| format!("₹ {amount}")),
            Self::Moment => moment(&text).unwrap_or(text),
            Self::YesNo => word(&text, shell, yes_no),
            Self::State => state(&text, shell).unwrap_or(text),
            Self::Supply => explained(&text, shell),
            Self::Kind => word(&text, shell, kind),
            Self::Mode => word(&text, shell, mode),
            Self::Vehicle => word(&text, shell, vehicle),
        }
    }
}

/// A value without quotes; objects and lists as JSON.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn grouped(text: &str) -> Option<String> {
    let number = Decimal::from_str_exact(text).ok()?;
    Some(ist::indian_grouping(&number))
}

fn moment(text: &str) -> Option<String> {
    let at = ist::parse_date_time(text)?;
    let date = ist::slash_date(ist::date(at));
    Some(format!("{date} {}", text.get(11..)?))
}

fn word(text: &str, shell: &Shell, key: fn(&str) -> Option<&'static str>) -> String {
    let upper = text.to_ascii_uppercase();
    key(&upper).map_or_else(|| text.to_owned(), |key| shell.t(key))
}

fn explained(text: &str, shell: &Shell) -> String {
    let upper = text.to_ascii_uppercase();
    match supply(&upper) {
        Some(key) => format!("{text} – {}", shell.t(key)),
        None => text.to_owned(),
    }
}

fn state(text: &str, shell: &Shell) -> Option<String> {
    let state = StateCode::parse(text).ok()?;
    let name = match shell.language {
        Language::English => state.english_name(),
        Language::Hindi => state.hindi_name(),
    };
    Some(format!("{text} – {name}"))
}

fn yes_no(code: &str) -> Option<&'static str> {
    match code {
        "Y" => Some("word-yes"),
        "N" => Some("word-no"),
        _ => None,
    }
}

fn kind(code: &str) -> Option<&'static str> {
    match code {
        "INV" => Some("kind-invoice"),
        "CRN" => Some("kind-credit-note"),
        "DBN" => Some("kind-debit-note"),
        _ => None,
    }
}

fn supply(code: &str) -> Option<&'static str> {
    match code {
        "B2B" => Some("supply-b2b"),
        "SEZWP" => Some("supply-sez-with"),
        "SEZWOP" => Some("supply-sez-without"),
        "EXPWP" => Some("supply-export-with"),
        "EXPWOP" => Some("supply-export-without"),
        "DEXP" => Some("supply-deemed-export"),
        _ => None,
    }
}

fn mode(code: &str) -> Option<&'static str> {
    match code {
        "1" => Some("transport-road"),
        "2" => Some("transport-rail"),
        "3" => Some("transport-air"),
        "4" => Some("transport-ship"),
        _ => None,
    }
}

fn vehicle(code: &str) -> Option<&'static str> {
    match code {
        "O" => Some("vehicle-oversize"),
        "R" => Some("vehicle-regular"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(form: Form, value: &Value, language: Language) -> String {
        form.show(value, &Shell::sample(language, None))
    }

    #[test]
    fn values_are_shown_as_people_write_them() {
        let amount: Value = serde_json::from_str("1234567.50").expect("a number");
        assert_eq!(
            shown(Form::Money, &amount, Language::English),
            "₹ 12,34,567.50"
        );
        let moment = Value::from("2026-11-22 15:29:14");
        assert_eq!(
            shown(Form::Moment, &moment, Language::Hindi),
            "22/11/2026 15:29:14"
        );
        let seven = Value::from("7");
        assert_eq!(shown(Form::State, &seven, Language::English), "7 – Delhi");
        assert!(shown(Form::Supply, &Value::from("b2b"), Language::Hindi).starts_with("b2b – "));
    }

    #[test]
    fn what_is_not_as_expected_is_shown_as_it_is() {
        for form in [
            Form::Money,
            Form::Moment,
            Form::YesNo,
            Form::State,
            Form::Supply,
            Form::Kind,
            Form::Mode,
        ] {
            let odd = Value::from("<odd>");
            assert_eq!(shown(form, &odd, Language::English), "<odd>");
            assert_eq!(shown(form, &Value::Null, Language::English), "null");
        }
    }

    #[test]
    fn all_132_members_have_a_label() {
        let all = [
            &ROOT,
            &TRANSACTION,
            &DOCUMENT,
            &SELLER,
            &BUYER,
            &DISPATCH,
            &SHIP,
            &ITEM,
            &TOTALS,
            &PAYMENT,
            &REFERENCES,
            &ADDITIONAL,
            &EXPORT,
            &EWAY_BILL,
        ];
        let count = |section: &Section| section.fields.len();
        let members: usize = all
            .iter()
            .map(|section| {
                count(section)
                    + section
                        .sections
                        .iter()
                        .map(|inner| count(inner))
                        .sum::<usize>()
            })
            .sum();
        // The 132nd is the IRN, which stands with the acknowledgement.
        assert_eq!(members, 131);
    }
}
