//! A JSON value that is still the text it came as.
//!
//! A document of a thousand items has thirty thousand members, most of which are numbers and
//! short texts. Building a tree of them takes longer than everything else that is done with the
//! document, so a section is taken apart only when it is read, and nothing is copied before.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// One value, known to be JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'v>(&'v str);

/// What kind of value it is: its first letter tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Null,
    Truth,
    Number,
    Text,
    List,
    Object,
}

impl<'v> Raw<'v> {
    /// Checks that the bytes are one JSON value and nothing else.
    pub(super) fn read(json: &'v [u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json).map(Self::of)
    }

    fn of(value: &'v RawValue) -> Self {
        Self(value.get())
    }

    pub(super) fn shape(self) -> Shape {
        match self.0.as_bytes().first() {
            Some(b'n') => Shape::Null,
            Some(b't' | b'f') => Shape::Truth,
            Some(b'"') => Shape::Text,
            Some(b'[') => Shape::List,
            Some(b'{') => Shape::Object,
            _ => Shape::Number,
        }
    }

    pub(super) fn is_null(self) -> bool {
        self.shape() == Shape::Null
    }

    /// As it was written, with its quotes if it has any.
    pub(super) fn as_written(self) -> &'v str {
        self.0
    }

    /// What stands between the quotes. `None` for anything but a text, and for a text with half
    /// of a surrogate pair in it, which no Unicode text can hold.
    pub(super) fn text(self) -> Option<Cow<'v, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') {
            serde_json::from_str(self.0).ok().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(inner))
        }
    }

    /// Goes through an object. `false` when it is none, or a name in it cannot be read.
    pub(super) fn each_member(self, each: impl FnMut(&str, Raw<'v>)) -> bool {
        serde_json::Deserializer::from_str(self.0)
            .deserialize_map(Members(each))
            .is_ok()
    }

    /// The elements of a list, `None` when it is none.
    pub(super) fn elements(self) -> Option<Vec<Self>> {
        let elements: Vec<&RawValue> = serde_json::from_str(self.0).ok()?;
        Some(elements.into_iter().map(Self::of).collect())
    }
}

struct Members<F>(F);

impl<'v, F: FnMut(&str, Raw<'v>)> Visitor<'v> for Members<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'v>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some((Name(name), value)) = members.next_entry()? {
            (self.0)(&name, Raw::of(value));
        }
        Ok(())
    }
}

/// A member's name, copied only if it was written with escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Name<'v>(#[serde(borrow)] Cow<'v, str>);

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Raw<'_> {
        Raw::read(json.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_first_letter_tells() {
        for (json, shape) in [
            ("null", Shape::Null),
            (" true ", Shape::Truth),
            ("false", Shape::Truth),
            ("-1.50e3", Shape::Number),
            ("\"\"", Shape::Text),
            ("[1]", Shape::List),
            ("\n{}", Shape::Object),
        ] {
            assert_eq!(raw(json).shape(), shape, "{json}");
        }
        assert_eq!(raw(" 100.00 ").as_written(), "100.00");
    }

    #[test]
    fn texts_are_read_with_and_without_escapes() {
        assert!(matches!(raw("\"क\"").text(), Some(Cow::Borrowed("क"))));
        assert_eq!(raw(r#""a\u0915\"\n""#).text().as_deref(), Some("aक\"\n"));
        assert_eq!(raw(r#""\\""#).text().as_deref(), Some("\\"));
        assert_eq!(raw(r#""\ud800""#).text(), None);
        assert_eq!(raw("7").text(), None);
    }

    #[test]
    fn members_come_in_their_order_and_as_often_as_written() {
        let mut members = Vec::new();
        let object = raw(r#"{"a": 1.0, "\u0062": {"c": []}, "a": null}"#);
        let read = object.each_member(|name, value| {
            members.push((name.to_owned(), value.as_written().to_owned()));
        });
        assert!(read);
        let expected = [("a", "1.0"), ("b", r#"{"c": []}"#), ("a", "null")];
        assert_eq!(
            members,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert!(!raw(r#"{"\ud800": 1}"#).each_member(|_, _| ()));
        assert!(!raw("[]").each_member(|_, _| ()));
    }

    #[test]
    fn elements_of_a_list() {
        let list = raw("[1, [2], null]");
        let texts: Vec<_> = list.elements().unwrap_or_default();
        let texts: Vec<_> = texts.into_iter().map(Raw::as_written).collect();
        assert_eq!(texts, ["1", "[2]", "null"]);
        assert!(raw("{}").elements().is_none());
    }

    #[test]
    fn what_is_not_one_value_is_refused() {
        for json in ["", "{", "{} {}", "[1,]", "{\"a\" 1}", "nul"] {
            assert!(Raw::read(json.as_bytes()).is_err(), "{json}");
        }
        assert!(Raw::read(b"\"\xFF\"").is_err());
    }
}
