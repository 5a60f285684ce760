//! 4011: the vehicle number is missing for transport by road.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::invoice::TransportMode;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4011",
        kind: Kind::Rule,
        english: Words {
            title: "The vehicle number is missing for transport by road.",
            reason: "By road the vehicle has to be known before the goods move.",
            fix: "Give the vehicle number, or only the transporter, who adds the vehicle later.",
        },
        hindi: Words {
            title: "सड़क परिवहन के लिए वाहन संख्या नहीं दी गई है।",
            reason: "सड़क से माल चलने से पहले वाहन ज्ञात होना चाहिए।",
            fix: "वाहन संख्या दें, या केवल परिवहनकर्ता दें जो बाद में वाहन जोड़ेगा।",
        },
        pointers: &["/EwbDtls/VehNo", "/VehNo"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let transport = consignment.transport;
    if transport.mode == Some(TransportMode::Road) && transport.vehicle_number.is_none() {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("VehNo")));
    }
}
