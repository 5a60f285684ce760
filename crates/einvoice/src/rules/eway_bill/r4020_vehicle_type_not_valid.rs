//! 4020: the vehicle type is not valid.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4020",
        kind: Kind::Outcome,
        english: Words {
            title: "The vehicle type is not valid.",
            reason: "It is R for regular or O for over-dimensional cargo.",
            fix: "Give R or O.",
        },
        hindi: Words {
            title: "वाहन का प्रकार मान्य नहीं है।",
            reason: "यह सामान्य के लिए R या बड़े आकार के माल के लिए O होता है।",
            fix: "R या O दें।",
        },
        pointers: &["/EwbDtls/VehType"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired { why: why::SHAPE },
    },
    check: None,
};
