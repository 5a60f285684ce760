//! 4033: the ship-to PIN code of an e-way bill cannot be 999999.

use gst::PinCode;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment, Origin};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4033",
        kind: Kind::Rule,
        english: Words {
            title: "The ship-to PIN code of an e-way bill cannot be 999999.",
            reason: "An e-way bill goes to a place in India.",
            fix: "Give the PIN code of the place where the goods leave India.",
        },
        hindi: Words {
            title: "ई-वे बिल का शिप-टू पिन कोड 999999 नहीं हो सकता।",
            reason: "ई-वे बिल भारत के किसी स्थान तक होता है।",
            fix: "उस स्थान का पिन कोड दें जहाँ से माल भारत से बाहर जाता है।",
        },
        pointers: &["/ShipDtls/Pin", "/ExpShipDtls/Pin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let stop = &consignment.to;
    if stop.origin != Origin::Party && stop.address.pin == Some(PinCode::ABROAD) {
        findings.push(Finding::new(&RULE.entry, stop.pointer("Pin")));
    }
}
