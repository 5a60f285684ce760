//! Sample documents for the documentation, the portal and tests. All names and numbers in them
//! are invented.

use gst::{Decimal, DocumentNumber, Gstin, HsnCode, PinCode, StateCode};
use jiff::civil::Date;

use crate::calculator::{Calculator, Line};
use crate::invoice::{Address, AsSent, Buyer, Export, Invoice, PartyId, Seller, SupplyType};
use crate::json::invoice_request_json;

/// A supplier in Bengaluru.
pub fn seller() -> Seller {
    seller_of(gstin("29AAACM0000A1Z"))
}

/// The same supplier under another GSTIN of any state.
pub fn seller_of(gstin: Gstin) -> Seller {
    let state = gstin.state().unwrap_or(StateCode::OTHER_TERRITORY);
    Seller {
        gstin,
        legal_name: "Malnad Tools Private Limited".to_owned(),
        trade_name: Some("Malnad Tools".to_owned()),
        address: address("12 Market Road", "Bengaluru", 560_001),
        state: sent(state),
        phone: Some("9999912345".to_owned()),
        email: Some("accounts@malnadtools.example".to_owned()),
    }
}

/// A recipient in Mysuru.
pub fn buyer() -> Buyer {
    let karnataka = StateCode::from_number(29).expect("29 is a state of the table");
    Buyer {
        id: PartyId::Registered(gstin("29AAACB0000B1Z")),
        legal_name: "Banashankari Traders LLP".to_owned(),
        trade_name: None,
        place_of_supply: sent(karnataka),
        address: address("4 Palace Street", "Mysuru", 570_001),
        state: sent(karnataka),
        phone: None,
        email: None,
    }
}

/// A recipient outside India.
pub fn buyer_abroad() -> Buyer {
    Buyer {
        id: PartyId::Unregistered,
        legal_name: "Harbour Hardware Trading".to_owned(),
        trade_name: None,
        place_of_supply: sent(StateCode::OTHER_COUNTRIES),
        address: address("Dock 7", "Jebel Ali", PinCode::ABROAD.get()),
        state: sent(StateCode::OTHER_COUNTRIES),
        phone: None,
        email: None,
    }
}

/// An invoice for goods and a service, within Karnataka.
pub fn domestic_invoice(number: &DocumentNumber, date: Date) -> Invoice {
    Calculator::new(seller(), buyer(), number.clone(), date)
        .line(drills())
        .line(Line::new(
            "Sharpening of drill bits",
            hsn("998719"),
            (Decimal::from(20), "NOS"),
            Decimal::new(3_750, 2),
            Decimal::from(18),
        ))
        .finish()
}

/// An invoice for an export with payment of tax.
pub fn export_invoice(number: &DocumentNumber, date: Date) -> Invoice {
    Calculator::new(seller(), buyer_abroad(), number.clone(), date)
        .supply_type(SupplyType::ExportWithPayment)
        .export(Export {
            shipping_bill: None,
            shipping_bill_date: None,
            port: Some("INNSA1".to_owned()),
            refund_claim: Some(true),
            currency: Some("AED".to_owned()),
            country: Some("AE".to_owned()),
            duty: None,
        })
        .line(drills())
        .finish()
}

/// A request as an ERP would write it, with line breaks.
pub fn pretty_request_json(invoice: &Invoice) -> String {
    let value: serde_json::Value = serde_json::from_str(&invoice_request_json(invoice))
        .expect("what the writer writes is JSON");
    serde_json::to_string_pretty(&value).expect("a value has only texts as keys")
}

fn drills() -> Line {
    Line::new(
        "Hand drill",
        hsn("82052000"),
        (Decimal::from(10), "NOS"),
        Decimal::new(125_000, 2),
        Decimal::from(18),
    )
}

fn gstin(first14: &str) -> Gstin {
    Gstin::with_check_digit(first14).expect("only the numbers in this file come here")
}

fn hsn(code: &str) -> HsnCode {
    HsnCode::parse(code).expect("only the codes in this file come here")
}

fn sent(state: StateCode) -> AsSent<StateCode> {
    AsSent {
        value: state,
        text: state.two_digits().into(),
    }
}

fn address(line1: &str, location: &str, pin: u32) -> Address {
    Address {
        line1: line1.to_owned(),
        line2: None,
        location: location.to_owned(),
        pin: PinCode::new(pin),
    }
}
