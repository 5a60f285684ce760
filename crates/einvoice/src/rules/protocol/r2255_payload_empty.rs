//! 2255: the payload is empty.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2255",
        kind: Kind::Protocol,
        english: Words {
            title: "The payload is empty.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 5003.",
        },
        hindi: Words {
            title: "पेलोड ख़ाली है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "5003 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 5003.",
                hindi: "यह 5003 से बताया जाता है।",
            },
        },
    },
    check: None,
};
