//! 4039: vehicle type R is not for transport by ship.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::invoice::{TransportMode, VehicleType};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4039",
        kind: Kind::Rule,
        english: Words {
            title: "Vehicle type R is not for transport by ship.",
            reason: "Ships carry over-dimensional cargo or no vehicle type.",
            fix: "Leave the vehicle type out or give O.",
        },
        hindi: Words {
            title: "वाहन प्रकार R जहाज़ से परिवहन के लिए नहीं है।",
            reason: "जहाज़ में बड़े आकार का माल होता है या वाहन का प्रकार नहीं होता।",
            fix: "वाहन का प्रकार न दें या O दें।",
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
    if transport.mode == Some(TransportMode::Ship)
        && transport.vehicle_type == Some(VehicleType::Regular)
    {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("VehType")));
    }
}
