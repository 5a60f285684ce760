//! What holds for every document.

use gst::Decimal;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{SUPPLY_TYPES, invoice_request_json, parse};
use super::{FULL, accepted, parse_value, pointers};
use crate::calculator::{Calculator, Line};
use crate::example;
use crate::payload;
use crate::{Invoice, Policy};

/// Values that no member expects everywhere.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(json!([])),
        Just(json!([[{}]])),
        Just(json!({"Nm": 1})),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_answered(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&body, &Policy::default());
    }

    #[test]
    fn any_spoilt_text_is_answered(cut in 0_usize..3000, byte in any::<u8>()) {
        let mut body = FULL.as_bytes().to_vec();
        let place = cut % body.len();
        body[place] = byte;
        if let Err(findings) = parse(&body, &Policy::default()) {
            prop_assert!(!findings.is_empty());
        }
        prop_assert!(parse(&body[..place], &Policy::default()).is_err());
    }

    #[test]
    fn any_odd_value_at_any_place_is_answered(
        place in any::<prop::sample::Index>(),
        value in odd_value(),
    ) {
        let mut document: Value = serde_json::from_str(FULL).unwrap();
        let pointers = pointers(&document, "");
        let pointer = place.get(&pointers);
        *document.pointer_mut(pointer).unwrap() = value;
        match parse_value(&document, &Policy::default()) {
            Ok(invoice) => {
                let again = parse(invoice_request_json(&invoice).as_bytes(), &Policy::default());
                prop_assert_eq!(again.as_ref().ok(), Some(&invoice));
                let registered = payload::invoice_json(&invoice, 1, Timestamp::UNIX_EPOCH);
                let expected = Invoice { precomputed_irn: None, ..invoice };
                prop_assert_eq!(payload::reread(&registered), Some(expected));
            }
            Err(findings) => {
                prop_assert_eq!(findings.len(), 1);
                prop_assert_eq!(&findings[0].pointer, pointer);
            }
        }
    }

    #[test]
    fn number_is_echoed_with_its_decimals(units in 0_i64..=999_999_999_999, scale in 0_u32..=2) {
        let number = Decimal::new(units, scale).to_string();
        let invoice = accepted("/ItemList/0/TotAmt", serde_json::from_str(&number).unwrap());
        let expected = format!("\"TotAmt\":{number},");
        prop_assert!(invoice_request_json(&invoice).contains(&expected));
    }

    #[test]
    fn calculated_document_is_written_and_read_back(
        lines in proptest::collection::vec(line(), 1..8),
        supply in prop::sample::select(SUPPLY_TYPES.to_vec()),
        number in "[A-Z1-9][A-Z0-9/-]{0,15}",
    ) {
        let number = number.parse().unwrap();
        let day = date(2026, 6, 1);
        let calculator = Calculator::new(example::seller(), example::buyer(), number, day);
        let calculator = calculator.supply_type(supply);
        let invoice = lines.into_iter().fold(calculator, Calculator::line).finish();
        let read = parse(invoice_request_json(&invoice).as_bytes(), &Policy::default());
        prop_assert_eq!(read.as_ref().ok(), Some(&invoice));
        let acked_at = Timestamp::from_second(1_780_000_000).unwrap();
        let registered = payload::invoice_json(&invoice, 182_610_000_000_001, acked_at);
        prop_assert_eq!(payload::reread(&registered), Some(invoice));
    }
}

/// Any line that stays below the schema's bounds.
fn line() -> impl Strategy<Value = Line> {
    let texts = ("[a-zA-Z क-ह&'/.,-]{3,300}", "[1-9][0-9]{5}");
    let amounts = (
        0_i64..=9_999_999,
        0_i64..=99_999_999,
        0_i64..=100,
        0_i64..=40_000,
    );
    (texts, amounts).prop_map(|((description, hsn), (quantity, price, discount, rate))| {
        let hsn = hsn.parse().unwrap();
        let quantity = (Decimal::new(quantity, 3), "KGS");
        let price = Decimal::new(price, 2);
        let mut line = Line::new(&description, hsn, quantity, price, Decimal::new(rate, 3));
        line.discount = Decimal::new(discount, 2).min(line.quantity * price).trunc();
        line.cess_rate = Decimal::from(discount);
        line
    })
}
