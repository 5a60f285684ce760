//! 4014: the vehicle number is not in one of its forms.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4014",
        kind: Kind::Outcome,
        english: Words {
            title: "The vehicle number is not in one of its forms.",
            reason: "Registration numbers, temporary numbers and defence numbers have fixed \
                     forms.",
            fix: "Correct the vehicle number; leave spaces and hyphens out.",
        },
        hindi: Words {
            title: "वाहन संख्या किसी मान्य स्वरूप में नहीं है।",
            reason: "पंजीकरण, अस्थायी और रक्षा वाहनों की संख्याओं के स्वरूप निश्चित हैं।",
            fix: "वाहन संख्या सुधारें; रिक्त स्थान और हाइफ़न न लिखें।",
        },
        pointers: &["/EwbDtls/VehNo"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
