//! 4018: the transporter's id is not valid.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4018",
        kind: Kind::Outcome,
        english: Words {
            title: "The transporter's id is not valid.",
            reason: "A transporter is known by a GSTIN or an enrolment number in force.",
            fix: "Correct the transporter's id.",
        },
        hindi: Words {
            title: "परिवहनकर्ता का आईडी मान्य नहीं है।",
            reason: "परिवहनकर्ता की पहचान मान्य GSTIN या नामांकन संख्या से होती है।",
            fix: "परिवहनकर्ता का आईडी सुधारें।",
        },
        pointers: &["/EwbDtls/TransId"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
