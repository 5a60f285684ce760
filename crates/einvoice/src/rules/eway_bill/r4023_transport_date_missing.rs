//! 4023: the transport document's date is missing for rail or air.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::invoice::TransportMode;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4023",
        kind: Kind::Rule,
        english: Words {
            title: "The transport document's date is missing for rail or air.",
            reason: "Number and date together tell the transport document.",
            fix: "Give the date of the transport document.",
        },
        hindi: Words {
            title: "रेल या हवाई परिवहन के लिए परिवहन दस्तावेज़ की तारीख़ नहीं दी गई है।",
            reason: "परिवहन दस्तावेज़ संख्या और तारीख़ दोनों से पहचाना जाता है।",
            fix: "परिवहन दस्तावेज़ की तारीख़ दें।",
        },
        pointers: &["/EwbDtls/TransDocDt", "/TransDocDt"],
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
    ) && transport.document_date.is_none()
    {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("TransDocDt")));
    }
}
