//! 4012: the transport document's number is missing for rail or air.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::invoice::TransportMode;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4012",
        kind: Kind::Rule,
        english: Words {
            title: "The transport document's number is missing for rail or air.",
            reason: "By rail and air the goods are known by the railway receipt or airway bill.",
            fix: "Give the number of the transport document.",
        },
        hindi: Words {
            title: "रेल या हवाई परिवहन के लिए परिवहन दस्तावेज़ की संख्या नहीं दी गई है।",
            reason: "रेल और हवाई मार्ग में माल की पहचान रेलवे रसीद या एयरवे बिल से होती है।",
            fix: "परिवहन दस्तावेज़ की संख्या दें।",
        },
        pointers: &["/EwbDtls/TransDocNo", "/TransDocNo"],
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
    ) && transport.document_number.is_none()
    {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("TransDocNo")));
    }
}
