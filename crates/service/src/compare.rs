//! In which members a registered document and one that was sent differ.

use einvoice::invoice::Invoice;
use einvoice::payload;
use gst::Decimal;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// Differences that are kept. A document of a thousand items may differ in all of them, and
/// nobody reads beyond the first screens.
pub const DIFFERENCES_MAX: usize = 100;

/// Members of the registered document that are not the sender's.
const NOT_THE_SENDERS: [&str; 4] = ["AckNo", "AckDt", "Irn", "ItemNo"];

/// A member that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// RFC 6901 pointer with NIC's member names: `/ItemList/0/IgstAmt`.
    pub pointer: String,
    /// Its value in the registered document, if it has one.
    pub stored: Option<String>,
    /// Its value in the document that was sent, if it has one.
    pub sent: Option<String>,
}

/// What differs between the canonical text of a registered document and a document that was sent,
/// in document order, at most [`DIFFERENCES_MAX`]. Numbers are compared by value, null counts as
/// absent. A text that is not JSON differs in everything.
pub fn differences(stored_json: &str, sent: &Invoice) -> Vec<Difference> {
    let stored = serde_json::from_str(stored_json).unwrap_or_default();
    // Written like the stored text, so that only content can differ; what is put in for the
    // acknowledgement is passed over.
    let sent = payload::invoice_json(sent, 0, Timestamp::UNIX_EPOCH);
    let sent = serde_json::from_str(&sent).unwrap_or_default();
    let mut comparison = Comparison::default();
    comparison.values(Some(&stored), Some(&sent));
    comparison.found
}

#[derive(Default)]
struct Comparison {
    pointer: String,
    found: Vec<Difference>,
}

impl Comparison {
    fn values(&mut self, stored: Option<&Value>, sent: Option<&Value>) {
        if self.found.len() == DIFFERENCES_MAX {
            return;
        }
        match (kind(stored), kind(sent)) {
            (Kind::Nothing, Kind::Nothing) => {}
            (Kind::Object(stored), Kind::Object(sent)) => self.objects(Some(stored), Some(sent)),
            (Kind::Object(stored), Kind::Nothing) => self.objects(Some(stored), None),
            (Kind::Nothing, Kind::Object(sent)) => self.objects(None, Some(sent)),
            (Kind::List(stored), Kind::List(sent)) => self.lists(stored, sent),
            (Kind::List(stored), Kind::Nothing) => self.lists(stored, &[]),
            (Kind::Nothing, Kind::List(sent)) => self.lists(&[], sent),
            _ => self.leaves(stored, sent),
        }
    }

    fn objects(&mut self, stored: Option<&Map<String, Value>>, sent: Option<&Map<String, Value>>) {
        for (name, stored) in stored.into_iter().flatten() {
            self.below(name, Some(stored), sent.and_then(|sent| sent.get(name)));
        }
        for (name, sent) in sent.into_iter().flatten() {
            if !stored.is_some_and(|stored| stored.contains_key(name)) {
                self.below(name, None, Some(sent));
            }
        }
    }

    fn lists(&mut self, stored: &[Value], sent: &[Value]) {
        for index in 0..stored.len().max(sent.len()) {
            self.below(&index.to_string(), stored.get(index), sent.get(index));
        }
    }

    /// Compares what stands below a name. The names are the schema's and need no escapes.
    fn below(&mut self, name: &str, stored: Option<&Value>, sent: Option<&Value>) {
        if NOT_THE_SENDERS.contains(&name) {
            return;
        }
        let outside = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(name);
        self.values(stored, sent);
        self.pointer.truncate(outside);
    }

    fn leaves(&mut self, stored: Option<&Value>, sent: Option<&Value>) {
        if equal(stored, sent) {
            return;
        }
        self.found.push(Difference {
            pointer: self.pointer.clone(),
            stored: text(stored),
            sent: text(sent),
        });
    }
}

/// What a value is, for walking down.
enum Kind<'a> {
    Nothing,
    Object(&'a Map<String, Value>),
    List(&'a [Value]),
    Leaf,
}

fn kind(value: Option<&Value>) -> Kind<'_> {
    match value {
        None | Some(Value::Null) => Kind::Nothing,
        Some(Value::Object(object)) => Kind::Object(object),
        Some(Value::Array(list)) => Kind::List(list),
        Some(_) => Kind::Leaf,
    }
}

fn equal(stored: Option<&Value>, sent: Option<&Value>) -> bool {
    match (stored, sent) {
        (Some(Value::Number(stored)), Some(Value::Number(sent))) => {
            let exact = |number: &serde_json::Number| number.as_str().parse::<Decimal>().ok();
            match (exact(stored), exact(sent)) {
                (Some(stored), Some(sent)) => stored == sent,
                _ => stored == sent,
            }
        }
        _ => stored == sent,
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use einvoice::example;
    use jiff::civil::date;

    use super::*;

    fn sample() -> Invoice {
        example::domestic_invoice(&"KA/26/1".parse().unwrap(), date(2026, 6, 9))
    }

    fn stored(invoice: &Invoice) -> String {
        payload::invoice_json(invoice, 912_610_000_000_007, Timestamp::UNIX_EPOCH)
    }

    fn changed(from: &str, to: &str) -> Vec<Difference> {
        let text = stored(&sample());
        assert!(text.contains(from), "{from} in {text}");
        differences(&text.replacen(from, to, 1), &sample())
    }

    #[test]
    fn equal_documents_differ_in_nothing() {
        assert_eq!(differences(&stored(&sample()), &sample()), []);
        let mut renumbered = sample();
        renumbered.precomputed_irn = Some("0".repeat(64));
        assert_eq!(differences(&stored(&sample()), &renumbered), []);
        assert_eq!(changed("\"ItemNo\":0", "\"ItemNo\":1"), []);
    }

    #[test]
    fn amounts_are_compared_by_value() {
        let value = sample().totals.invoice_value.to_string();
        let whole = format!("\"TotInvVal\":{value}");
        let mut longer = value.clone();
        longer.push_str(if value.contains('.') { "0" } else { ".00" });
        assert_eq!(changed(&whole, &format!("\"TotInvVal\":{longer}")), []);
        let found = changed(&whole, "\"TotInvVal\":1");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].pointer, "/ValDtls/TotInvVal");
        assert_eq!(found[0].stored.as_deref(), Some("1"));
        assert_eq!(found[0].sent, Some(value));
    }

    #[test]
    fn what_only_one_side_has_differs_and_null_is_nothing() {
        assert_eq!(changed("\"Version\":", "\"Nothing\":null,\"Version\":"), []);
        let found = changed(
            "\"Version\":",
            "\"DispDtls\":{\"Nm\":\"Depot\"},\"Version\":",
        );
        let expected = Difference {
            pointer: "/DispDtls/Nm".to_owned(),
            stored: Some("Depot".to_owned()),
            sent: None,
        };
        assert_eq!(found, [expected]);
        let mut shorter = sample();
        let dropped = shorter.items.len() - 1;
        shorter.items.pop();
        let found = differences(&stored(&sample()), &shorter);
        let below = format!("/ItemList/{dropped}/");
        assert!(
            found
                .iter()
                .all(|one| one.pointer.starts_with(&below) && one.sent.is_none())
        );
        assert!(!found.is_empty());
        let added = differences(&stored(&shorter), &sample());
        assert_eq!(added.len(), found.len());
        assert!(added.iter().all(|one| one.stored.is_none()));
    }

    #[test]
    fn as_many_differences_as_the_limit_are_kept() {
        for (items, kept) in [
            (DIFFERENCES_MAX - 1, DIFFERENCES_MAX - 1),
            (DIFFERENCES_MAX, DIFFERENCES_MAX),
            (DIFFERENCES_MAX + 1, DIFFERENCES_MAX),
        ] {
            let mut before = sample();
            before.items = vec![before.items[0].clone(); items];
            let mut after = before.clone();
            for item in &mut after.items {
                item.serial_number.push('x');
            }
            assert_eq!(differences(&stored(&before), &after).len(), kept);
        }
    }

    #[test]
    fn a_text_that_is_not_json_differs_in_everything() {
        let found = differences("{", &sample());
        assert!(found.iter().any(|one| one.pointer == "/DocDtls/No"));
    }
}
