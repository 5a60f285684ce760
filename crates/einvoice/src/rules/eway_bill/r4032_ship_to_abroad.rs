//! 4032: the ship-to state of an e-way bill cannot be other countries.

use gst::StateCode;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment, Origin};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4032",
        kind: Kind::Rule,
        english: Words {
            title: "The ship-to state of an e-way bill cannot be other countries.",
            reason: "An e-way bill ends within India.",
            fix: "Give the state of the place where the goods leave India.",
        },
        hindi: Words {
            title: "ई-वे बिल का शिप-टू राज्य “अन्य देश” नहीं हो सकता।",
            reason: "ई-वे बिल भारत के भीतर समाप्त होता है।",
            fix: "उस स्थान का राज्य दें जहाँ से माल भारत से बाहर जाता है।",
        },
        pointers: &["/ShipDtls/Stcd", "/ExpShipDtls/Stcd"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let stop = &consignment.to;
    if stop.origin != Origin::Party && stop.state == StateCode::OTHER_COUNTRIES {
        findings.push(Finding::new(&RULE.entry, stop.pointer("Stcd")));
    }
}
