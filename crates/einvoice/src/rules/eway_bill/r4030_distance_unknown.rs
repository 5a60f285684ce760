//! 4030: the distance between the two PIN codes is not known.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4030",
        kind: Kind::Outcome,
        english: Words {
            title: "The distance between the two PIN codes is not known.",
            reason: "One of them is not on the map.",
            fix: "Give the distance in kilometres.",
        },
        hindi: Words {
            title: "दोनों पिन कोडों के बीच की दूरी ज्ञात नहीं है।",
            reason: "उनमें से एक मानचित्र पर नहीं है।",
            fix: "दूरी किलोमीटर में दें।",
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
