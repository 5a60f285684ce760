//! 4013: the distance is too short for the two PIN codes.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::rules::eway_bill::distance;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4013",
        kind: Kind::Rule,
        english: Words {
            title: "The distance is too short for the two PIN codes.",
            reason: "No way between the two PIN codes can be that short.",
            fix: "Correct the distance, or give 0 to have it computed.",
        },
        hindi: Words {
            title: "दूरी दोनों पिन कोड के हिसाब से बहुत कम है।",
            reason: "दोनों पिन कोडों के बीच कोई मार्ग इतना छोटा नहीं हो सकता।",
            fix: "दूरी सुधारें, या गणना के लिए 0 दें।",
        },
        pointers: &["/EwbDtls/Distance", "/Distance"],
        since: None,
        source: "NIC e-Invoice API, list of error codes (4013, 4038): which of the two is for \
                 distances that are too short is not said",
        grade: Grade::Guess,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, facts: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let Some(limits) = distance::limits_in_force(consignment, facts) else {
        return;
    };
    let given = consignment.transport.distance_km;
    if given < *limits.start() {
        findings.push(distance::finding(&RULE.entry, consignment, &limits));
    }
}
