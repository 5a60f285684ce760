//! The request for an e-way bill by IRN.

use crate::eway_bill::BillRequest;
use crate::finding::Finding;

use super::faults::Faults;
use super::raw::{Raw, Shape};
use super::reader::Reader;
use super::{fields, not_an_object, one_value, read};

/// Reads a request for an e-way bill by IRN, or says all that is wrong with its shape: code 5002
/// each. What older documents call `TrnDocNo` and `TrnDocDt` is read where the newer names are
/// absent.
pub fn parse_bill_request(json: &[u8]) -> Result<BillRequest, Vec<Finding>> {
    let value = one_value(json)?;
    if value.shape() != Shape::Object {
        return Err(vec![not_an_object(value)]);
    }
    let mut faults = Faults::default();
    let request = request(value, &mut faults);
    let findings = faults.into_findings();
    match request {
        Some(request) if findings.is_empty() => Ok(request),
        _ => Err(findings),
    }
}

fn request(value: Raw<'_>, faults: &mut Faults) -> Option<BillRequest> {
    let mut reader = Reader::open(&fields::BILL_REQUEST, value, faults)?;
    let irn = reader.irn("Irn");
    let older_number = reader.text("TrnDocNo");
    let older_date = reader.date("TrnDocDt");
    let export_ship_to = reader.section(&fields::EXPORT_SHIP, read::destination);
    let dispatch_from = reader.section(&fields::DISPATCH, read::dispatch_from);
    let mut reader = Reader::open(&fields::BILL_TRANSPORT, value, faults)?;
    let mut transport = read::transport(&mut reader)?;
    transport.document_number = transport.document_number.or(older_number);
    transport.document_date = transport.document_date.or(older_date);
    Some(BillRequest {
        irn: irn?,
        transport,
        export_ship_to,
        dispatch_from,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::invoice::{TransportMode, VehicleType};

    fn full() -> Value {
        json!({
            "Irn": "ab".repeat(32),
            "Distance": 120,
            "TransMode": "1",
            "TransId": "29AAACM0000A1ZI",
            "TransName": "Kaveri Roadways",
            "TransDocDt": "02/06/2026",
            "TransDocNo": "GR/17",
            "VehNo": "KA12AB1234",
            "VehType": "R",
            "ExpShipDtls": {
                "Addr1": "Gate 2", "Loc": "Mangaluru", "Pin": 575_001, "Stcd": "29"
            },
            "DispDtls": {
                "Nm": "Depot", "Addr1": "Plot 4", "Addr2": "Yard", "Loc": "Hubballi",
                "Pin": 580_020, "Stcd": "29"
            }
        })
    }

    fn parse(value: &Value) -> Result<BillRequest, Vec<Finding>> {
        parse_bill_request(value.to_string().as_bytes())
    }

    fn pointers(value: &Value) -> Vec<String> {
        let findings = parse(value).unwrap_err();
        assert!(findings.iter().all(|found| found.code() == "5002"));
        findings.into_iter().map(|found| found.pointer).collect()
    }

    #[test]
    fn every_member_is_read() {
        let request = parse(&full()).unwrap();
        assert_eq!(request.irn.to_string(), "ab".repeat(32));
        let transport = &request.transport;
        assert_eq!(transport.mode, Some(TransportMode::Road));
        assert_eq!(transport.vehicle_type, Some(VehicleType::Regular));
        assert_eq!(transport.distance_km, 120);
        assert_eq!(transport.document_number.as_deref(), Some("GR/17"));
        assert_eq!(transport.document_date, Some(date(2026, 6, 2)));
        assert_eq!(transport.vehicle_number.as_deref(), Some("KA12AB1234"));
        assert_eq!(
            transport.transporter_name.as_deref(),
            Some("Kaveri Roadways")
        );
        let dispatch = request.dispatch_from.unwrap();
        assert_eq!(dispatch.address.line2.as_deref(), Some("Yard"));
        assert_eq!(request.export_ship_to.unwrap().state.value.number(), 29);
    }

    #[test]
    fn letter_case_and_older_names_are_understood() {
        let request = parse(&json!({
            "IRN": "AB".repeat(32), "distance": 0, "TransMode": "",
            "TrnDocNo": "17", "trndocdt": "02/06/2026", "DispDtls": {}, "ExpShipDtls": null
        }))
        .unwrap();
        assert_eq!(request.transport.mode, None);
        assert_eq!(request.transport.document_number.as_deref(), Some("17"));
        assert_eq!(request.transport.document_date, Some(date(2026, 6, 2)));
        assert_eq!(request.dispatch_from, None);
        assert_eq!(request.export_ship_to, None);
    }

    #[test]
    fn the_newer_name_holds() {
        let mut value = full();
        value["TrnDocNo"] = json!("OLD");
        let request = parse(&value).unwrap();
        assert_eq!(request.transport.document_number.as_deref(), Some("GR/17"));
    }

    #[test]
    fn faults_of_all_members_come_together() {
        let mut value = full();
        value["Irn"] = json!("zz".repeat(32));
        value["Distance"] = json!(4_001);
        value["TransMode"] = json!("5");
        value["DispDtls"]["Pin"] = json!("580020");
        let mut found = pointers(&value);
        found.sort();
        assert_eq!(found, ["/DispDtls/Pin", "/Distance", "/Irn", "/TransMode"]);
        value["Distance"] = json!(4_000);
        assert_eq!(pointers(&value).len(), 3);
    }

    #[test]
    fn what_has_to_be_there_is_missed() {
        let mut found = pointers(&json!({}));
        found.sort();
        assert_eq!(found, ["/Distance", "/Irn"]);
        assert_eq!(pointers(&json!([])), [""]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse_bill_request(&body);
        }

        #[test]
        fn any_spoilt_text_is_answered(place: prop::sample::Index, byte: u8) {
            let mut body = full().to_string().into_bytes();
            let place = place.index(body.len());
            body[place] = byte;
            if let Err(findings) = parse_bill_request(&body) {
                prop_assert!(!findings.is_empty());
            }
        }
    }
}
