//! 4018: the transporter's id is not valid.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::facts::Party;
use crate::finding::{Detail, Finding};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4018",
        kind: Kind::Rule,
        english: Words {
            title: "The transporter's id is not valid.",
            reason: "A transporter is known by a GSTIN or by an enrolment number; the last \
                     character of both follows from the others.",
            fix: "Check the id letter by letter against the transporter's registration.",
        },
        hindi: Words {
            title: "परिवहनकर्ता का आईडी मान्य नहीं है।",
            reason: "परिवहनकर्ता की पहचान GSTIN या नामांकन संख्या से होती है; दोनों का अंतिम \
                     अक्षर बाक़ी अक्षरों से तय होता है।",
            fix: "आईडी का हर अक्षर परिवहनकर्ता के पंजीकरण से मिलाएँ।",
        },
        pointers: &["/EwbDtls/TransId", "/TransId"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, facts: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let Some(id) = consignment.transport.transporter_id else {
        return;
    };
    // Whoever is on record is valid, whatever the arithmetic says.
    let is_on_record = matches!(facts.transporter, Some(Party::Known(_)));
    if is_on_record || id.check_digit_holds() {
        return;
    }
    let digit = id.expected_check_digit();
    findings.push(
        Finding::new(&RULE.entry, consignment.pointer("TransId")).with(Detail {
            english: format!("{id} would have to end with {digit}.").into(),
            hindi: format!("{id} का अंतिम अक्षर {digit} होना चाहिए।").into(),
            found: Some(id.to_string()),
            expected: None,
        }),
    );
}
