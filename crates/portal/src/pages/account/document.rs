//! A document for reading: every member of its signed text under a label, in the order of a
//! printed invoice.

use serde_json::{Map, Value};

use super::fields::{self, Field, Form, Section, plain};
use crate::shell::Shell;

/// A label and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) code: bool,
}

/// Facts under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) title: String,
    pub(super) facts: Vec<Fact>,
}

/// A line of the table of items. What has no column of its own stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ItemRow {
    pub(super) serial: String,
    pub(super) description: String,
    pub(super) hsn: String,
    pub(super) quantity: String,
    pub(super) unit_price: String,
    pub(super) discount: String,
    pub(super) taxable_value: String,
    pub(super) gst_rate: String,
    pub(super) total: String,
    pub(super) more: Vec<Fact>,
}

/// A document for reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocumentView {
    /// Acknowledgement and IRN.
    pub(super) registration: Vec<Fact>,
    /// Transaction and document.
    pub(super) transaction: Vec<Fact>,
    pub(super) parties: Vec<Block>,
    pub(super) items: Vec<ItemRow>,
    pub(super) totals: Vec<Fact>,
    /// Payment, references, export, transport, and whatever else there is.
    pub(super) others: Vec<Block>,
}

/// Members of an item that have a column.
const COLUMNS: [&str; 9] = [
    "SlNo",
    "PrdDesc",
    "HsnCd",
    "Qty",
    "Unit",
    "UnitPrice",
    "AssAmt",
    "GstRt",
    "TotItemVal",
];

/// NIC's own counter, which says nothing.
const ITEM_COUNTER: &str = "ItemNo";

impl DocumentView {
    /// Of the text that is signed. `None` when it is not an object.
    pub(super) fn of(signed: &Value, shell: &Shell) -> Option<Self> {
        let document = signed.as_object()?;
        let mut transaction = facts(&fields::TRANSACTION, section(document, "TranDtls"), shell);
        transaction.extend(facts(
            &fields::DOCUMENT,
            section(document, "DocDtls"),
            shell,
        ));
        transaction.extend(known(fields::ROOT.fields, Some(document), shell));
        let parties = [
            &fields::SELLER,
            &fields::BUYER,
            &fields::DISPATCH,
            &fields::SHIP,
        ];
        let others = [
            &fields::PAYMENT,
            &fields::REFERENCES,
            &fields::ADDITIONAL,
            &fields::EXPORT,
            &fields::EWAY_BILL,
        ];
        let items = document.get("ItemList").and_then(Value::as_array);
        Some(Self {
            registration: known(fields::REGISTRATION.fields, Some(document), shell),
            transaction,
            parties: blocks_of(&parties, document, shell),
            items: items
                .into_iter()
                .flatten()
                .filter_map(Value::as_object)
                .map(|item| item_row(item, shell))
                .collect(),
            totals: facts(&fields::TOTALS, section(document, "ValDtls"), shell),
            others: blocks_of(&others, document, shell),
        })
    }
}

/// The content of a signed QR code.
pub(super) fn qr_facts(signed: &Value, shell: &Shell) -> Vec<Fact> {
    facts(&fields::QR_CODE, signed.as_object(), shell)
}

fn section<'a>(document: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    document.get(name).and_then(Value::as_object)
}

fn blocks_of(sections: &[&Section], document: &Map<String, Value>, shell: &Shell) -> Vec<Block> {
    let mut blocks = Vec::new();
    for section in sections {
        if let Some(value) = document.get(section.name) {
            add_blocks(section, value, shell, &mut blocks);
        }
    }
    blocks
}

/// A block for an object, one for each element of a list, and one for each section inside.
fn add_blocks(section: &Section, value: &Value, shell: &Shell, blocks: &mut Vec<Block>) {
    let elements = match value {
        Value::Array(elements) => elements.as_slice(),
        one => std::slice::from_ref(one),
    };
    for (index, element) in elements.iter().enumerate() {
        let object = element.as_object();
        let title = shell.t(section.title);
        let title = if elements.len() > 1 {
            format!("{title} {}", index + 1)
        } else {
            title
        };
        let facts = facts(section, object, shell);
        if !facts.is_empty() {
            blocks.push(Block { title, facts });
        }
        for inner in section.sections {
            if let Some(value) = object.and_then(|object| object.get(inner.name)) {
                add_blocks(inner, value, shell, blocks);
            }
        }
    }
}

/// All members of an object except the sections inside it: those with a label in their order,
/// then any others under NIC's names.
fn facts(section: &Section, object: Option<&Map<String, Value>>, shell: &Shell) -> Vec<Fact> {
    let mut facts = known(section.fields, object, shell);
    let has_place = |name: &str| {
        name == ITEM_COUNTER
            || section.fields.iter().any(|field| field.name == name)
            || section.sections.iter().any(|inner| inner.name == name)
    };
    for (name, value) in object.into_iter().flatten() {
        if !has_place(name) && !value.is_null() {
            facts.push(Fact {
                label: name.clone(),
                value: plain(value),
                code: true,
            });
        }
    }
    facts
}

fn known(fields: &[Field], object: Option<&Map<String, Value>>, shell: &Shell) -> Vec<Fact> {
    let Some(object) = object else {
        return Vec::new();
    };
    fields
        .iter()
        .filter_map(|field| {
            let value = object.get(field.name).filter(|value| !value.is_null())?;
            Some(Fact {
                label: shell.t(field.label),
                value: field.form.show(value, shell),
                code: field.form == Form::Code,
            })
        })
        .collect()
}

fn item_row(item: &Map<String, Value>, shell: &Shell) -> ItemRow {
    let show = |name: &str, form: Form| {
        item.get(name)
            .filter(|value| !value.is_null())
            .map(|value| form.show(value, shell))
            .unwrap_or_default()
    };
    let mut rest = item.clone();
    rest.retain(|name, _| !COLUMNS.contains(&name.as_str()) && name != "Discount");
    let mut more = facts(&fields::ITEM, Some(&rest), shell);
    for inner in fields::ITEM.sections {
        let mut blocks = Vec::new();
        if let Some(value) = item.get(inner.name) {
            add_blocks(inner, value, shell, &mut blocks);
        }
        for block in blocks {
            more.extend(block.facts.into_iter().map(|fact| Fact {
                label: format!("{}: {}", block.title, fact.label),
                ..fact
            }));
        }
    }
    ItemRow {
        serial: show("SlNo", Form::Text),
        description: show("PrdDesc", Form::Text),
        hsn: show("HsnCd", Form::Text),
        quantity: format!("{} {}", show("Qty", Form::Number), show("Unit", Form::Text))
            .trim()
            .to_owned(),
        unit_price: show("UnitPrice", Form::Number),
        discount: show("Discount", Form::Number),
        taxable_value: show("AssAmt", Form::Number),
        gst_rate: show("GstRt", Form::Number),
        total: show("TotItemVal", Form::Number),
        more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use einvoice::catalogue::Language;

    fn full() -> Value {
        let path = "../einvoice/src/json/full_request.json";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = std::fs::read_to_string(path).expect("the document with every member");
        serde_json::from_str(&text).expect("JSON")
    }

    fn all_facts(view: &DocumentView) -> Vec<&Fact> {
        let blocks = view
            .parties
            .iter()
            .chain(&view.others)
            .flat_map(|block| &block.facts);
        let items = view.items.iter().flat_map(|item| &item.more);
        view.registration
            .iter()
            .chain(&view.transaction)
            .chain(&view.totals)
            .chain(blocks)
            .chain(items)
            .collect()
    }

    fn leaves(value: &Value) -> usize {
        match value {
            Value::Object(members) => members.values().map(leaves).sum(),
            Value::Array(elements) => elements.iter().map(leaves).sum(),
            _ => 1,
        }
    }

    #[test]
    fn every_member_of_the_fullest_document_is_shown_once() {
        let document = full();
        for language in Language::ALL {
            let shell = Shell::sample(language, None);
            let view = DocumentView::of(&document, &shell).expect("an object");
            // Ten members of the one item stand in columns.
            assert_eq!(all_facts(&view).len() + 10, leaves(&document));
            assert_eq!(leaves(&document), 132);
        }
    }

    #[test]
    fn members_that_nobody_knows_are_shown_under_their_own_names() {
        let document = serde_json::json!({ "SellerDtls": { "Gstin": "x", "New": [1] } });
        let shell = Shell::sample(Language::English, None);
        let view = DocumentView::of(&document, &shell).expect("an object");
        let fact = &view.parties[0].facts[1];
        assert_eq!((fact.label.as_str(), fact.value.as_str()), ("New", "[1]"));
        assert_eq!(DocumentView::of(&Value::Null, &shell), None);
    }
}
