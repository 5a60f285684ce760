//! The examples of the rules of e-way bills: `tests/examples/eway_bill/<code>.json`, written like
//! those of documents.
//!
//! An example with the member `request` asks by IRN, with `transport.json` and the changes of that
//! member as its request. One without asks with the document, whose section `EwbDtls` is
//! `transport.json`, before the changes of `set`.

use einvoice::catalogue::Language;
use einvoice::eway_bill::{
    self, Asked, BillRequest, CheckedBill, Consignment, SubSupply, TransactionKind,
};
use einvoice::rules::{self, Check, Rule};
use einvoice::{Finding, Invoice};
use serde_json::{Map, Value, json};

use crate::examples::{messages, with_stars};
use crate::support::{World, codes, parse, read, set, set_all};

/// One example: why it is one, the document, the request if it is by IRN, and the world.
struct BillExample {
    why: String,
    document: Value,
    request: Option<Value>,
    world: World,
}

impl BillExample {
    fn of(value: &Value) -> Self {
        let why = value["why"]
            .as_str()
            .expect("an example says why")
            .to_owned();
        let base = value["base"].as_str().expect("an example names its base");
        let mut document = read(&format!("base/{base}.json")).expect("the base exists");
        let transport = read("eway_bill/transport.json").expect("the transport exists");
        let by_irn = value.get("request").is_some();
        if !by_irn {
            set(&mut document, "/EwbDtls", transport.clone());
        }
        set_all(&mut document, &value["set"]);
        let request = by_irn.then(|| {
            let mut request = transport;
            request["Irn"] = json!(parse(&document, &why).irn());
            set_all(&mut request, &value["request"]);
            request
        });
        let none = Map::new();
        let facts = value["facts"].as_object().unwrap_or(&none);
        Self {
            why,
            document,
            request,
            world: World::new().with(facts),
        }
    }

    fn repaired(value: &Value) -> Self {
        let mut example = Self::of(value);
        let repair = &value["repair"];
        assert!(repair.is_object(), "{}: no repair", example.why);
        set_all(&mut example.document, &repair["set"]);
        if let Some(request) = &mut example.request {
            set_all(request, &repair["request"]);
        }
        if let Some(facts) = repair["facts"].as_object() {
            example.world = example.world.with(facts);
        }
        example
    }

    fn invoice(&self) -> Invoice {
        parse(&self.document, &self.why)
    }

    fn bill_request(&self) -> Option<BillRequest> {
        let request = self.request.as_ref()?;
        let parsed = eway_bill::parse_request(request.to_string().as_bytes());
        Some(parsed.unwrap_or_else(|findings| panic!("{}: {findings:#?}", self.why)))
    }

    fn findings(&self, without: Option<&Rule>) -> Vec<Finding> {
        let (invoice, request) = (self.invoice(), self.bill_request());
        let consignment = Consignment::of(&invoice, asked(request.as_ref())).unwrap();
        let kept = rules::ALL
            .iter()
            .copied()
            .filter(|rule| without.is_none_or(|left_out| left_out.entry.code != rule.entry.code));
        rules::bill_findings_of(kept, &consignment, &self.world.bill_facts())
    }

    fn check(&self) -> Result<CheckedBill, Vec<Finding>> {
        let (invoice, request) = (self.invoice(), self.bill_request());
        let facts = self.world.bill_facts();
        eway_bill::check(&invoice, asked(request.as_ref()), &facts)
    }
}

fn asked(request: Option<&BillRequest>) -> Asked<'_> {
    request.map_or(Asked::WithInvoice, Asked::ByIrn)
}

/// The rules of e-way bills with one of the lists of their examples.
fn each(list: &str, mut test: impl FnMut(&'static Rule, &Value)) {
    let mut count = 0;
    for rule in rules::ALL.iter().copied() {
        if !matches!(rule.check, Some(Check::EwayBill(_))) {
            continue;
        }
        count += 1;
        let code = rule.entry.code;
        let file = read(&format!("eway_bill/{code}.json"))
            .unwrap_or_else(|| panic!("{code} has no examples"));
        let examples = file[list].as_array().expect("a list of examples");
        assert!(!examples.is_empty(), "{code} has no {list} example");
        for example in examples {
            test(rule, example);
        }
    }
    assert!(count >= RULES_MIN, "only {count} rules");
}

/// Rules that e-way bills have at least; fewer would mean that they are not found.
const RULES_MIN: usize = 25;

#[test]
fn what_a_rule_rejects_it_rejects_alone() {
    each("rejected", |rule, value| {
        let example = BillExample::of(value);
        let found = example.findings(None);
        let why = &example.why;
        assert_eq!(
            codes(&found),
            [rule.entry.code],
            "{why}: {:?}",
            messages(&found)
        );
        assert_eq!(codes(&example.check().unwrap_err()), [rule.entry.code]);
    });
}

#[test]
fn without_the_rule_its_rejected_examples_pass() {
    each("rejected", |rule, value| {
        let example = BillExample::of(value);
        let found = example.findings(Some(rule));
        assert!(found.is_empty(), "{}: {:?}", example.why, messages(&found));
    });
}

#[test]
fn what_is_rejected_passes_when_it_is_repaired() {
    each("rejected", |rule, value| {
        let repaired = BillExample::repaired(value);
        let found = repaired.findings(None);
        let (code, why) = (rule.entry.code, &repaired.why);
        assert!(found.is_empty(), "{code}, {why}: {:?}", messages(&found));
        repaired.check().unwrap();
    });
}

#[test]
fn what_a_rule_accepts_every_rule_accepts() {
    each("accepted", |rule, value| {
        let example = BillExample::of(value);
        let found = example.findings(None);
        let (code, why) = (rule.entry.code, &example.why);
        assert!(found.is_empty(), "{code}, {why}: {:?}", messages(&found));
        example.check().unwrap();
    });
}

/// Whatever is wrong with the bill, the document itself is accepted: only a PIN code that is
/// missing is missed by both.
#[test]
fn a_refused_bill_leaves_its_document_alone() {
    each("rejected", |rule, value| {
        let example = BillExample::of(value);
        let found = rules::findings(&example.invoice(), &example.world.facts());
        let allowed: &[&str] = if rule.entry.code == "4006" {
            &["2244"]
        } else {
            &[]
        };
        assert_eq!(
            codes(&found),
            allowed,
            "{}: {:?}",
            example.why,
            messages(&found)
        );
    });
}

/// A finding points at something that is there, or at a member of something that is, in the
/// request or in the document, and within what its entry says that it talks about.
#[test]
fn pointers_lead_into_request_or_document() {
    each("rejected", |rule, value| {
        let example = BillExample::of(value);
        for finding in example.findings(None) {
            let (parent, _) = finding.pointer.rsplit_once('/').unwrap();
            let in_request = example
                .request
                .as_ref()
                .and_then(|request| request.pointer(parent));
            let in_document = example.document.pointer(parent);
            assert!(in_request.or(in_document).is_some(), "{}", finding.pointer);
            let pattern = with_stars(&finding.pointer);
            assert!(rule.entry.pointers.contains(&pattern.as_str()), "{pattern}");
        }
    });
}

#[test]
fn particulars_are_sentences_in_both_languages() {
    each("rejected", |_, value| {
        for finding in BillExample::of(value).findings(None) {
            let english = finding.message(Language::English);
            assert!(english.ends_with('.'), "{english}");
            let hindi = finding.message(Language::Hindi);
            assert!(hindi.ends_with('।'), "{hindi}");
            let detail = &finding.detail;
            assert_eq!(
                detail.english.is_empty(),
                detail.hindi.is_empty(),
                "{english}"
            );
        }
    });
}

#[test]
fn all_findings_come_at_once() {
    let example = BillExample::of(&json!({
        "why": "Much is wrong.",
        "base": "intra_state",
        "request": { "/VehNo": null, "/VehType": null, "/Distance": 1, "/TransDocDt": "01/01/2026" }
    }));
    let found = example.check().unwrap_err();
    assert_eq!(codes(&found), ["4011", "4013", "4021", "4022"]);
}

#[test]
fn a_document_without_the_section_asks_for_nothing() {
    let mut example = BillExample::of(&json!({ "why": "Nothing.", "base": "intra_state" }));
    set(&mut example.document, "/EwbDtls", Value::Null);
    let found = example.check().unwrap_err();
    assert_eq!(codes(&found), ["4006"]);
    assert_eq!(found[0].pointer, "/EwbDtls");
}

fn checked(value: &Value) -> CheckedBill {
    let found = BillExample::of(value).check();
    found.unwrap_or_else(|findings| panic!("{:?}", messages(&findings)))
}

/// A port in India, as a request names it.
fn port() -> Value {
    json!({ "Addr1": "Gate 2", "Loc": "Mangaluru", "Pin": 575_001, "Stcd": "29" })
}

#[test]
fn a_bill_between_the_parties_goes_from_address_to_address() {
    let bill = checked(&json!({ "why": "Plain.", "base": "intra_state" }));
    let movement = bill.movement();
    assert_eq!(movement.transaction, TransactionKind::Regular);
    assert_eq!(movement.sub_supply, SubSupply::Supply);
    assert_eq!(movement.from.name, "Malnad Tools Private Limited");
    assert_eq!(movement.from.pin.get(), 560_001);
    assert_eq!(movement.to.place, "Mysuru");
    assert_eq!(movement.to.gstin.unwrap().as_str(), "29AAACB0000B1ZR");
    let computed = gst::masters::distance_km(movement.from.pin, movement.to.pin);
    assert_eq!(bill.computed_distance_km(), computed);
    assert_eq!(Some(movement.transport.distance_km), computed);
}

#[test]
fn a_distance_that_is_given_holds() {
    let value = json!({
        "why": "Given.", "base": "intra_state", "set": { "/EwbDtls/Distance": 150 }
    });
    let bill = checked(&value);
    assert_eq!(bill.movement().transport.distance_km, 150);
    assert_eq!(bill.computed_distance_km(), None);
}

#[test]
fn the_request_holds_before_the_document() {
    let depot = json!({
        "Nm": "Depot", "Addr1": "Plot 4", "Loc": "Hubballi", "Pin": 580_020, "Stcd": "29"
    });
    let bill = checked(&json!({
        "why": "An export by IRN.",
        "base": "export",
        "set": { "/DispDtls": {
            "Nm": "Yard", "Addr1": "Plot 9", "Loc": "Bengaluru", "Pin": 560_002, "Stcd": "29"
        } },
        "request": { "/ExpShipDtls": port(), "/DispDtls": depot }
    }));
    let movement = bill.movement();
    assert_eq!(movement.transaction, TransactionKind::Both);
    assert_eq!(movement.sub_supply, SubSupply::Export);
    assert_eq!(movement.from.name, "Depot");
    assert_eq!(movement.from.gstin, None);
    assert_eq!(movement.to.name, "Harbour Hardware Trading");
    assert_eq!(movement.to.pin.get(), 575_001);
}

#[test]
fn what_is_stored_comes_back() {
    let bill = checked(&json!({
        "why": "Everything given.",
        "base": "export",
        "request": {
            "/ExpShipDtls": port(),
            "/TransName": "Kaveri Roadways",
            "/TransDocNo": "GR-17",
            "/TransDocDt": "02/06/2026"
        }
    }));
    let stored = serde_json::to_string(bill.movement()).unwrap();
    assert_eq!(
        serde_json::from_str::<eway_bill::Movement>(&stored).unwrap(),
        *bill.movement()
    );
    assert!(stored.contains(r#""vehicle_type":"Regular""#), "{stored}");
}

/// The end of a bill of so many kilometres that is made at a time.
fn valid_until(transport: &Value, made_at: &str) -> Option<String> {
    let value = json!({
        "why": "Distances of any length.",
        "base": "intra_state",
        "request": transport,
        "facts": { "eway_bill_distance": false }
    });
    let made_at = gst::ist::parse_date_time(made_at).unwrap();
    checked(&value)
        .valid_until(made_at)
        .map(gst::ist::date_time)
}

#[test]
fn the_first_day_ends_at_the_midnight_after_the_next_day() {
    let of = |km: u32, made_at| valid_until(&json!({ "/Distance": km }), made_at).unwrap();
    for made_at in ["2026-06-10 00:00:00", "2026-06-10 23:59:59"] {
        assert_eq!(of(200, made_at), "2026-06-11 23:59:00");
        assert_eq!(of(201, made_at), "2026-06-12 23:59:00");
        assert_eq!(of(4_000, made_at), "2026-06-30 23:59:00");
    }
}

#[test]
fn over_dimensional_cargo_and_ships_have_twenty_kilometres_a_day() {
    let made_at = "2026-06-10 11:00:00";
    let of = |changes: Value| valid_until(&changes, made_at).unwrap();
    let by_road = |km: u32| json!({ "/Distance": km, "/VehType": "O" });
    assert_eq!(of(by_road(20)), "2026-06-11 23:59:00");
    assert_eq!(of(by_road(21)), "2026-06-12 23:59:00");
    let by_ship = json!({ "/Distance": 40, "/TransMode": "4", "/VehType": null });
    assert_eq!(of(by_ship), "2026-06-12 23:59:00");
}

#[test]
fn part_a_alone_is_not_valid_yet() {
    let slip = json!({
        "/TransMode": null, "/VehNo": null, "/VehType": null, "/TransId": "29AAACT0000T1Z8"
    });
    assert_eq!(valid_until(&slip, "2026-06-10 11:00:00"), None);
}
