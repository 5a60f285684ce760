//! 4036: the dispatch PIN code of an e-way bill cannot be 999999.

use gst::PinCode;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment, Origin};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4036",
        kind: Kind::Rule,
        english: Words {
            title: "The dispatch PIN code of an e-way bill cannot be 999999.",
            reason: "Goods set out from a place in India.",
            fix: "Give the PIN code from which the goods leave.",
        },
        hindi: Words {
            title: "ई-वे बिल का प्रेषण पिन कोड 999999 नहीं हो सकता।",
            reason: "माल भारत के किसी स्थान से चलता है।",
            fix: "वह पिन कोड दें जहाँ से माल चलता है।",
        },
        pointers: &["/DispDtls/Pin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let stop = &consignment.from;
    if stop.origin != Origin::Party && stop.address.pin == Some(PinCode::ABROAD) {
        findings.push(Finding::new(&RULE.entry, stop.pointer("Pin")));
    }
}
