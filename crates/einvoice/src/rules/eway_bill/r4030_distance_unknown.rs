//! 4030: the distance between the two PIN codes is not known.

use gst::masters;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::{Detail, Finding};
use crate::rules::eway_bill::distance;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4030",
        kind: Kind::Rule,
        english: Words {
            title: "The distance between the two PIN codes is not known.",
            reason: "One of them is not on the map.",
            fix: "Give the distance in kilometres.",
        },
        hindi: Words {
            title: "दोनों पिन कोडों के बीच की दूरी ज्ञात नहीं है।",
            reason: "उनमें से एक मानचित्र पर नहीं है।",
            fix: "दूरी किलोमीटर में दें।",
        },
        pointers: &["/EwbDtls/Distance", "/Distance"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let Some((from, to)) = distance::pins(consignment) else {
        return;
    };
    let is_asked = from != to && consignment.transport.distance_km == 0;
    if is_asked && masters::distance_km(from, to).is_none() {
        findings.push(
            Finding::new(&RULE.entry, consignment.pointer("Distance")).with(Detail {
                english: format!("They are {from} and {to}.").into(),
                hindi: format!("वे {from} और {to} हैं।").into(),
                found: None,
                expected: None,
            }),
        );
    }
}
