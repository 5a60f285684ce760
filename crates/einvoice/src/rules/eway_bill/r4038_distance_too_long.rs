//! 4038: the distance is longer than the PIN codes allow.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4038",
        kind: Kind::Outcome,
        english: Words {
            title: "The distance is longer than the PIN codes allow.",
            reason: "It may exceed the distance between the PIN codes by a tenth.",
            fix: "Correct the distance, or give 0.",
        },
        hindi: Words {
            title: "दूरी पिन कोडों की अनुमति से अधिक है।",
            reason: "यह पिन कोडों के बीच की दूरी से दसवें भाग तक ही अधिक हो सकती है।",
            fix: "दूरी सुधारें, या 0 दें।",
        },
        pointers: &["/EwbDtls/Distance"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
