//! 3011: nothing was found.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3011",
        kind: Kind::Outcome,
        english: Words {
            title: "Nothing was found.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 3001.",
        },
        hindi: Words {
            title: "कुछ नहीं मिला।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "3001 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3001.",
                hindi: "यह 3001 से बताया जाता है।",
            },
        },
    },
    check: None,
};
