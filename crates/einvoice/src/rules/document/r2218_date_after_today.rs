//! 2218: a date is later than today or badly written.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2218",
        kind: Kind::Rule,
        english: Words {
            title: "A date is later than today or badly written.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 2163 and 5002.",
        },
        hindi: Words {
            title: "कोई तारीख़ आज के बाद की है या ग़लत लिखी है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "2163 और 5002 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 2163 and 5002.",
                hindi: "यह 2163 और 5002 से बताया जाता है।",
            },
        },
    },
    check: None,
};
