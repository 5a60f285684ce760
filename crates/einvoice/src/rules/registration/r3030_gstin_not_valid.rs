//! 3030: the GSTIN is malformed or unknown.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3030",
        kind: Kind::Outcome,
        english: Words {
            title: "This GSTIN is not valid.",
            reason: "A GSTIN has 15 characters: the state's two digits, the PAN, the number of \
                     the registration, the letter Z or another, and a check digit. This one is \
                     not formed so, or it is not in the GST system.",
            fix: "Compare it with your registration certificate; the letters O and I are \
                  easily taken for the digits 0 and 1.",
        },
        hindi: Words {
            title: "यह GSTIN मान्य नहीं है।",
            reason: "GSTIN में 15 अक्षर होते हैं: राज्य के दो अंक, PAN, पंजीकरण का क्रमांक, Z \
                     या कोई और अक्षर, और जाँच अंक। यह GSTIN ऐसा नहीं है, या जीएसटी प्रणाली में \
                     नहीं है।",
            fix: "इसे अपने पंजीकरण प्रमाणपत्र से मिलाएँ; O और 0 तथा I और 1 में भ्रम आसानी से \
                  हो जाता है।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
