//! 3042: the PIN code of departure or destination is not valid.

use crate::catalogue::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3042",
        kind: Kind::Rule,
        english: Words {
            title: "The PIN code of departure or destination is not valid.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 3039.",
        },
        hindi: Words {
            title: "प्रस्थान या गंतव्य का पिन कोड मान्य नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "3039 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3039.",
                hindi: "यह 3039 से बताया जाता है।",
            },
        },
    },
    check: None,
};
