//! The query of a look-up, read the way clients write it.

use percent_encoding::percent_decode_str;

/// The members of a query. Names have no letter case, and slashes in dates and document numbers
/// may come escaped or as they are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands after the `?`.
    pub(crate) fn of(text: Option<&str>) -> Self {
        let pairs = text.unwrap_or_default().split('&');
        let pairs = pairs.filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name).to_ascii_lowercase(), decoded(value))
        });
        Self(pairs.collect())
    }

    /// The first value that is not empty under any of these names (given in lower case).
    pub(crate) fn get(&self, names: &[&str]) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, value)| names.contains(&name.as_str()) && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }
}

/// Undoes what a form's encoding does. No value that is looked up may hold a plus sign.
fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_may_be_raw_or_escaped() {
        for text in [
            "doctype=INV&docnum=A/1&docdate=01/04/2026",
            "DocType=INV&DOCNO=A%2F1&docDate=01%2f04%2F2026",
            "&docdate=01/04/2026&&doctype=+INV&docnum=&docno=A/1",
        ] {
            let query = Query::of(Some(text));
            assert_eq!(query.get(&["doctype"]), Some("INV"), "{text}");
            assert_eq!(query.get(&["docnum", "docno"]), Some("A/1"), "{text}");
            assert_eq!(query.get(&["docdate"]), Some("01/04/2026"), "{text}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_there() {
        assert_eq!(Query::of(None).get(&["date"]), None);
        assert_eq!(Query::of(Some("date")).get(&["date"]), None);
        assert_eq!(Query::of(Some("date=%20")).get(&["date"]), None);
    }
}
