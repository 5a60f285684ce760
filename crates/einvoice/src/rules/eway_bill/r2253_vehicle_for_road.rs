//! 2253: by road, vehicle number and vehicle type are needed.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2253",
        kind: Kind::Outcome,
        english: Words {
            title: "By road, vehicle number and vehicle type are needed.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 4011 and 4022.",
        },
        hindi: Words {
            title: "सड़क से परिवहन के लिए वाहन संख्या और प्रकार चाहिए।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "4011 और 4022 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 4011 and 4022.",
                hindi: "यह 4011 और 4022 से बताया जाता है।",
            },
        },
    },
    check: None,
};
