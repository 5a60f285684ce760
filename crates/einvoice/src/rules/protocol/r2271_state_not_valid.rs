//! 2271: the state is not valid.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2271",
        kind: Kind::Protocol,
        english: Words {
            title: "The state is not valid.",
            reason: "A member of the request is missing or not in the form that the schema asks \
                     for.",
            fix: "Correct the members that 5002 names.",
        },
        hindi: Words {
            title: "राज्य मान्य नहीं है।",
            reason: "अनुरोध का कोई सदस्य नहीं दिया गया है या स्कीमा के स्वरूप में नहीं है।",
            fix: "5002 में बताए गए सदस्य सुधारें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Guess,
        status: Status::Retired { why: why::SHAPE },
    },
    check: None,
};
