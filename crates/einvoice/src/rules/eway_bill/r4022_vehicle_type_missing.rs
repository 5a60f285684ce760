//! 4022: the vehicle type is missing for transport by road.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4022",
        kind: Kind::Outcome,
        english: Words {
            title: "The vehicle type is missing for transport by road.",
            reason: "The validity of an e-way bill depends on it.",
            fix: "Give R for regular or O for over-dimensional cargo.",
        },
        hindi: Words {
            title: "सड़क परिवहन के लिए वाहन का प्रकार नहीं दिया गया है।",
            reason: "ई-वे बिल की वैधता इसी पर निर्भर है।",
            fix: "सामान्य के लिए R या बड़े आकार के माल के लिए O दें।",
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
