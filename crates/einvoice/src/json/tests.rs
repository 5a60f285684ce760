//! Reading and writing together.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::example;
use crate::invoice::PartyId;

mod properties;

/// A request in which every one of the 132 members is given.
const FULL: &str = include_str!("full_request.json");

fn sample() -> Value {
    let number = "KA/26-27/1".parse().unwrap();
    let invoice = example::domestic_invoice(&number, date(2026, 6, 1));
    serde_json::from_str(&invoice_request_json(&invoice)).unwrap()
}

/// The sample with one member changed; `None` takes it away.
fn changed(pointer: &str, value: Option<Value>) -> Value {
    let mut document = sample();
    let (outer, name) = pointer.rsplit_once('/').unwrap();
    match (document.pointer_mut(outer).unwrap(), value) {
        (Value::Object(object), Some(value)) => {
            object.insert(name.to_owned(), value);
        }
        (Value::Object(object), None) => {
            object.shift_remove(name).unwrap();
        }
        (Value::Array(array), Some(value)) => array[name.parse::<usize>().unwrap()] = value,
        (other, _) => panic!("{outer} is {other}"),
    }
    document
}

fn parse_value(document: &Value, policy: &Policy) -> Result<Invoice, Vec<Finding>> {
    parse(document.to_string().as_bytes(), policy)
}

fn faults(document: &Value) -> Vec<(String, String)> {
    match parse_value(document, &Policy::default()) {
        Ok(_) => Vec::new(),
        Err(findings) => findings
            .into_iter()
            .map(|found| {
                assert!(["5002", "2173"].contains(&found.code()));
                assert!(!found.detail.hindi.is_ascii());
                (found.pointer, found.detail.english.into_owned())
            })
            .collect(),
    }
}

/// The one fault of a document, which has to be at the pointer.
#[track_caller]
fn fault_at(pointer: &str, document: &Value) -> String {
    let mut faults = faults(document);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let (at, words) = faults.remove(0);
    assert_eq!(at, pointer);
    words
}

#[track_caller]
fn fault_of(pointer: &str, value: Value) -> String {
    fault_at(pointer, &changed(pointer, Some(value)))
}

#[track_caller]
fn accepted(pointer: &str, value: Value) -> Invoice {
    let document = changed(pointer, Some(value));
    parse_value(&document, &Policy::default()).unwrap_or_else(|found| panic!("{found:?}"))
}

#[test]
fn every_member_is_read_and_written_back() {
    let invoice = parse(FULL.as_bytes(), &Policy::default()).unwrap();
    let written: Value = serde_json::from_str(&invoice_request_json(&invoice)).unwrap();
    let request: Value = serde_json::from_str(FULL).unwrap();
    assert_eq!(written, request);
    let leaves = leaves(&request);
    assert_eq!(leaves, 132);
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.values().map(leaves).sum(),
        Value::Array(array) => array.iter().map(leaves).sum(),
        _ => 1,
    }
}

#[test]
fn each_mandatory_member_is_missed_and_no_other() {
    let request: Value = serde_json::from_str(FULL).unwrap();
    let mut missed = 0;
    for pointer in pointers(&request, "") {
        let mut document = request.clone();
        *document.pointer_mut(&pointer).unwrap() = Value::Null;
        let faults = faults(&document);
        if !faults.is_empty() {
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert_eq!(faults[0].0, pointer);
            assert!(faults[0].1.ends_with("is missing."), "{}", faults[0].1);
            missed += 1;
        }
    }
    // 28 in the mandatory sections, and 5 + 5 + 1 + 2 + 2 + 1 in the optional ones.
    assert_eq!(missed, 28 + 16);
}

/// Pointers of all leaves.
fn pointers(value: &Value, outer: &str) -> Vec<String> {
    match value {
        Value::Object(object) => object
            .iter()
            .flat_map(|(name, value)| pointers(value, &format!("{outer}/{name}")))
            .collect(),
        Value::Array(array) => array
            .iter()
            .enumerate()
            .flat_map(|(index, value)| pointers(value, &format!("{outer}/{index}")))
            .collect(),
        _ => vec![outer.to_owned()],
    }
}

#[test]
fn an_empty_object_misses_every_mandatory_section() {
    let found: Vec<_> = faults(&json!({})).into_iter().map(|(at, _)| at).collect();
    assert_eq!(
        found,
        [
            "/Version",
            "/TranDtls",
            "/DocDtls",
            "/SellerDtls",
            "/BuyerDtls",
            "/ItemList",
            "/ValDtls"
        ]
    );
}

#[test]
fn faults_of_all_sections_come_together_in_document_order() {
    let mut document = sample();
    document["TranDtls"]["SupTyp"] = json!("B2C");
    document["SellerDtls"]["Pin"] = json!("560001");
    document["ItemList"][1]["HsnCd"] = json!("99871");
    document["ValDtls"]["TotInvVal"] = json!(-1);
    let found: Vec<_> = faults(&document).into_iter().map(|(at, _)| at).collect();
    assert_eq!(
        found,
        [
            "/TranDtls/SupTyp",
            "/SellerDtls/Pin",
            "/ItemList/1/HsnCd",
            "/ValDtls/TotInvVal"
        ]
    );
}

#[test]
fn sentences() {
    assert_eq!(
        fault_of("/SellerDtls/Pin", json!("560025")),
        "In the seller section, PIN code (/SellerDtls/Pin) must be a number: remove the quotes \
         around \"560025\"."
    );
    assert_eq!(
        fault_of("/ItemList/1/HsnCd", json!("99871")),
        "In item 2, HSN code (/ItemList/1/HsnCd) must be 4, 6 or 8 digits that are not all zero, \
         but \"99871\" was found."
    );
    assert_eq!(
        fault_of("/BuyerDtls/Stcd", json!("39")),
        "In the buyer section, state code (/BuyerDtls/Stcd) must be the code of a state, but \
         \"39\" is not one."
    );
    assert_eq!(
        fault_of("/DocDtls/Dt", json!("31/02/2026")),
        "In the document section, document date (/DocDtls/Dt) must be a date, but there is no \
         day \"31/02/2026\"."
    );
    assert_eq!(
        fault_of("/BuyerDtls/Stcd", json!(29)),
        "In the buyer section, state code (/BuyerDtls/Stcd) must be a text: put 29 between \
         double quotes."
    );
    assert_eq!(
        fault_of("/SellerDtls/LglNm", json!("ab")),
        "In the seller section, legal name (/SellerDtls/LglNm) must be a text of 3 to 100 \
         characters without double quotes and backslashes, but \"ab\" (2 characters) was found."
    );
}

#[test]
fn lengths_count_characters_not_bytes() {
    accepted("/SellerDtls/LglNm", json!("क".repeat(100)));
    fault_of("/SellerDtls/LglNm", json!("क".repeat(101)));
    accepted("/SellerDtls/Loc", json!("a".repeat(50)));
    fault_of("/SellerDtls/Loc", json!("a".repeat(51)));
    accepted("/BuyerDtls/Loc", json!("a".repeat(100)));
    fault_of("/BuyerDtls/Loc", json!("a".repeat(101)));
    fault_of("/SellerDtls/Addr1", json!(""));
    accepted("/DocDtls/No", json!("a".repeat(16)));
    fault_of("/DocDtls/No", json!("a".repeat(17)));
}

#[test]
fn numbers_at_their_bounds() {
    let number = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    for text in ["0", "100.0", "999999999999.99", "1e2"] {
        accepted("/ItemList/0/TotAmt", number(text));
    }
    for text in [
        "-0.01",
        "1000000000000",
        "0.001",
        "100.000",
        "1e13",
        "1e400",
    ] {
        fault_of("/ItemList/0/TotAmt", number(text));
    }
    accepted("/ValDtls/TotInvVal", number("99999999999999.98"));
    fault_of("/ValDtls/TotInvVal", number("99999999999999.99"));
    accepted("/ValDtls/RndOffAmt", number("-99.99"));
    fault_of("/ValDtls/RndOffAmt", number("-100"));
    accepted("/ItemList/0/GstRt", number("999.999"));
    accepted("/SellerDtls/Pin", number("999999"));
    for text in [
        "99999", "1000000", "560001.0", "-560001", "true", "[]", "{}",
    ] {
        fault_of("/SellerDtls/Pin", number(text));
    }
}

#[test]
fn decimals_stay_as_they_were_sent() {
    for text in ["100", "100.0", "100.00", "0", "0.00"] {
        let number = serde_json::from_str(text).unwrap();
        let invoice = accepted("/ItemList/0/Discount", number);
        let written = invoice_request_json(&invoice);
        assert!(
            written.contains(&format!("\"Discount\":{text},")),
            "{written}"
        );
    }
}

#[test]
fn texts_stay_as_they_were_sent() {
    let invoice = accepted("/SellerDtls/Stcd", json!("29"));
    assert_eq!(&*invoice.seller.state.text, "29");
    let invoice = accepted("/BuyerDtls/Stcd", json!("7"));
    assert_eq!(invoice.buyer.state.value.two_digits(), "07");
    assert!(invoice_request_json(&invoice).contains("\"Stcd\":\"7\""));
    let invoice = accepted("/TranDtls/SupTyp", json!("b2B"));
    assert!(invoice_request_json(&invoice).contains("\"SupTyp\":\"b2B\""));
    let invoice = accepted("/BuyerDtls/Addr1", json!("4\tPalace\nStreet"));
    let again = parse(
        invoice_request_json(&invoice).as_bytes(),
        &Policy::default(),
    );
    assert_eq!(again.unwrap().buyer.address.line1, "4\tPalace\nStreet");
}

#[test]
fn document_number_is_upper_cased_when_the_policy_says_so() {
    let document = changed("/DocDtls/No", Some(json!("ka/1a")));
    let upper = parse_value(&document, &Policy::default()).unwrap();
    assert_eq!(upper.document.number.as_str(), "KA/1A");
    let policy = Policy {
        upper_case_document_numbers: false,
        ..Policy::default()
    };
    let kept = parse_value(&document, &policy).unwrap();
    assert_eq!(kept.document.number.as_str(), "ka/1a");
    assert_ne!(kept.irn(), upper.irn());
}

#[test]
fn member_names_in_any_letter_case_but_only_once() {
    let text = sample().to_string();
    let lower = text
        .replace("\"SellerDtls\"", "\"sellerdtls\"")
        .replace("\"HsnCd\"", "\"HSNCD\"");
    assert_ne!(lower, text);
    assert_eq!(
        parse(lower.as_bytes(), &Policy::default()).unwrap(),
        parse(text.as_bytes(), &Policy::default()).unwrap()
    );
    let words = fault_at("/DocDtls/No", &changed("/DocDtls/no", Some(json!("2"))));
    assert!(words.contains("given twice"), "{words}");
    let twice = text.replace("\"DocDtls\":{", "\"DocDtls\":{\"No\":\"KA/9\",");
    let findings = parse(twice.as_bytes(), &Policy::default()).unwrap_err();
    assert_eq!(findings[0].pointer, "/DocDtls/No");
    let words = fault_at("/ValDtls", &changed("/valdtls", Some(json!({}))));
    assert!(words.contains("given twice"), "{words}");
}

#[test]
fn nulls_empty_sections_and_unknown_members_are_nothing() {
    let plain = parse_value(&sample(), &Policy::default()).unwrap();
    for (pointer, value) in [
        ("/SellerDtls/TrdNm2", json!("unknown")),
        ("/DispDtls", Value::Null),
        ("/DispDtls", json!({})),
        ("/EwbDtls", json!({"Distance": null, "VehNo": null})),
        (
            "/RefDtls",
            json!({"DocPerdDtls": {}, "PrecDocDtls": [{}], "ContrDtls": []}),
        ),
        ("/AddlDocDtls", json!([null, {"Url": null}])),
        ("/PayDtls", json!({"unknown": 1})),
    ] {
        assert_eq!(accepted(pointer, value), plain, "{pointer}");
    }
}

#[test]
fn optional_section_with_a_member_needs_its_mandatory_ones() {
    let found = faults(&changed("/DispDtls", Some(json!({"Nm": "Depot"}))));
    let found: Vec<_> = found.into_iter().map(|(at, _)| at).collect();
    let expected = ["Addr1", "Loc", "Pin", "Stcd"].map(|name| format!("/DispDtls/{name}"));
    assert_eq!(found, expected);
}

#[test]
fn sections_of_the_wrong_kind() {
    assert!(fault_of("/ItemList", json!({})).contains("must be a list"));
    assert!(fault_of("/DispDtls", json!("")).contains("must be an object"));
    assert!(fault_of("/ItemList/1", json!(5)).contains("must be an object"));
    assert!(fault_of("/ItemList/1", Value::Null).contains("must be an object"));
}

#[test]
fn items_at_the_limit() {
    let items = |count: usize| json!(vec![sample()["ItemList"][0].clone(); count]);
    assert_eq!(accepted("/ItemList", items(0)).items, []);
    assert_eq!(
        accepted("/ItemList", items(ITEMS_MAX)).items.len(),
        ITEMS_MAX
    );
    let too_many = changed("/ItemList", Some(items(ITEMS_MAX + 1)));
    let findings = parse_value(&too_many, &Policy::default()).unwrap_err();
    assert_eq!(findings[0].code(), "2173");
    let words = fault_at("/ItemList", &too_many);
    assert!(
        words.ends_with("may have at most 1000 elements, but has 1001."),
        "{words}"
    );
}

#[test]
fn recipient_may_be_unregistered_but_not_the_supplier() {
    let invoice = accepted("/BuyerDtls/Gstin", json!("URP"));
    assert_eq!(invoice.buyer.id, PartyId::Unregistered);
    fault_of("/SellerDtls/Gstin", json!("URP"));
    fault_of("/BuyerDtls/Gstin", json!("urp"));
    fault_of("/BuyerDtls/Gstin", json!("29aaacb0000b1zr"));
    fault_of("/BuyerDtls/Gstin", json!(" 29AAACB0000B1ZR"));
}

#[test]
fn bodies_that_are_not_an_object() {
    let one = |body: &[u8]| {
        let mut findings = parse(body, &Policy::default()).unwrap_err();
        assert_eq!(findings.len(), 1);
        let found = findings.remove(0);
        assert_eq!((found.code(), found.pointer.as_str()), ("5002", ""));
        found.detail.english.into_owned()
    };
    assert!(one(b"").contains("ends too early"));
    assert!(one(b"{\"Version\":\n\"1.1\",}").contains("line 2, column 7"));
    assert!(one(b"\xff\xfe").contains("cannot be read"));
    assert!(one("[".repeat(1000).as_bytes()).contains("ends too early"));
    assert!(one(b"[]").contains("a list was found"));
    assert!(one(b"null").contains("one JSON object"));
}

#[test]
fn byte_order_mark_is_skipped() {
    let mut body = BYTE_ORDER_MARK.to_vec();
    body.extend_from_slice(sample().to_string().as_bytes());
    parse(&body, &Policy::default()).unwrap();
}

#[test]
fn supply_types_and_their_codes_belong_together() {
    for code in fields::SUPPLY_TYPES {
        assert_eq!(supply_code(supply_type(code).unwrap()), *code);
    }
    assert_eq!(SUPPLY_TYPES.len(), fields::SUPPLY_TYPES.len());
    assert_eq!(supply_type("dexp"), Some(SupplyType::DeemedExport));
}
