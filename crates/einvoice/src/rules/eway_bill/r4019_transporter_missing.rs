//! 4019: the transporter's id is missing for Part A.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4019",
        kind: Kind::Rule,
        english: Words {
            title: "The transporter's id is missing for Part A.",
            reason: "Without a vehicle the e-way bill is handed to a transporter, who has to be \
                     named.",
            fix: "Give the transporter's id, or the vehicle or transport document.",
        },
        hindi: Words {
            title: "भाग A के लिए परिवहनकर्ता का आईडी नहीं दिया गया है।",
            reason: "वाहन के बिना ई-वे बिल परिवहनकर्ता को सौंपा जाता है, इसलिए उसे बताना होता \
                     है।",
            fix: "परिवहनकर्ता का आईडी दें, या वाहन अथवा परिवहन दस्तावेज़ दें।",
        },
        pointers: &["/EwbDtls/TransId", "/TransId"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let transport = consignment.transport;
    // With a mode, what is missing is said by 4011, 4012 and 4040.
    let is_slip = transport.is_part_a_only() && transport.mode.is_none();
    if is_slip && transport.transporter_id.is_none() {
        findings.push(Finding::new(&RULE.entry, consignment.pointer("TransId")));
    }
}
