//! 4024: over-dimensional cargo goes only by road or ship.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::invoice::{TransportMode, VehicleType};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4024",
        kind: Kind::Rule,
        english: Words {
            title: "Over-dimensional cargo goes only by road or ship.",
            reason: "Vehicle type O is for vehicles on the road and for ships.",
            fix: "Correct the vehicle type or the mode of transport.",
        },
        hindi: Words {
            title: "बड़े आकार का माल केवल सड़क या जहाज़ से जाता है।",
            reason: "वाहन प्रकार O सड़क के वाहनों और जहाज़ों के लिए है।",
            fix: "वाहन का प्रकार या परिवहन का माध्यम सुधारें।",
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
    if matches!(
        transport.mode,
        Some(TransportMode::Rail | TransportMode::Air)
    ) && transport.vehicle_type == Some(VehicleType::OverDimensional)
    {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("VehType")));
    }
}
