//! 3009: a parameter or the payload is missing.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3009",
        kind: Kind::Protocol,
        english: Words {
            title: "A parameter or the payload is missing.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 5002 and 5003.",
        },
        hindi: Words {
            title: "कोई पैरामीटर या पेलोड नहीं दिया गया है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "5002 और 5003 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 5002 and 5003.",
                hindi: "यह 5002 और 5003 से बताया जाता है।",
            },
        },
    },
    check: None,
};
