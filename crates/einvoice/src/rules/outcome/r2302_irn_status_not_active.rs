//! 2302: the status of the IRN is not active.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2302",
        kind: Kind::Outcome,
        english: Words {
            title: "The status of the IRN is not active.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 9999.",
        },
        hindi: Words {
            title: "IRN की स्थिति सक्रिय नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "9999 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 9999.",
                hindi: "यह 9999 से बताया जाता है।",
            },
        },
    },
    check: None,
};
