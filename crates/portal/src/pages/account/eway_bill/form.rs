//! The form for an e-way bill: what was sent, the request that it makes, where findings belong,
//! and how it is drawn.

use einvoice::catalogue::{Kind, Language};
use einvoice::finding::Finding;
use serde_json::{Map, Value};

use super::fields::{DISTANCE, Field, GROUPS, Group, Input, Shown, groups};
use super::view::{mode_word, state_word, vehicle_word};
use crate::form::{Faults, Form};
use crate::shell::Shell;
use einvoice::invoice::{TransportMode, VehicleType};
use gst::StateCode;

/// Where the request names the document.
const IRN: &str = "Irn";

/// What was sent: of every field its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sent {
    texts: Vec<(&'static str, String)>,
}

impl Sent {
    pub(super) fn read(form: &Form, is_export: bool) -> Self {
        let fields = groups(is_export).flat_map(|group| group.fields);
        Self {
            texts: fields
                .map(|field| (field.id, form.text(field.id).to_owned()))
                .collect(),
        }
    }

    fn text(&self, id: &str) -> &str {
        let found = self.texts.iter().find(|(field, _)| *field == id);
        found.map_or("", |(_, text)| text)
    }

    /// The request. What was left empty is not in it, except the distance, where it asks for the
    /// one between the PIN codes.
    pub(super) fn request(&self, irn: &str) -> Vec<u8> {
        let mut request = Value::Object(Map::new());
        request[IRN] = Value::from(irn);
        for field in GROUPS.iter().flat_map(|group| group.fields) {
            let text = match (self.text(field.id), field.id) {
                ("", DISTANCE) => "0",
                (text, _) => text,
            };
            if !text.is_empty() {
                put(&mut request, field.pointer, field.input.value(text));
            }
        }
        request.to_string().into_bytes()
    }
}

/// Puts a value where a pointer of our table points, making what is above it.
fn put(request: &mut Value, pointer: &str, value: Value) {
    let mut at = request;
    for name in pointer.split('/').skip(1) {
        // Indexing an object, or null, with a name that is not there makes the place.
        at = &mut at[name];
    }
    *at = value;
}

impl Input {
    /// As the request has it. What is no number is sent as the text that it is, for the reader of
    /// requests to say so.
    fn value(self, text: &str) -> Value {
        match self {
            Self::Text | Self::Day | Self::Mode | Self::Vehicle | Self::State => Value::from(text),
            Self::Code => {
                let joined: String = text.split_whitespace().collect();
                Value::from(joined.to_uppercase())
            }
            Self::Whole => text
                .parse::<u64>()
                .map_or_else(|_| Value::from(text), Value::from),
        }
    }

    /// What can be chosen, if this is chosen and not written.
    fn choices(self, shell: &Shell) -> Vec<Choice> {
        let choice = |value: &str, word: String| Choice {
            value: value.to_owned(),
            word,
        };
        let mut choices = Vec::new();
        match self {
            Self::Text | Self::Code | Self::Whole | Self::Day => {}
            Self::Mode => {
                choices.push(choice("", shell.t("bill-mode-none")));
                for mode in TransportMode::ALL {
                    choices.push(choice(mode.code(), mode_word(mode, shell)));
                }
            }
            Self::Vehicle => {
                choices.push(choice("", shell.t("bill-vehicle-none")));
                for kind in VehicleType::ALL {
                    choices.push(choice(kind.code(), vehicle_word(kind, shell)));
                }
            }
            Self::State => {
                choices.push(choice("", shell.t("bill-state-none")));
                for state in StateCode::ALL {
                    let word = state_word(*state, shell);
                    choices.push(choice(&state.two_digits(), word));
                }
            }
        }
        choices
    }
}

/// Findings beside their fields, in the order of the form, and those that belong to no field.
pub(super) fn place(
    findings: &[Finding],
    is_export: bool,
    shell: &Shell,
) -> (Faults, Vec<Finding>) {
    let fields: Vec<&Field> = groups(is_export).flat_map(|group| group.fields).collect();
    let index_of = |finding: &Finding| {
        let within = format!("{}/", finding.pointer);
        let exact = fields
            .iter()
            .position(|field| field.pointer == finding.pointer);
        let inside = || {
            fields
                .iter()
                .position(|field| !finding.pointer.is_empty() && field.pointer.starts_with(&within))
        };
        exact.or_else(inside)
    };
    let mut placed: Vec<(usize, &Finding)> = Vec::new();
    let mut others = Vec::new();
    for finding in findings {
        match index_of(finding) {
            Some(index) => placed.push((index, finding)),
            None => others.push(finding.clone()),
        }
    }
    placed.sort_by_key(|(index, _)| *index);
    let mut faults = Faults::none();
    for (index, finding) in placed {
        faults.add(fields[index].id, sentence(finding, shell));
    }
    (faults, others)
}

/// What is wrong and how to mend it. What is wrong with the form of what was written says both by
/// itself; where it stands in a request is nothing to somebody who sees the field.
fn sentence(finding: &Finding, shell: &Shell) -> String {
    let particulars = match shell.language {
        Language::English => &finding.detail.english,
        Language::Hindi => &finding.detail.hindi,
    };
    let code = finding.code();
    if finding.entry.kind == Kind::Protocol && !particulars.is_empty() {
        let place = format!(" ({})", finding.pointer);
        return format!("{} ({code})", particulars.replace(&place, ""));
    }
    let message = finding.message(shell.language);
    let fix = shell.words(finding.entry).fix;
    format!("{message} {fix} ({code})")
}

/// A group of the form as the template draws it.
pub(super) struct GroupView {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) folded: bool,
    pub(super) open: bool,
    pub(super) fields: Vec<FieldView>,
}

/// A field as the template draws it.
pub(super) struct FieldView {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) value: String,
    pub(super) characters_max: usize,
    pub(super) digits: bool,
    pub(super) code: bool,
    pub(super) choices: Vec<Choice>,
    pub(super) described_by: String,
}

/// One of a list to choose from.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) word: String,
}

/// The form with what was sent; `distance` is a sentence about the document's own two places.
pub(super) fn views(
    sent: &Sent,
    faults: &Faults,
    distance: Option<&str>,
    is_export: bool,
    shell: &Shell,
) -> Vec<GroupView> {
    let text = |key: &str| {
        if key.is_empty() {
            String::new()
        } else {
            shell.t(key)
        }
    };
    let view = |group: &'static Group| {
        let is_used = |field: &Field| !sent.text(field.id).is_empty() || faults.has(field.id);
        let fields = group.fields.iter();
        GroupView {
            id: group.id,
            title: shell.t(group.title),
            hint: text(group.hint),
            folded: group.shown == Shown::Folded,
            open: group.fields.iter().any(is_used),
            fields: fields
                .map(|field| {
                    let mut hint = text(field.hint);
                    if let (DISTANCE, Some(sentence)) = (field.id, distance) {
                        hint = format!("{hint} {sentence}");
                    }
                    field_view(field, hint, sent, faults, shell)
                })
                .collect(),
        }
    };
    groups(is_export).map(view).collect()
}

fn field_view(
    field: &Field,
    hint: String,
    sent: &Sent,
    faults: &Faults,
    shell: &Shell,
) -> FieldView {
    let label = shell.t(field.label);
    let mut described_by = Vec::new();
    if !hint.is_empty() {
        described_by.push(format!("{}-hint", field.id));
    }
    if faults.has(field.id) {
        described_by.push(format!("{}-fault", field.id));
    }
    FieldView {
        id: field.id,
        label: if field.optional {
            format!("{label} {}", shell.t("bill-optional"))
        } else {
            label
        },
        hint,
        value: sent.text(field.id).to_owned(),
        characters_max: field.characters_max,
        digits: matches!(field.input, Input::Whole | Input::Day),
        code: field.input == Input::Code,
        choices: field.input.choices(shell),
        described_by: described_by.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use einvoice::catalogue;

    fn sent(texts: &[(&'static str, &str)]) -> Sent {
        let texts = texts.iter().map(|(id, text)| (*id, (*text).to_owned()));
        Sent {
            texts: texts.collect(),
        }
    }

    fn json(sent: &Sent) -> Value {
        serde_json::from_slice(&sent.request("5a")).expect("JSON")
    }

    #[test]
    fn an_empty_form_asks_for_the_distance_and_nothing_else() {
        let expected = serde_json::json!({ "Irn": "5a", "Distance": 0 });
        assert_eq!(json(&Sent::default()), expected);
    }

    #[test]
    fn what_is_written_stands_at_its_place() {
        let sent = sent(&[
            ("vehicle", "ka 01 ab 1234"),
            ("distance", "12"),
            ("dispatch-place", "Hubballi"),
            ("dispatch-pin", "58002x"),
        ]);
        let expected = serde_json::json!({
            "Irn": "5a",
            "VehNo": "KA01AB1234",
            "Distance": 12,
            "DispDtls": { "Loc": "Hubballi", "Pin": "58002x" },
        });
        assert_eq!(json(&sent), expected);
    }

    #[test]
    fn a_place_in_india_is_asked_for_with_exports_only() {
        let form = Form::default();
        for (is_export, fields) in [(false, 14), (true, 19)] {
            assert_eq!(Sent::read(&form, is_export).texts.len(), fields);
        }
    }

    #[test]
    fn findings_are_told_beside_their_fields_in_the_order_of_the_form() {
        let entry = catalogue::find("5002").expect("in the catalogue");
        let at = |pointer: &str| Finding::new(entry, pointer);
        let findings = [
            at("/TransId"),
            at("/VehNo"),
            at("/DispDtls"),
            at("/ExpShipDtls/Pin"),
            at("/Irn"),
            at(""),
        ];
        for language in einvoice::Language::ALL {
            let shell = Shell::sample(language, None);
            let (faults, others) = place(&findings, false, &shell);
            let fields: Vec<&str> = faults.list().iter().map(|fault| fault.field).collect();
            assert_eq!(fields, ["vehicle", "transporter", "dispatch-name"]);
            let others: Vec<&str> = others.iter().map(|one| one.pointer.as_str()).collect();
            assert_eq!(others, ["/ExpShipDtls/Pin", "/Irn", ""]);
            let (faults, others) = place(&findings, true, &shell);
            assert_eq!((faults.list().len(), others.len()), (4, 2));
            let fix = shell.words(entry).fix;
            assert!(faults.list()[0].message.contains(fix));
        }
    }

    #[test]
    fn a_fault_of_form_says_what_is_wrong_without_the_names_of_the_request() {
        let sent = sent(&[("vehicle", "no"), ("dispatch-pin", "58")]);
        let findings = einvoice::eway_bill::parse_request(&sent.request(&"5a".repeat(32)));
        let findings = findings.expect_err("much is wrong");
        for language in Language::ALL {
            let shell = Shell::sample(language, None);
            let (faults, others) = place(&findings, false, &shell);
            assert_eq!(others.len(), 0, "{others:?}");
            assert_eq!(faults.list().len(), findings.len());
            for fault in faults.list() {
                let message = &fault.message;
                assert!(!message.contains('/') && message.len() > 20, "{message}");
                assert!(message.ends_with("(5002)"), "{message}");
            }
        }
    }

    #[test]
    fn the_request_is_one_that_the_reader_takes() {
        let sent = sent(&[
            ("mode", "2"),
            ("document-number", "RR-1"),
            ("document-date", "10/06/2026"),
            ("transporter", "29aaacm0000a1zi"),
            ("transporter-name", "Malnad Roadways"),
            ("ship-to-address-1", "Dock 4"),
            ("ship-to-place", "Kochi"),
            ("ship-to-pin", "682003"),
            ("ship-to-state", "32"),
            ("dispatch-name", "Depot"),
            ("dispatch-address-1", "4, Market Road"),
            ("dispatch-place", "Hubballi"),
            ("dispatch-pin", "580020"),
            ("dispatch-state", "29"),
        ]);
        let request = sent.request(&"5a".repeat(32));
        let read = einvoice::eway_bill::parse_request(&request).expect("no fault of shape");
        assert_eq!(read.transport.mode, Some(TransportMode::Rail));
        assert!(read.export_ship_to.is_some() && read.dispatch_from.is_some());
    }
}
