//! 4029: the distance cannot be 0 within one PIN code.

use gst::eway_bill::SAME_PIN_KM_MAX;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::rules::eway_bill::distance;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4029",
        kind: Kind::Rule,
        english: Words {
            title: "The distance cannot be 0 within one PIN code.",
            reason: "Between two places of one PIN code the distance cannot be computed.",
            fix: "Give the distance in kilometres, 1 to 100.",
        },
        hindi: Words {
            title: "एक ही पिन कोड के भीतर दूरी 0 नहीं हो सकती।",
            reason: "एक ही पिन कोड के दो स्थानों के बीच की दूरी की गणना नहीं हो सकती।",
            fix: "दूरी किलोमीटर में दें, 1 से 100।",
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
    let is_one_pin = consignment.from.address.pin == consignment.to.address.pin;
    let can_be = consignment.from.address.pin.is_some() && !consignment.to.is_abroad();
    if is_one_pin && can_be && consignment.transport.distance_km == 0 {
        findings.push(distance::finding(
            &RULE.entry,
            consignment,
            &(1..=SAME_PIN_KM_MAX),
        ));
    }
}
