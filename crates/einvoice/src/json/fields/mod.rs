//! The members of INV-01 version 1.1 with all that the schema says of each, section by section.
//!
//! Two limits are wider than in some copies of the schema, so that nobody is refused for a
//! difference between copies: the place of recipient, dispatch and shipment may have 100
//! characters, and the number of a preceding document may have a single character.

mod document;
mod items;
mod others;
mod parties;
mod totals;
mod transport;

use super::schema::{Field, Form, Kind, Label, Need, Section};

pub(super) use document::{DOCUMENT, ROOT, SUPPLY_TYPES, TRANSACTION};
pub(super) use items::{ATTRIBUTE, BATCH, ITEMS};
pub(super) use others::{ADDITIONAL, CONTRACT, PAYMENT, PERIOD, PRECEDING, REFERENCES};
pub(super) use parties::{BUYER, DISPATCH, EXPORT_SHIP, SELLER, SHIP};
pub(super) use totals::TOTALS;
pub(super) use transport::{BILL_REQUEST, BILL_TRANSPORT, EWAY_BILL, EXPORT};

const fn label(english: &'static str, hindi: &'static str) -> Label {
    Label { english, hindi }
}

const fn formed(
    name: &'static str,
    label: Label,
    need: Need,
    (min, max): (usize, usize),
    form: Form,
) -> Field {
    let kind = Kind::Text { min, max, form };
    Field {
        name,
        label,
        need,
        kind,
    }
}

const fn text(name: &'static str, label: Label, need: Need, length: (usize, usize)) -> Field {
    formed(name, label, need, length, Form::Plain)
}

const fn date(name: &'static str, label: Label, need: Need) -> Field {
    formed(name, label, need, (10, 10), Form::Date)
}

const fn state(name: &'static str, label: Label) -> Field {
    formed(name, label, Need::Mandatory, (1, 2), Form::State)
}

const fn yes_no(name: &'static str, label: Label, need: Need) -> Field {
    formed(name, label, need, (1, 1), Form::YesNo)
}

const fn number(
    name: &'static str,
    label: Label,
    need: Need,
    (min, max): (i64, i64),
    decimals: u32,
) -> Field {
    let kind = Kind::Number { min, max, decimals };
    Field {
        name,
        label,
        need,
        kind,
    }
}

/// Rupees on one line: up to 999999999999.99.
const fn line_amount(name: &'static str, label: Label, need: Need) -> Field {
    number(name, label, need, (0, 99_999_999_999_999), 2)
}

/// Rupees of the whole document: up to 99999999999999.98, which is the published bound.
const fn document_amount(name: &'static str, label: Label, need: Need) -> Field {
    number(name, label, need, (0, 9_999_999_999_999_998), 2)
}

/// Per cent, up to 999.999.
const fn rate(name: &'static str, label: Label, need: Need) -> Field {
    number(name, label, need, (0, 999_999), 3)
}

const fn whole(name: &'static str, label: Label, need: Need, (min, max): (u32, u32)) -> Field {
    let kind = Kind::Whole { min, max };
    Field {
        name,
        label,
        need,
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All sections under one, itself first, and whether all of them up to it are mandatory.
    fn walk(section: &'static Section, mandatory: bool, all: &mut Vec<(&'static Section, bool)>) {
        let mandatory = mandatory && section.need == Need::Mandatory;
        all.push((section, mandatory));
        for inner in section.sections {
            walk(inner, mandatory, all);
        }
    }

    fn sections() -> Vec<(&'static Section, bool)> {
        let mut all = Vec::new();
        walk(&ROOT, true, &mut all);
        all
    }

    #[test]
    fn schema_has_132_members() {
        let members: usize = sections().iter().map(|(found, _)| found.fields.len()).sum();
        assert_eq!(members, 132);
        assert_eq!(sections().len(), 19);
    }

    #[test]
    fn of_which_28_are_always_mandatory() {
        let mandatory = sections()
            .into_iter()
            .filter(|(_, mandatory)| *mandatory)
            .flat_map(|(section, _)| section.fields)
            .filter(|field| field.need == Need::Mandatory);
        assert_eq!(mandatory.count(), 28);
    }

    #[test]
    fn every_bound_and_label_makes_sense() {
        for (section, _) in sections() {
            let mut names = Vec::new();
            for field in section.fields {
                assert!(!names.contains(&field.name), "{} twice", field.name);
                names.push(field.name);
                assert!(!field.label.english.is_empty() && !field.label.hindi.is_empty());
                if let Kind::Text { min, max, .. } = field.kind {
                    assert!(min <= max, "{}", field.name);
                } else {
                    let (min, max) = field.kind.bounds().unwrap_or_default();
                    assert!(min < max, "{}", field.name);
                }
            }
            assert!(!section.place.hindi.is_ascii());
            let holes = |text: &str| text.matches("{}").count();
            assert_eq!(holes(section.place.english), holes(section.place.hindi));
        }
    }
}
