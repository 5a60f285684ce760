//! What a document calls itself, for the headings of results.

use einvoice::DocumentType;
use serde_json::Value;

/// Longest number and date that are repeated from a document.
const REPEATED_CHARACTERS_MAX: usize = 40;

/// Characters of an IRN; no more is repeated.
const IRN_CHARACTERS: usize = 64;

/// What a document calls itself, as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) kind: Option<DocumentType>,
    pub(crate) number: String,
    pub(crate) date: String,
}

impl Described {
    /// Of a document. Member names in any letter case, as the reader takes them.
    pub(super) fn of(document: &Value) -> Self {
        let details = member(document, "DocDtls");
        let text = |name: &str| {
            let value = details.and_then(|details| member(details, name));
            let text = value.and_then(Value::as_str).unwrap_or_default();
            text.chars()
                .take(REPEATED_CHARACTERS_MAX)
                .collect::<String>()
        };
        Self {
            kind: DocumentType::from_code(&text("Typ")),
            number: text("No"),
            date: text("Dt"),
        }
    }
}

/// The IRN that a request for an e-way bill names, as it was written.
pub(super) fn irn_of(request: &str) -> String {
    let request: Value = serde_json::from_str(request).unwrap_or_default();
    let irn = member(&request, "Irn").and_then(Value::as_str);
    irn.unwrap_or_default()
        .chars()
        .take(IRN_CHARACTERS)
        .collect()
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    members
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_is_described_as_far_as_it_can_be_read() {
        let document = json!({"docdtls": {"TYP": "crn", "no": "C/1", "dt": "01/06/2026"}});
        let described = Described::of(&document);
        assert_eq!(described.kind, Some(DocumentType::CreditNote));
        assert_eq!(
            (described.number.as_str(), described.date.as_str()),
            ("C/1", "01/06/2026")
        );
        let irn = "5a".repeat(32);
        assert_eq!(irn_of(&format!("{{\"IRN\": \"{irn}x\"}}")), irn);
        assert_eq!(irn_of("[7]") + &irn_of("{") + &irn_of("{\"Irn\": 7}"), "");
        assert_eq!(Described::of(&json!([1])), Described::default());
        let text = |characters: usize| {
            let number = "x".repeat(characters);
            Described::of(&json!({"DocDtls": {"No": number, "Dt": 7}})).number
        };
        for characters in [REPEATED_CHARACTERS_MAX, REPEATED_CHARACTERS_MAX + 1] {
            assert_eq!(text(characters).len(), REPEATED_CHARACTERS_MAX);
        }
    }
}
