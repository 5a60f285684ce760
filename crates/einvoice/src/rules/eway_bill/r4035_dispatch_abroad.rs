//! 4035: the dispatch state of an e-way bill cannot be other countries.

use gst::StateCode;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment, Origin};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4035",
        kind: Kind::Rule,
        english: Words {
            title: "The dispatch state of an e-way bill cannot be other countries.",
            reason: "An e-way bill begins within India.",
            fix: "Give the state from which the goods leave.",
        },
        hindi: Words {
            title: "ई-वे बिल का प्रेषण राज्य “अन्य देश” नहीं हो सकता।",
            reason: "ई-वे बिल भारत के भीतर आरंभ होता है।",
            fix: "वह राज्य दें जहाँ से माल चलता है।",
        },
        pointers: &["/DispDtls/Stcd"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let stop = &consignment.from;
    if stop.origin != Origin::Party && stop.state == StateCode::OTHER_COUNTRIES {
        findings.push(Finding::new(&RULE.entry, stop.pointer("Stcd")));
    }
}
