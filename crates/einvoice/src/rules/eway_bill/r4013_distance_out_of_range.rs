//! 4013: the distance is too long or too short for the two PIN codes.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4013",
        kind: Kind::Outcome,
        english: Words {
            title: "The distance is too long or too short for the two PIN codes.",
            reason: "The distance may differ from the one between the PIN codes only within \
                     limits.",
            fix: "Correct the distance, or give 0 to have it computed.",
        },
        hindi: Words {
            title: "दूरी दोनों पिन कोड के हिसाब से बहुत अधिक या बहुत कम है।",
            reason: "दूरी पिन कोडों के बीच की दूरी से सीमा के भीतर ही अलग हो सकती है।",
            fix: "दूरी सुधारें, या गणना के लिए 0 दें।",
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
