//! Rows that are read, and all the ways in which they cannot be.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use gst::{Gstin, RegistrationStatus, StateCode, TaxpayerType};
use jiff::civil::date;
use serde_json::json;

use super::row::{GSTIN, LEGAL_NAME};
use super::*;
use crate::registry::answer_json;

const GOOD: [&str; COLUMN_COUNT] = [
    "29AAACM0000A1Z",
    "Malnad Tools Private Limited",
    "Malnad Tools",
    "Private Limited Company",
    "Regular",
    "Active",
    "01/07/2017",
    "",
    "Old Mill",
    "12",
    "1",
    "Market Road",
    "Shivajinagar",
    "Bengaluru Urban",
    "560001",
    "29",
    "125000000.50",
    "9999912345",
    "accounts@malnad.example",
    "no",
];

fn texts(changes: &[(&str, &str)]) -> RowTexts<'static> {
    let mut texts: RowTexts<'static> = GOOD.map(|text| Cow::Owned(text.to_owned()));
    let gstin = Gstin::with_check_digit(GOOD[GSTIN]).unwrap();
    texts[GSTIN] = Cow::Owned(gstin.to_string());
    for (name, text) in changes {
        texts[column_named(name).unwrap()] = Cow::Owned((*text).to_owned());
    }
    texts
}

fn read(changes: &[(&str, &str)]) -> Taxpayer {
    read_row(&texts(changes)).unwrap()
}

/// The columns that are at fault; no fault repeats a value.
fn faults(changes: &[(&str, &str)]) -> Vec<&'static str> {
    let faults = read_row(&texts(changes)).unwrap_err();
    for fault in &faults {
        for (name, value) in changes {
            let quoted = value.len() > 3 && fault.what.contains(value);
            assert!(!quoted, "{name}: {fault}");
        }
    }
    let columns = faults.iter().map(|fault| fault.column.unwrap().name);
    columns.collect()
}

#[test]
fn a_row_of_columns_and_the_registrys_answer_are_one_record() {
    let taxpayer = read(&[]);
    assert_eq!(taxpayer.registered_on, Some(date(2017, 7, 1)));
    assert_eq!(taxpayer.mobile.as_deref(), Some("9999912345"));
    let line = answer_json(&taxpayer).to_string();
    let again = read_row(&texts_of_json(&line).unwrap()).unwrap();
    assert_eq!(again, taxpayer);
}

#[test]
fn what_is_not_required_may_be_empty() {
    let empty: Vec<_> = COLUMNS
        .iter()
        .filter(|column| !column.is_required)
        .map(|column| (column.name, " "))
        .collect();
    let taxpayer = read(&empty);
    assert_eq!((taxpayer.trade_name, taxpayer.turnover), (None, None));
    assert_eq!((taxpayer.mobile, taxpayer.email), (None, None));
    assert_eq!(taxpayer.address.state.two_digits(), "29");
    let required: Vec<_> = COLUMNS
        .iter()
        .filter(|column| column.is_required)
        .map(|column| (column.name, ""))
        .collect();
    assert_eq!(faults(&required), ["gstin", "legal_name", "type", "status"]);
}

#[test]
fn spellings_that_are_meant_are_understood() {
    let taxpayer = read(&[
        ("registered_on", "2018-02-28"),
        ("cancelled_on", "28/02/2018"),
        ("type", "sez unit"),
        ("status", "CANCELLED SUO-MOTO"),
        ("state", "karnataka"),
        ("eway_bill_blocked", "TRUE"),
        ("turnover", "0"),
    ]);
    assert_eq!(taxpayer.registered_on, taxpayer.deregistered_on);
    assert_eq!(taxpayer.kind, TaxpayerType::SezUnit);
    assert_eq!(taxpayer.status, RegistrationStatus::Deregistered);
    assert!(taxpayer.blocked_for_eway_bill);
    assert_eq!(read(&[("type", "CTP")]).kind, TaxpayerType::Casual);
    assert_eq!(column_named(" Legal_Name "), Some(LEGAL_NAME));
    assert_eq!(column_named("name"), None);
}

#[test]
fn every_value_that_cannot_be_is_told() {
    for (column, wrong) in [
        ("gstin", "29AAACM0000A1Z"),
        ("gstin", "29AAACM0000A1-9"),
        ("gstin", "9999912345"),
        ("legal_name", "Malnad\u{0}Tools"),
        ("type", "9999912345"),
        ("status", "9999912345"),
        ("registered_on", "31/02/2020"),
        ("registered_on", "2020-02-28T00:00:00Z"),
        ("cancelled_on", "30/06/2017"),
        ("pin", "056001"),
        ("pin", "9999912345"),
        ("state", "27"),
        ("state", "Atlantis"),
        ("turnover", "1,25,000"),
        ("turnover", "-1"),
        ("turnover", "1.005"),
        ("mobile", "+919999912345"),
        ("mobile", "99999 12345"),
        ("email", "nobody"),
        ("email", "two@x.example, three@x.example"),
        ("eway_bill_blocked", "maybe"),
    ] {
        assert_eq!(faults(&[(column, wrong)]), [column], "{wrong}");
    }
}

#[test]
fn everything_wrong_with_a_row_is_told_at_once() {
    let told = faults(&[
        ("email", "nobody"),
        ("pin", "1234567"),
        ("type", "Irregular"),
        ("mobile", "123456"),
    ]);
    assert_eq!(told, ["type", "pin", "mobile", "email"]);
}

#[test]
fn the_check_digit_counts_where_there_is_one() {
    let mut gstin = texts(&[])[GSTIN].to_string();
    let last = if gstin.ends_with('7') { '8' } else { '7' };
    gstin.pop();
    gstin.push(last);
    assert_eq!(faults(&[("gstin", &gstin)]), ["gstin"]);
    read(&[("gstin", &gstin), ("type", "UIN Holder")]);
    let abroad = read(&[("gstin", "9917SGP29001OSZ"), ("type", "OID"), ("state", "")]);
    assert_eq!(abroad.address.state, StateCode::OTHER_COUNTRIES);
    assert_eq!(
        faults(&[("gstin", "9817SGP29001OSZ"), ("type", "OID"), ("state", "")]),
        ["gstin"]
    );
}

#[test]
fn texts_are_read_up_to_the_limit_and_not_beyond() {
    let name = "ம".repeat(TEXT_CHARS_MAX);
    assert_eq!(read(&[("legal_name", &name)]).legal_name, name);
    let longer = format!("{name}x");
    assert_eq!(faults(&[("street", &longer)]), ["street"]);
    let domain = "@malnad.example";
    let email = format!("{}{domain}", "a".repeat(EMAIL_CHARS_MAX - domain.len()));
    assert_eq!(read(&[("email", &email)]).email, Some(email.clone()));
    assert_eq!(faults(&[("email", &format!("a{email}"))]), ["email"]);
}

#[test]
fn json_that_is_no_record_is_told_without_its_text() {
    for wrong in ["", "{", "[]", "9999912345", "{\"gstin\": 9999912345"] {
        let faults = texts_of_json(wrong).unwrap_err();
        assert_eq!(faults.len(), 1, "{wrong}");
        assert!(!faults[0].to_string().contains("99999"), "{}", faults[0]);
    }
    let mut answer = answer_json(&read(&[]));
    answer["lgnm"] = json!(["a"]);
    answer["aato"] = json!(125_000_000);
    answer["sts"] = json!({});
    let faults = texts_of_json(&answer.to_string()).unwrap_err();
    let columns: Vec<_> = faults
        .iter()
        .map(|fault| fault.column.unwrap().pointer)
        .collect();
    assert_eq!(columns, ["/lgnm", "/sts"]);
}
