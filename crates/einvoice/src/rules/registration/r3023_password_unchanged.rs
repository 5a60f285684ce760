//! 3023: the new password is the old one.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3023",
        kind: Kind::Outcome,
        english: Words {
            title: "The new password is the same as the old one.",
            reason: "A change of password needs a different password.",
            fix: "Choose a password that you have not used here.",
        },
        hindi: Words {
            title: "नया पासवर्ड पुराने जैसा ही है।",
            reason: "पासवर्ड बदलने के लिए नया पासवर्ड अलग होना चाहिए।",
            fix: "ऐसा पासवर्ड चुनें जिसका यहाँ पहले उपयोग न किया हो।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
