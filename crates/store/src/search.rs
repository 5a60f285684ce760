//! What a supplier typed into the search box of its documents, the same for every engine.

use einvoice::Irn;

/// What to look for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Search {
    /// Nothing was typed.
    All,
    /// A whole IRN, which has an index of its own.
    Irn(Irn),
    /// Part of a document number or of a recipient.
    Text {
        /// The pattern for `LIKE`, escaped by `\`.
        pattern: String,
        /// The text as a number, should it be an acknowledgement number.
        whole: Option<i64>,
    },
}

impl Search {
    /// Reads the box.
    pub(crate) fn of(text: Option<&str>) -> Self {
        let text = text.map_or("", str::trim);
        if text.is_empty() {
            return Self::All;
        }
        match text.to_ascii_lowercase().parse() {
            Ok(irn) => Self::Irn(irn),
            Err(_) => Self::Text {
                pattern: containing(text),
                whole: text.parse().ok(),
            },
        }
    }
}

/// The pattern for "contains this text": its own wildcards mean themselves.
fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_in_a_text_mean_themselves() {
        assert_eq!(containing(r"50%_\a"), r"%50\%\_\\a%");
    }

    #[test]
    fn a_whole_irn_is_no_text() {
        let irn = Irn::from_bytes([0xAB; 32]);
        assert_eq!(
            Search::of(Some(&irn.to_string().to_uppercase())),
            Search::Irn(irn)
        );
        assert_eq!(Search::of(Some("  ")), Search::All);
        assert_eq!(Search::of(None), Search::All);
        let number = Search::Text {
            pattern: "%17%".to_owned(),
            whole: Some(17),
        };
        assert_eq!(Search::of(Some(" 17 ")), number);
    }
}
