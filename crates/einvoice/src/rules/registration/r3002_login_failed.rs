//! 3002: the login failed.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3002",
        kind: Kind::Outcome,
        english: Words {
            title: "The login failed.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 1008.",
        },
        hindi: Words {
            title: "लॉगिन विफल रहा।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "1008 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 1008.",
                hindi: "यह 1008 से बताया जाता है।",
            },
        },
    },
    check: None,
};
