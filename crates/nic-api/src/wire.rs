//! The JSON inside the envelope, in NIC's names and order.

use einvoice::Irn;
use gst::{Taxpayer, ist};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};
use service::{AuthGrant, CancelledDocument};
use store::eway_bills::EwayBill;
use store::line::Registered;

use crate::body::BodyFault;
use crate::reply::push_text;

/// An authentication's answer.
pub(crate) fn grant(grant: &AuthGrant) -> Vec<u8> {
    let mut json = Vec::with_capacity(256);
    json.extend_from_slice(br#"{"ClientId":"#);
    push_text(&mut json, &grant.client_id);
    json.extend_from_slice(br#","UserName":"#);
    push_text(&mut json, &grant.user_name);
    json.extend_from_slice(br#","AuthToken":"#);
    push_text(&mut json, &grant.auth_token);
    json.extend_from_slice(br#","Sek":"#);
    push_text(&mut json, &grant.sek);
    json.extend_from_slice(br#","TokenExpiry":"#);
    push_text(&mut json, &ist::date_time(grant.expires_at));
    json.push(b'}');
    json
}

/// A registered document with its active e-way bill: the answer to generating it and to getting
/// it, byte for byte the same while nothing is cancelled. Members that have no value are null,
/// never absent.
pub(crate) fn document(registered: &Registered, bill: Option<&EwayBill>) -> Vec<u8> {
    let summary = registered.summary();
    let invoice = registered.signed_invoice();
    let qr_code = registered.signed_qr_code();
    let mut json = Vec::with_capacity(invoice.len() + qr_code.len() + 384);
    json.extend_from_slice(br#"{"AckNo":"#);
    json.extend_from_slice(summary.ack_number.to_string().as_bytes());
    // Dates, hexadecimal digits and compact JWS hold nothing that JSON escapes.
    push_bare(&mut json, "AckDt", &ist::date_time(summary.acked_at));
    push_bare(&mut json, "Irn", &registered.irn().to_string());
    push_bare(&mut json, "SignedInvoice", invoice);
    push_bare(&mut json, "SignedQRCode", qr_code);
    let cancellation = registered.cancellation();
    let status = if cancellation.is_some() { "CNL" } else { "ACT" };
    push_bare(&mut json, "Status", status);
    json.push(b',');
    push_bill(&mut json, bill);
    if let Some(cancellation) = cancellation {
        push_bare(&mut json, "CancelDate", &ist::date_time(cancellation.at));
    }
    json.push(b'}');
    json
}

/// The answer to making an e-way bill.
pub(crate) fn bill(bill: &EwayBill) -> Vec<u8> {
    let mut json = vec![b'{'];
    push_bill(&mut json, Some(bill));
    json.push(b'}');
    json
}

/// Appends the members that say which e-way bill there is.
fn push_bill(json: &mut Vec<u8>, bill: Option<&EwayBill>) {
    let Some(bill) = bill else {
        json.extend_from_slice(br#""EwbNo":null,"EwbDt":null,"EwbValidTill":null,"Remarks":null"#);
        return;
    };
    json.extend_from_slice(br#""EwbNo":"#);
    json.extend_from_slice(bill.number.to_string().as_bytes());
    push_bill_dates(json, bill);
    json.extend_from_slice(br#","Remarks":null"#);
}

/// Appends when a bill was made, and until when it is good: null for Part A alone.
fn push_bill_dates(json: &mut Vec<u8>, bill: &EwayBill) {
    push_bare(json, "EwbDt", &ist::date_time(bill.made_at));
    match bill.valid_until {
        Some(until) => push_bare(json, "EwbValidTill", &ist::date_time(until)),
        None => json.extend_from_slice(br#","EwbValidTill":null"#),
    }
}

/// The answer to getting an e-way bill.
pub(crate) fn bill_details(bill: &EwayBill) -> Vec<u8> {
    let mut json = format!(r#"{{"EwbNo":{}"#, bill.number).into_bytes();
    let cancelled = bill.cancellation.is_some();
    push_bare(&mut json, "Status", if cancelled { "CNL" } else { "ACT" });
    push_bare(&mut json, "GenGstin", bill.made_by.as_str());
    push_bill_dates(&mut json, bill);
    json.push(b'}');
    json
}

/// Several documents.
pub(crate) fn documents(registered: &[Registered]) -> Vec<u8> {
    let mut json = vec![b'['];
    for (index, registered) in registered.iter().enumerate() {
        if index > 0 {
            json.push(b',');
        }
        json.extend_from_slice(&document(registered, None));
    }
    json.push(b']');
    json
}

/// The answer to checking a document in which nothing is wrong: the IRN that it would get.
pub(crate) fn faultless(irn: Option<Irn>) -> Vec<u8> {
    let irn = irn.map_or_else(|| "null".to_owned(), |irn| format!("\"{irn}\""));
    format!(r#"{{"Irn":{irn},"Findings":[]}}"#).into_bytes()
}

/// A cancellation's answer.
pub(crate) fn cancelled(cancelled: &CancelledDocument) -> Vec<u8> {
    let at = ist::date_time(cancelled.at);
    format!(r#"{{"Irn":"{}","CancelDate":"{at}"}}"#, cancelled.irn).into_bytes()
}

/// Appends a member that is not the first, whose text needs no escapes.
fn push_bare(json: &mut Vec<u8>, name: &str, text: &str) {
    json.extend_from_slice(b",\"");
    json.extend_from_slice(name.as_bytes());
    json.extend_from_slice(b"\":\"");
    json.extend_from_slice(text.as_bytes());
    json.push(b'"');
}

/// What a client asks to have cancelled. A member that is missing is empty, and is refused as an
/// empty one is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CancelRequest {
    pub(crate) irn: String,
    pub(crate) reason: String,
    pub(crate) remark: String,
}

impl CancelRequest {
    /// Reads the decrypted body; the reason may be a number or its text.
    pub(crate) fn read(json: &[u8]) -> Result<Self, BodyFault> {
        let members: Map<String, Value> =
            serde_json::from_slice(json).map_err(|_| BodyFault::NotJson)?;
        Ok(Self {
            irn: text(&members, "Irn"),
            reason: text(&members, "CnlRsn"),
            remark: text(&members, "CnlRem"),
        })
    }
}

/// A member as text, whatever the letter case of its name.
pub(crate) fn text(members: &Map<String, Value>, name: &str) -> String {
    match member(members, name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A member, whatever the letter case of its name.
pub(crate) fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members
        .iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Which form of the taxpayer's details a client knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DetailsVersion {
    /// Without the dates of registration.
    V103,
    /// With them.
    V104,
}

/// A taxpayer's details.
pub(crate) fn taxpayer(taxpayer: &Taxpayer, version: DetailsVersion) -> Vec<u8> {
    let place = &taxpayer.address;
    let dates = (version == DetailsVersion::V104).then_some(Dates {
        registered: taxpayer.registered_on,
        deregistered: taxpayer.deregistered_on,
    });
    let details = Details {
        gstin: taxpayer.gstin.as_str(),
        trade_name: taxpayer.trade_name.as_deref().unwrap_or_default(),
        legal_name: &taxpayer.legal_name,
        building_name: &place.building_name,
        building_number: &place.building_number,
        floor: &place.floor,
        street: &place.street,
        locality: &place.locality,
        state: place.state.two_digits().parse().unwrap_or_default(),
        pin: place.pin.map(gst::PinCode::get),
        kind: taxpayer.kind.nic_code(),
        status: taxpayer.status.nic_code(),
        blocked: if taxpayer.blocked_for_eway_bill {
            "B"
        } else {
            "U"
        },
        dates,
    };
    serde_json::to_vec(&details).expect("writing plain members to memory cannot fail")
}

#[derive(Serialize)]
struct Details<'a> {
    #[serde(rename = "Gstin")]
    gstin: &'a str,
    #[serde(rename = "TradeName")]
    trade_name: &'a str,
    #[serde(rename = "LegalName")]
    legal_name: &'a str,
    #[serde(rename = "AddrBnm")]
    building_name: &'a str,
    #[serde(rename = "AddrBno")]
    building_number: &'a str,
    #[serde(rename = "AddrFlno")]
    floor: &'a str,
    #[serde(rename = "AddrSt")]
    street: &'a str,
    #[serde(rename = "AddrLoc")]
    locality: &'a str,
    #[serde(rename = "StateCode")]
    state: u8,
    #[serde(rename = "AddrPncd")]
    pin: Option<u32>,
    #[serde(rename = "TxpType")]
    kind: &'static str,
    #[serde(rename = "Status")]
    status: &'static str,
    #[serde(rename = "BlkStatus")]
    blocked: &'static str,
    #[serde(flatten)]
    dates: Option<Dates>,
}

#[derive(Serialize)]
struct Dates {
    #[serde(rename = "DtReg")]
    registered: Option<Date>,
    #[serde(rename = "DtDReg")]
    deregistered: Option<Date>,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use gst::{Gstin, PinCode, PrincipalPlace, RegistrationStatus, StateCode, TaxpayerType};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn cancel_requests_of_clients_are_read() {
        let expected = CancelRequest {
            irn: "ab".to_owned(),
            reason: "1".to_owned(),
            remark: "Wrong entry".to_owned(),
        };
        for json in [
            r#"{"Irn":"ab","CnlRsn":"1","CnlRem":"Wrong entry"}"#,
            r#"{"Irn":"ab","Cnlrsn":1,"Cnlrem":"Wrong entry"}"#,
            r#"{"IRN":"ab","cnlrsn":"1","CNLREM":"Wrong entry","Extra":[]}"#,
        ] {
            assert_eq!(CancelRequest::read(json.as_bytes()).unwrap(), expected);
        }
        assert_eq!(
            CancelRequest::read(b"{}").unwrap(),
            CancelRequest::default()
        );
        assert_eq!(CancelRequest::read(b"[]"), Err(BodyFault::NotJson));
        assert_eq!(CancelRequest::read(b"\xff"), Err(BodyFault::NotJson));
    }

    fn loom() -> Taxpayer {
        Taxpayer {
            gstin: Gstin::with_check_digit("29AAAPL2356Q1Z").unwrap(),
            legal_name: "Kaveri Looms \"KL\"".to_owned(),
            trade_name: None,
            constitution: "Partnership".to_owned(),
            kind: TaxpayerType::SezDeveloper,
            status: RegistrationStatus::Suspended,
            registered_on: Some(date(2017, 7, 1)),
            deregistered_on: None,
            address: PrincipalPlace {
                building_name: String::new(),
                building_number: "12".to_owned(),
                floor: "2".to_owned(),
                street: "MG Road".to_owned(),
                locality: "Bengaluru".to_owned(),
                district: "Bengaluru Urban".to_owned(),
                pin: PinCode::new(560_001),
                state: StateCode::parse("29").unwrap(),
            },
            turnover: None,
            mobile: Some("9999912345".to_owned()),
            email: None,
            blocked_for_eway_bill: false,
        }
    }

    #[test]
    fn details_have_numbers_for_state_and_pin_and_no_contact() {
        let text = |version| String::from_utf8(taxpayer(&loom(), version)).unwrap();
        let common = concat!(
            r#"{"Gstin":"29AAAPL2356Q1ZT","TradeName":"","LegalName":"Kaveri Looms \"KL\"","#,
            r#""AddrBnm":"","AddrBno":"12","AddrFlno":"2","AddrSt":"MG Road","#,
            r#""AddrLoc":"Bengaluru","StateCode":29,"AddrPncd":560001,"TxpType":"SED","#,
            r#""Status":"SUS","BlkStatus":"U""#,
        );
        let gstin = loom().gstin.to_string();
        let common = common.replace("29AAAPL2356Q1ZT", &gstin);
        assert_eq!(text(DetailsVersion::V103), format!("{common}}}"));
        let dates = r#","DtReg":"2017-07-01","DtDReg":null}"#;
        assert_eq!(text(DetailsVersion::V104), format!("{common}{dates}"));
    }
}
