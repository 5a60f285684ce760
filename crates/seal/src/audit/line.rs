//! One line of the audit log.

use aws_lc_rs::digest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Longest line, its end counted. What would be longer is cut in its values.
pub const LINE_BYTES_MAX: usize = 8 * 1024;

/// Longest text of one value.
const VALUE_CHARS_MAX: usize = 256;

/// Most values of one event.
const VALUES_MAX: usize = 16;

/// What an event is about: names and values, without personal data.
pub type About = Map<String, Value>;

/// The hash of a line without its end.
pub(super) type Hash = [u8; 32];

/// What stands before the first line of a chain.
pub(super) const NO_LINE: Hash = [0; 32];

/// One line. The order of the members is the order in the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    pub(super) node: String,
    pub(super) event: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(super) about: About,
    pub(super) prev: String,
}

/// The event of a signed statement about the chain so far.
pub(super) const CHECKPOINT: &str = "checkpoint";
/// The event with which a process begins to write.
pub(super) const STARTED: &str = "audit log opened";
/// The event with which it ends.
pub(super) const STOPPED: &str = "audit log closed";
/// The event that tells of lines which could not be written.
pub(super) const MENDED: &str = "audit log mended";

impl Line {
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a line has only texts as names")
    }
}

pub(super) fn hash(line: &str) -> Hash {
    let mut hash = NO_LINE;
    hash.copy_from_slice(digest::digest(&digest::SHA256, line.as_bytes()).as_ref());
    hash
}

/// What a checkpoint signs. It has spaces and line ends in it, so that it can never be taken for
/// the signing input of a token, which is signed with the same key.
pub(super) fn statement(node: &str, seq: u64, head: &Hash) -> String {
    format!(
        "mohar audit checkpoint\nnode {node}\nline {seq}\nsha256 {}\n",
        hex::encode(head)
    )
}

/// Cuts what an event is about to what a line has room for.
pub(super) fn fitting(about: About) -> About {
    let shorten = |value: Value| match value {
        Value::String(text) if text.chars().count() > VALUE_CHARS_MAX => {
            let cut: String = text.chars().take(VALUE_CHARS_MAX).collect();
            Value::String(cut + "…")
        }
        value => value,
    };
    about
        .into_iter()
        .take(VALUES_MAX)
        .map(|(name, value)| (name, shorten(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_is_frozen() {
        let line = Line {
            seq: 7,
            at: "2026-01-02T03:04:05.678Z".parse().unwrap(),
            node: "one".into(),
            event: "signing".into(),
            about: Map::from_iter([("ack_number".into(), 112_610_000_000_001_u64.into())]),
            prev: hex::encode(NO_LINE),
        };
        let zeros = "0".repeat(64);
        assert_eq!(
            line.to_text(),
            format!(
                r#"{{"seq":7,"at":"2026-01-02T03:04:05.678Z","node":"one","event":"signing","about":{{"ack_number":112610000000001}},"prev":"{zeros}"}}"#
            )
        );
        assert!(statement("one", 7, &NO_LINE).contains(' '));
    }

    #[test]
    fn what_an_event_is_about_is_cut() {
        let text = "\u{1F600}\u{7}".repeat(10_000);
        let about: About = (0..100)
            .map(|number| (format!("name_number_{number}"), Value::String(text.clone())))
            .collect();
        let about = fitting(about);
        assert_eq!(about.len(), VALUES_MAX);
        let text = |length: usize| About::from_iter([("a".to_owned(), "x".repeat(length).into())]);
        assert_eq!(fitting(text(VALUE_CHARS_MAX)), text(VALUE_CHARS_MAX));
        let cut = fitting(text(VALUE_CHARS_MAX + 1));
        assert_eq!(cut["a"], format!("{}…", "x".repeat(VALUE_CHARS_MAX)));
    }
}
