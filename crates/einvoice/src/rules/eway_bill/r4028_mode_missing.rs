//! 4028: the mode of transport is missing.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4028",
        kind: Kind::Rule,
        english: Words {
            title: "The mode of transport is missing.",
            reason: "Vehicle and transport document mean something only with their mode.",
            fix: "Give 1 for road, 2 for rail, 3 for air or 4 for ship.",
        },
        hindi: Words {
            title: "परिवहन का माध्यम नहीं दिया गया है।",
            reason: "वाहन और परिवहन दस्तावेज़ माध्यम के साथ ही अर्थ रखते हैं।",
            fix: "सड़क के लिए 1, रेल के लिए 2, हवाई के लिए 3 या जहाज़ के लिए 4 दें।",
        },
        pointers: &["/EwbDtls/TransMode", "/TransMode"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let transport = consignment.transport;
    if transport.mode.is_none() && !transport.is_part_a_only() {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("TransMode")));
    }
}
