//! 4028: the mode of transport is missing.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4028",
        kind: Kind::Outcome,
        english: Words {
            title: "The mode of transport is missing.",
            reason: "Vehicle and transport document mean something only with their mode.",
            fix: "Give 1 for road, 2 for rail, 3 for air or 4 for ship.",
        },
        hindi: Words {
            title: "परिवहन का माध्यम नहीं दिया गया है।",
            reason: "वाहन और परिवहन दस्तावेज़ माध्यम के साथ ही अर्थ रखते हैं।",
            fix: "सड़क के लिए 1, रेल के लिए 2, हवाई के लिए 3 या जहाज़ के लिए 4 दें।",
        },
        pointers: &["/EwbDtls/TransMode"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
