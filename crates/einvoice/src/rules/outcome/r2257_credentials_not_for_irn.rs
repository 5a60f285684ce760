//! 2257: the credentials do not belong to the IRN.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2257",
        kind: Kind::Outcome,
        english: Words {
            title: "The credentials do not belong to the IRN.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 2148.",
        },
        hindi: Words {
            title: "दिए गए लॉगिन विवरण इस IRN के नहीं हैं।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "2148 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 2148.",
                hindi: "यह 2148 से बताया जाता है।",
            },
        },
    },
    check: None,
};
