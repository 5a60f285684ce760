//! Texts with places in braces, and how a value is written so that it stays a value:
//! percent-encoded in an address or a form, escaped in JSON and XML.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but what RFC 3986 lets stand anywhere.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Most values of a message that a template can name one by one.
pub const VALUES_MAX: usize = 4;

/// What can stand in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The recipient's number.
    To,
    /// The text.
    Text,
    /// The DLT id of the message's template.
    TemplateId,
    /// The DLT id of the portal's operator.
    EntityId,
    /// The DLT header, which phones show as the sender.
    Header,
    /// Who the portal is at the gateway.
    User,
    /// The secret that proves it.
    Secret,
    /// The outbox's number of the message, which the gateway may tell doubles by.
    Id,
    /// A value of the text, counted from 0.
    Value(usize),
}

impl Place {
    /// All names, for whoever misspelt one.
    pub(super) const NAMES: &str = "{to}, {text}, {template_id}, {entity_id}, {header}, {user}, \
                                    {secret}, {id} and {value_1} to {value_4}";

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "to" => Self::To,
            "text" => Self::Text,
            "template_id" => Self::TemplateId,
            "entity_id" => Self::EntityId,
            "header" => Self::Header,
            "user" => Self::User,
            "secret" => Self::Secret,
            "id" => Self::Id,
            _ => {
                let number = name.strip_prefix("value_")?.parse::<usize>().ok()?;
                (1..=VALUES_MAX)
                    .contains(&number)
                    .then(|| Self::Value(number - 1))?
            }
        })
    }

    /// Whether it is the same in every message.
    pub(super) fn is_fixed(self) -> bool {
        matches!(
            self,
            Self::EntityId | Self::Header | Self::User | Self::Secret
        )
    }
}

/// Where a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// In an address or a form.
    Percent,
    /// In a text of JSON, between the quotes.
    Json,
    /// In XML, as text or in an attribute.
    Xml,
    /// As it is.
    Plain,
}

impl Writing {
    fn write(self, value: &str, into: &mut String) {
        match self {
            // Writing into a String cannot fail, here and below.
            Self::Percent => {
                let _ = write!(into, "{}", utf8_percent_encode(value, ENCODED));
            }
            Self::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                let inner = quoted
                    .strip_prefix('"')
                    .and_then(|rest| rest.strip_suffix('"'));
                into.push_str(inner.unwrap_or_default());
            }
            Self::Xml => {
                for sign in value.chars() {
                    match sign {
                        '&' => into.push_str("&amp;"),
                        '<' => into.push_str("&lt;"),
                        '>' => into.push_str("&gt;"),
                        '"' => into.push_str("&quot;"),
                        '\'' => into.push_str("&apos;"),
                        sign => into.push(sign),
                    }
                }
            }
            Self::Plain => into.push_str(value),
        }
    }
}

/// A text with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
    writing: Writing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Place(Place),
}

impl Template {
    /// Reads a text. A brace that no name follows is a brace, as JSON has many.
    ///
    /// # Errors
    /// The name that there is no place for.
    pub(super) fn parse(text: &str, writing: Writing) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| is_name(name));
            if let Some((name, after)) = name {
                let place = Place::named(name).ok_or_else(|| name.to_owned())?;
                pieces.push(Piece::Words(std::mem::take(&mut words)));
                pieces.push(Piece::Place(place));
                rest = after;
            } else {
                words.push('{');
                rest = after;
            }
        }
        words.push_str(rest);
        pieces.push(Piece::Words(words));
        Ok(Self { pieces, writing })
    }

    /// The places that it has.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Words(_) => None,
            Piece::Place(place) => Some(*place),
        })
    }

    /// The words before its first place.
    pub(super) fn beginning(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Words(words)) => words,
            _ => "",
        }
    }

    /// Fills it.
    pub(super) fn fill<'a>(&self, value: impl Fn(Place) -> &'a str) -> String {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Place(place) => self.writing.write(value(*place), &mut filled),
            }
        }
        filled
    }
}

/// Whether something between braces is meant to be a place.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn filled(text: &str, writing: Writing) -> String {
        Template::parse(text, writing)
            .unwrap()
            .fill(|place| match place {
                Place::To => "919999912345",
                Place::Text => "1 & \"2\"\\ <é>{to}\n",
                Place::Value(1) => "second",
                _ => "",
            })
    }

    #[test]
    fn a_value_stays_a_value_wherever_it_is_written() {
        for (template, writing, wanted) in [
            (
                "a={to}&b={text}",
                Writing::Percent,
                "a=919999912345&b=1%20%26%20%222%22%5C%20%3C%C3%A9%3E%7Bto%7D%0A",
            ),
            (
                r#"{"to":{"n":"{to}"},"t":"{text}","v":["{value_2}"]}"#,
                Writing::Json,
                r#"{"to":{"n":"919999912345"},"t":"1 & \"2\"\\ <é>{to}\n","v":["second"]}"#,
            ),
            (
                "<m to='{to}'>{text}</m>",
                Writing::Xml,
                "<m to='919999912345'>1 &amp; &quot;2&quot;\\ &lt;é&gt;{to}\n</m>",
            ),
            ("Key {to}{value_1}", Writing::Plain, "Key 919999912345"),
            ("{} {TO} { to} {", Writing::Plain, "{} {TO} { to} {"),
        ] {
            assert_eq!(filled(template, writing), wanted);
        }
    }

    #[test]
    fn names_that_are_no_places_are_told() {
        for name in ["tot", "value_0", "value_5", "value_", "template"] {
            let parsed = Template::parse(&format!("x{{{name}}}"), Writing::Plain);
            assert_eq!(parsed.unwrap_err(), name);
        }
        for name in Place::NAMES.split(['{', '}']).skip(1).step_by(2) {
            assert!(
                Template::parse(&format!("{{{name}}}"), Writing::Plain).is_ok(),
                "{name}"
            );
        }
    }
}
