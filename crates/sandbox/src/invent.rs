//! A taxpayer for any GSTIN: invented, and the same one every time.
//!
//! Integrators bring their own test data. A GSTIN that nobody seeded gets an active, regular
//! taxpayer of its own state, whose turnover is above the threshold of e-invoices and below that
//! of the 30-day limit, so that documents of any date are accepted.

use gst::{Decimal, Gstin, PrincipalPlace, RegistrationStatus, Taxpayer, TaxpayerType};
use jiff::civil::{Date, date};
use seal::token;

use crate::places;

/// Turnover of invented taxpayers in rupees: 7 crore.
pub const TURNOVER_RUPEES: i64 = 70_000_000;

/// Since when invented taxpayers are registered: the day GST began.
const REGISTERED_ON: Date = date(2017, 7, 1);

/// First words of names.
const NAMES: [&str; 32] = [
    "Amaltas",
    "Banyan",
    "Chinar",
    "Deodar",
    "Gulmohar",
    "Harsingar",
    "Jacaranda",
    "Kadamba",
    "Kachnar",
    "Kewda",
    "Mahua",
    "Malati",
    "Neem",
    "Palash",
    "Parijat",
    "Peepal",
    "Rohida",
    "Sagwan",
    "Sal",
    "Semal",
    "Shisham",
    "Tulsi",
    "Aravalli",
    "Satpura",
    "Sahyadri",
    "Nilgiri",
    "Tungabhadra",
    "Betwa",
    "Chambal",
    "Godavari",
    "Narmada",
    "Sharavathi",
];

/// Second words of names.
const TRADES: [&str; 24] = [
    "Agencies",
    "Textiles",
    "Steel Works",
    "Packaging",
    "Ceramics",
    "Polymers",
    "Foods",
    "Electricals",
    "Castings",
    "Hardware",
    "Instruments",
    "Paper Mills",
    "Tools",
    "Spices",
    "Furniture",
    "Logistics",
    "Chemicals",
    "Pumps",
    "Bearings",
    "Cables",
    "Garments",
    "Printers",
    "Glass Works",
    "Auto Parts",
];

/// Streets.
const STREETS: [&str; 12] = [
    "Station Road",
    "Gandhi Road",
    "Nehru Marg",
    "Market Road",
    "Temple Street",
    "Mill Road",
    "Lake View Road",
    "Court Road",
    "Clock Tower Road",
    "Fort Road",
    "College Road",
    "Canal Road",
];

/// Localities.
const LOCALITIES: [&str; 12] = [
    "Industrial Area",
    "Old Town",
    "Civil Lines",
    "Ashok Nagar",
    "Shanti Nagar",
    "Transport Nagar",
    "Subhash Nagar",
    "Gandhi Nagar",
    "Sadar Bazaar",
    "Lakshmi Nagar",
    "Raj Nagar",
    "Vikas Nagar",
];

/// The invented taxpayer of a GSTIN; `None` if its first two digits are no state of India.
pub fn taxpayer(gstin: &Gstin) -> Option<Taxpayer> {
    let place = places::of(gstin.state()?)?;
    let dice = token::sha256(gstin.as_str());
    let pick = |die: usize, words: &[&'static str]| words[usize::from(dice[die]) % words.len()];
    let trade_name = format!("{} {}", pick(0, &NAMES), pick(1, &TRADES));
    let (constitution, suffix) = constitution(gstin);
    let mobile_end = u32::from(dice[2]) << 8 | u32::from(dice[3]);
    Some(Taxpayer {
        gstin: *gstin,
        legal_name: format!("{trade_name}{suffix}"),
        trade_name: Some(trade_name),
        constitution: constitution.to_owned(),
        kind: kind(gstin),
        status: RegistrationStatus::Active,
        registered_on: Some(REGISTERED_ON),
        deregistered_on: None,
        address: PrincipalPlace {
            building_name: String::new(),
            building_number: (u32::from(dice[4]) + 1).to_string(),
            floor: String::new(),
            street: pick(5, &STREETS).to_owned(),
            locality: format!("{}, {}", pick(6, &LOCALITIES), place.town),
            district: place.district.to_owned(),
            pin: Some(place.pin),
            state: place.state,
        },
        turnover: Some(Decimal::from(TURNOVER_RUPEES)),
        mobile: Some(format!("99999{mobile_end:05}")),
        email: Some(format!(
            "accounts@{}.example",
            gstin.as_str().to_lowercase()
        )),
        blocked_for_eway_bill: false,
    })
}

/// The fourteenth character of an e-commerce operator's GSTIN is C; of all other kinds that are
/// invented it says nothing.
fn kind(gstin: &Gstin) -> TaxpayerType {
    if gstin.as_str().as_bytes()[13] == b'C' {
        TaxpayerType::TaxCollector
    } else {
        TaxpayerType::Regular
    }
}

/// What the fourth letter of the PAN says of its holder, and how such names end.
fn constitution(gstin: &Gstin) -> (&'static str, &'static str) {
    match gstin.pan().as_bytes()[3] {
        b'P' => ("Proprietorship", ""),
        b'F' => ("Partnership", " and Sons"),
        b'H' => ("Hindu Undivided Family", " HUF"),
        b'A' | b'T' => ("Society/ Club/ Trust/ AOP", " Trust"),
        b'G' => ("Government Department", " Department"),
        b'L' => ("Local Authority", " Board"),
        _ => ("Private Limited Company", " Private Limited"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use gst::thresholds;

    use super::*;

    fn gstin(first14: &str) -> Gstin {
        Gstin::with_check_digit(first14).unwrap()
    }

    #[test]
    fn the_same_gstin_is_always_the_same_taxpayer() {
        let number = gstin("29ABCCK1234L1Z");
        assert_eq!(taxpayer(&number), taxpayer(&number));
    }

    #[test]
    fn the_address_is_in_the_state_of_the_gstin() {
        let invented = taxpayer(&gstin("33ABCPK1234L1Z")).unwrap();
        assert_eq!(invented.address.state.english_name(), "Tamil Nadu");
        assert_eq!(invented.address.pin.unwrap().get() / 10_000, 60);
        assert_eq!(invented.constitution, "Proprietorship");
    }

    #[test]
    fn enabled_and_below_the_reporting_limit() {
        let invented = taxpayer(&gstin("07ABCFK1234L1Z")).unwrap();
        let today = date(2026, 8, 1);
        let turnover = invented.turnover.unwrap();
        assert!(turnover > thresholds::e_invoice_above(today).unwrap());
        assert!(turnover < thresholds::reporting_limit_from(today).unwrap());
    }

    #[test]
    fn mobiles_have_ten_digits_and_names_differ() {
        let mut names = HashSet::new();
        for number in 0..500 {
            let invented = taxpayer(&gstin(&format!("27ABCCK{number:04}L1Z"))).unwrap();
            let mobile = invented.mobile.unwrap();
            assert_eq!(mobile.len(), 10, "{mobile}");
            assert!(mobile.starts_with("99999"));
            names.insert(invented.legal_name);
        }
        assert!(names.len() > 200, "only {} names", names.len());
    }

    #[test]
    fn nobody_lives_outside_the_states() {
        assert!(taxpayer(&gstin("39ABCCK1234L1Z")).is_none());
        assert!(taxpayer(&gstin("96ABCCK1234L1Z")).is_none());
        assert!(taxpayer(&gstin("99ABCCK1234L1Z")).is_none());
    }
}
