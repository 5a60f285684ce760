//! 4022: the vehicle type is missing for transport by road.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::invoice::TransportMode;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4022",
        kind: Kind::Rule,
        english: Words {
            title: "The vehicle type is missing for transport by road.",
            reason: "The validity of an e-way bill depends on it.",
            fix: "Give R for regular or O for over-dimensional cargo.",
        },
        hindi: Words {
            title: "सड़क परिवहन के लिए वाहन का प्रकार नहीं दिया गया है।",
            reason: "ई-वे बिल की वैधता इसी पर निर्भर है।",
            fix: "सामान्य के लिए R या बड़े आकार के माल के लिए O दें।",
        },
        pointers: &["/EwbDtls/VehType", "/VehType"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let transport = consignment.transport;
    if transport.mode == Some(TransportMode::Road) && transport.vehicle_type.is_none() {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("VehType")));
    }
}
