//! 4039: vehicle type R is not for transport by ship.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4039",
        kind: Kind::Outcome,
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
        pointers: &["/EwbDtls/VehType"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
