//! 2188: the total of cess by quantity is not the sum of the items.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2188",
        kind: Kind::Rule,
        english: Words {
            title: "The total of cess by quantity is not the sum of the items.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 2186.",
        },
        hindi: Words {
            title: "मात्रा पर उपकर का योग मदों के जोड़ के बराबर नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "2186 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 2186.",
                hindi: "यह 2186 से बताया जाता है।",
            },
        },
    },
    check: None,
};
