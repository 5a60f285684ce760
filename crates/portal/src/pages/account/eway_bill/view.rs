//! An e-way bill in the words of a page.

use einvoice::eway_bill::{End, Movement, SubSupply, TransactionKind};
use einvoice::invoice::{Transport, TransportMode, VehicleType};
use gst::{StateCode, ist};
use jiff::Timestamp;
use store::eway_bills::EwayBill;

use super::super::document::{Block, Fact};
use super::super::rows::DocumentRow;
use crate::shell::Shell;
use einvoice::catalogue::Language;

/// Where a bill stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) word: String,
    /// The class of its tag.
    pub(super) tag: &'static str,
}

impl Status {
    pub(super) fn of(bill: &EwayBill, now: Timestamp, shell: &Shell) -> Self {
        let (key, tag) = match bill.valid_until {
            _ if bill.cancellation.is_some() => ("document-cancelled", "bad"),
            None => ("bill-part-a", "mild"),
            Some(until) if now > until => ("bill-over", "mild"),
            Some(_) => ("document-active", "good"),
        };
        Self {
            word: shell.t(key),
            tag,
        }
    }
}

/// A bill as a row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BillRow {
    pub(super) number: u64,
    pub(super) made_at: String,
    pub(super) valid_until: String,
    pub(super) to_name: String,
    pub(super) to_place: String,
    pub(super) carried_by: String,
    pub(super) status: String,
    pub(super) tag: &'static str,
}

impl BillRow {
    pub(super) fn of(bill: &EwayBill, now: Timestamp, shell: &Shell) -> Self {
        let Status { word, tag } = Status::of(bill, now, shell);
        let to = &bill.movement.to;
        Self {
            number: bill.number,
            made_at: shell.moment(&bill.made_at),
            valid_until: bill
                .valid_until
                .map_or_else(|| shell.t("bill-not-valid-yet"), |at| shell.moment(&at)),
            to_name: to.name.clone(),
            to_place: format!("{}, {}", to.place, state_name(to.state, shell)),
            carried_by: carried_by(&bill.movement.transport),
            status: word,
            tag,
        }
    }
}

/// Vehicle or transport document, or else the transporter.
fn carried_by(transport: &Transport) -> String {
    let transporter = transport.transporter_id.map(|id| id.to_string());
    [
        &transport.vehicle_number,
        &transport.document_number,
        &transport.transporter_name,
        &transporter,
    ]
    .into_iter()
    .find_map(Clone::clone)
    .unwrap_or_default()
}

/// A bill as its document's page tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::account) struct BillNote {
    pub(in crate::pages::account) number: u64,
    pub(in crate::pages::account) status: String,
    pub(in crate::pages::account) tag: &'static str,
    pub(in crate::pages::account) sentence: String,
    pub(in crate::pages::account) is_active: bool,
}

impl BillNote {
    pub(in crate::pages::account) fn of(bill: &EwayBill, now: Timestamp, shell: &Shell) -> Self {
        let Status { word, tag } = Status::of(bill, now, shell);
        Self {
            number: bill.number,
            status: word,
            tag,
            sentence: sentence(bill, now, shell),
            is_active: bill.cancellation.is_none(),
        }
    }

    /// As a line of the printed document.
    pub(in crate::pages::account) fn fact(&self, shell: &Shell) -> Fact {
        let value = format!("{} · {}", self.number, self.sentence);
        Fact {
            label: shell.t("bill-word"),
            value,
            code: false,
        }
    }

    #[cfg(test)]
    pub(in crate::pages::account) fn sample(is_active: bool, shell: &Shell) -> Self {
        use super::samples::{cancelled, sample};

        let bill = if is_active { sample() } else { cancelled() };
        Self::of(&bill, bill.made_at, shell)
    }
}

/// Until when a bill is valid, or when it ceased to be.
pub(super) fn sentence(bill: &EwayBill, now: Timestamp, shell: &Shell) -> String {
    match (&bill.cancellation, bill.valid_until) {
        (Some(done), _) => shell.t1("bill-cancelled-on", "when", shell.moment(&done.at)),
        (None, None) => shell.t("bill-valid-part-a"),
        (None, Some(until)) if now > until => {
            shell.t1("bill-valid-over", "when", shell.moment(&until))
        }
        (None, Some(until)) => shell.t1("bill-valid-until", "when", shell.moment(&until)),
    }
}

/// What a scanner at the roadside reads: number, who made it, and when, in the form in which
/// printed e-way bills have it: `911000000001/29AAACM0000A1ZI/10-06-2026 12:00:00`.
pub(super) fn qr_text(bill: &EwayBill) -> String {
    let day = ist::slash_date(ist::date(bill.made_at)).replace('/', "-");
    let written = ist::date_time(bill.made_at);
    let time = written.get(11..).unwrap_or_default();
    format!("{}/{}/{day} {time}", bill.number, bill.made_by)
}

/// Number, dates and document.
pub(super) fn head_facts(bill: &EwayBill, shell: &Shell) -> Vec<Fact> {
    let valid_until = bill
        .valid_until
        .map_or_else(|| shell.t("bill-not-valid-yet"), |at| shell.moment(&at));
    let movement = &bill.movement;
    vec![
        code("bills-number", in_groups(bill.number), shell),
        fact("bills-made", shell.moment(&bill.made_at), shell),
        fact("bills-valid-until", valid_until, shell),
        code("bill-made-by", bill.made_by.to_string(), shell),
        fact("bill-kind", kind_word(movement.transaction, shell), shell),
        fact(
            "bill-purpose",
            purpose_word(movement.sub_supply, shell),
            shell,
        ),
        code("field-irn", bill.irn.to_string(), shell),
    ]
}

/// The document that the goods travel with.
pub(super) fn document_facts(row: DocumentRow, shell: &Shell) -> Vec<Fact> {
    vec![
        Fact {
            label: row.kind,
            value: row.number,
            code: false,
        },
        fact("field-document-date", row.date, shell),
        fact("field-invoice-value", row.value, shell),
    ]
}

/// Digits in fours, as they are printed.
fn in_groups(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .chunks(4)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}

/// From, to and transport.
pub(super) fn blocks(movement: &Movement, shell: &Shell) -> Vec<Block> {
    let mut blocks: Vec<Block> = [("bill-from", &movement.from), ("bill-to", &movement.to)]
        .into_iter()
        .map(|(title, end)| Block {
            title: shell.t(title),
            facts: end_facts(end, shell),
        })
        .collect();
    blocks.push(Block {
        title: shell.t("bill-transport"),
        facts: transport_facts(&movement.transport, shell),
    });
    blocks
}

fn end_facts(end: &End, shell: &Shell) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(gstin) = &end.gstin {
        facts.push(code("field-gstin", gstin.to_string(), shell));
    }
    facts.push(fact("field-name", end.name.clone(), shell));
    facts.push(fact("field-address-1", end.address_1.clone(), shell));
    facts.extend(optional("field-address-2", end.address_2.as_ref(), shell));
    facts.push(fact("field-place", end.place.clone(), shell));
    facts.push(fact("field-pin", end.pin.to_string(), shell));
    facts.push(fact("field-state", state_word(end.state, shell), shell));
    facts
}

fn transport_facts(transport: &Transport, shell: &Shell) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(mode) = transport.mode {
        facts.push(fact("field-transport-mode", mode_word(mode, shell), shell));
    }
    let distance = transport.distance_km.to_string();
    facts.push(fact("field-distance", distance, shell));
    let vehicle = transport.vehicle_number.as_ref();
    facts.extend(optional("field-vehicle", vehicle, shell));
    if let Some(kind) = transport.vehicle_type {
        let word = vehicle_word(kind, shell);
        facts.push(fact("field-vehicle-type", word, shell));
    }
    let document = transport.document_number.as_ref();
    facts.extend(optional("field-transport-document", document, shell));
    if let Some(day) = transport.document_date {
        let day = shell.day(&day);
        facts.push(fact("field-transport-document-date", day, shell));
    }
    if let Some(id) = transport.transporter_id {
        facts.push(code("field-transporter", id.to_string(), shell));
    }
    let name = transport.transporter_name.as_ref();
    facts.extend(optional("field-transporter-name", name, shell));
    facts
}

fn fact(label: &str, value: String, shell: &Shell) -> Fact {
    Fact {
        label: shell.t(label),
        value,
        code: false,
    }
}

fn code(label: &str, value: String, shell: &Shell) -> Fact {
    Fact {
        code: true,
        ..fact(label, value, shell)
    }
}

fn optional(label: &str, value: Option<&String>, shell: &Shell) -> Option<Fact> {
    value.map(|value| fact(label, value.clone(), shell))
}

fn kind_word(kind: TransactionKind, shell: &Shell) -> String {
    match kind {
        TransactionKind::Regular => shell.t("bill-kind-regular"),
        TransactionKind::ShipTo => shell.t("bill-kind-ship-to"),
        TransactionKind::DispatchFrom => shell.t("bill-kind-dispatch-from"),
        TransactionKind::Both => shell.t("bill-kind-both"),
    }
}

fn purpose_word(purpose: SubSupply, shell: &Shell) -> String {
    match purpose {
        SubSupply::Supply => shell.t("bill-purpose-supply"),
        SubSupply::Export => shell.t("bill-purpose-export"),
    }
}

/// What a mode of transport is called.
pub(super) fn mode_word(mode: TransportMode, shell: &Shell) -> String {
    match mode {
        TransportMode::Road => shell.t("transport-road"),
        TransportMode::Rail => shell.t("transport-rail"),
        TransportMode::Air => shell.t("transport-air"),
        TransportMode::Ship => shell.t("transport-ship"),
    }
}

/// What a vehicle type is called.
pub(super) fn vehicle_word(kind: VehicleType, shell: &Shell) -> String {
    match kind {
        VehicleType::Regular => shell.t("vehicle-regular"),
        VehicleType::OverDimensional => shell.t("vehicle-oversize"),
    }
}

/// A state with its code.
pub(super) fn state_word(state: StateCode, shell: &Shell) -> String {
    format!("{} – {}", state.two_digits(), state_name(state, shell))
}

fn state_name(state: StateCode, shell: &Shell) -> &'static str {
    match shell.language {
        Language::English => state.english_name(),
        Language::Hindi => state.hindi_name(),
    }
}
