//! Documents and facts for the tests of this folder, read from `tests/examples`.

use std::path::PathBuf;

use einvoice::eway_bill::BillFacts;
use einvoice::{Facts, Finding, Invoice, Party, Policy, Standing};
use gst::{Decimal, Gstin, RegistrationStatus, TaxpayerType, ist};
use jiff::civil::{Date, date};
use serde_json::{Map, Value};

/// Reads a file of `tests/examples`.
pub(crate) fn read(path: &str) -> Option<Value> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "examples"]
        .iter()
        .collect();
    let text = std::fs::read_to_string(folder.join(path)).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{path}: {fault}")))
}

/// What [`Facts`] and [`BillFacts`] borrow from.
pub(crate) struct World {
    caller: Gstin,
    today: Date,
    seller: Party,
    buyer: Party,
    ecommerce: Option<Party>,
    transporter: Option<Party>,
    policy: Policy,
}

impl World {
    /// Both parties active, the supplier of the base documents calling, nine days later.
    pub(crate) fn new() -> Self {
        Self {
            caller: Gstin::parse("29AAACM0000A1ZI").unwrap(),
            today: date(2026, 6, 10),
            seller: Party::Known(standing()),
            buyer: Party::Known(standing()),
            ecommerce: Some(Party::Known(Standing {
                kind: TaxpayerType::TaxCollector,
                ..standing()
            })),
            transporter: None,
            policy: Policy::default(),
        }
    }

    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            caller: self.caller,
            today: self.today,
            seller: &self.seller,
            buyer: &self.buyer,
            ecommerce: self.ecommerce.as_ref(),
            policy: &self.policy,
        }
    }

    pub(crate) fn bill_facts(&self) -> BillFacts<'_> {
        BillFacts {
            today: self.today,
            supplier: &self.seller,
            transporter: self.transporter.as_ref(),
            policy: &self.policy,
        }
    }

    /// With another recipient.
    pub(crate) fn with_buyer(mut self, buyer: Party) -> Self {
        self.buyer = buyer;
        self
    }

    pub(crate) fn with(mut self, facts: &Map<String, Value>) -> Self {
        for (name, value) in facts {
            match name.as_str() {
                "caller" => self.caller = Gstin::parse(value.as_str().unwrap()).unwrap(),
                "today" => self.today = slash_date(value),
                "seller" => self.seller = party(value),
                "buyer" => self.buyer = party(value),
                "ecommerce" => self.ecommerce = Some(party(value)),
                "transporter" => self.transporter = Some(party(value)),
                "eway_bill_distance" => self.policy.eway_bill_distance = value.as_bool().unwrap(),
                "floor_date" => self.policy.floor_date = Some(slash_date(value)),
                "gross_amount" => self.policy.gross_amount = value.as_bool().unwrap(),
                "hsn_digits" => self.policy.hsn_digits = value.as_bool().unwrap(),
                "hsn_kind" => self.policy.hsn_kind = value.as_bool().unwrap(),
                "reporting_limit" => self.policy.reporting_limit = value.as_bool().unwrap(),
                _ => panic!("no such fact: {name}"),
            }
        }
        self
    }
}

/// One example: why it is one, the document, and the world it is checked in.
pub(crate) struct Example {
    pub(crate) why: String,
    pub(crate) document: Value,
    pub(crate) world: World,
}

impl Example {
    /// Builds it from its members `why`, `base`, `set` and `facts`.
    pub(crate) fn of(value: &Value) -> Self {
        let why = value["why"]
            .as_str()
            .expect("an example says why")
            .to_owned();
        let base = value["base"].as_str().expect("an example names its base");
        let mut document = read(&format!("base/{base}.json")).expect("the base exists");
        set_all(&mut document, &value["set"]);
        let none = Map::new();
        let facts = value["facts"].as_object().unwrap_or(&none);
        Self {
            why,
            document,
            world: World::new().with(facts),
        }
    }

    /// The same after what the rule's fix asks for: the member `repair`, with `set` and `facts`.
    pub(crate) fn repaired(value: &Value) -> Self {
        let mut example = Self::of(value);
        let repair = &value["repair"];
        assert!(repair.is_object(), "{}: no repair", example.why);
        set_all(&mut example.document, &repair["set"]);
        if let Some(facts) = repair["facts"].as_object() {
            example.world = example.world.with(facts);
        }
        example
    }

    pub(crate) fn invoice(&self) -> Invoice {
        parse(&self.document, &self.why)
    }
}

/// Sets each member of an object of pointers and values, if there is one.
pub(crate) fn set_all(document: &mut Value, changes: &Value) {
    for (pointer, new) in changes.as_object().into_iter().flatten() {
        set(document, pointer, new.clone());
    }
}

/// Parses a document that has no fault of shape.
pub(crate) fn parse(document: &Value, why: &str) -> Invoice {
    einvoice::parse(document.to_string().as_bytes(), &Policy::default())
        .unwrap_or_else(|findings| panic!("{why}: {findings:#?}"))
}

/// Sets the member at a pointer, adding it to its object when it is new.
pub(crate) fn set(document: &mut Value, pointer: &str, new: Value) {
    let (parent, member) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.insert(member.to_owned(), new);
        }
        Some(Value::Array(elements)) => elements[member.parse::<usize>().unwrap()] = new,
        _ => panic!("nothing stands at {parent}"),
    }
}

/// The codes of findings, each once, ascending.
pub(crate) fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(Finding::code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn party(value: &Value) -> Party {
    let members = match value {
        Value::String(word) if word == "unknown" => return Party::Unknown,
        Value::String(word) if word == "unregistered" => return Party::Unregistered,
        Value::Object(members) => members,
        _ => panic!("not a party: {value}"),
    };
    let mut standing = standing();
    for (name, value) in members {
        match name.as_str() {
            "status" => {
                let word = value.as_str().unwrap();
                standing.status = RegistrationStatus::from_gst_word(word).unwrap();
            }
            "kind" => {
                let word = value.as_str().unwrap();
                standing.kind = TaxpayerType::from_gst_word(word).unwrap();
            }
            "registered_on" => standing.registered_on = slash_date_or_none(value),
            "deregistered_on" => standing.deregistered_on = slash_date_or_none(value),
            "turnover" => standing.turnover = Some(value.as_str().unwrap().parse().unwrap()),
            "eway_bill_blocked" => standing.eway_bill_blocked = value.as_bool().unwrap(),
            "e_invoice_enabled" => standing.e_invoice_enabled = value.as_bool().unwrap(),
            _ => panic!("no such member of a party: {name}"),
        }
    }
    Party::Known(standing)
}

fn slash_date(value: &Value) -> Date {
    ist::parse_slash_date(value.as_str().unwrap()).unwrap()
}

/// Null says that nobody knows the day.
fn slash_date_or_none(value: &Value) -> Option<Date> {
    (!value.is_null()).then(|| slash_date(value))
}

/// Active, enabled, and large enough for the reporting limit.
pub(crate) fn standing() -> Standing {
    Standing {
        status: RegistrationStatus::Active,
        kind: TaxpayerType::Regular,
        registered_on: Some(date(2017, 7, 1)),
        deregistered_on: None,
        turnover: Some(Decimal::from(250_000_000)),
        e_invoice_enabled: true,
        eway_bill_blocked: false,
    }
}
