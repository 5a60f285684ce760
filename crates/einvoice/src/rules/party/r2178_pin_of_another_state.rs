//! 2178: the PIN code is one of another state.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2178",
        kind: Kind::Rule,
        english: Words {
            title: "The PIN code is one of another state.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 3039.",
        },
        hindi: Words {
            title: "पिन कोड दूसरे राज्य का है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "3039 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3039.",
                hindi: "यह 3039 से बताया जाता है।",
            },
        },
    },
    check: None,
};
