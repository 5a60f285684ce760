//! 2254: other than by road, the transport document and its date are needed.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2254",
        kind: Kind::Outcome,
        english: Words {
            title: "Other than by road, the transport document and its date are needed.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 4012 and 4023.",
        },
        hindi: Words {
            title: "सड़क के अलावा परिवहन दस्तावेज़ और उसकी तारीख़ चाहिए।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "4012 और 4023 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 4012 and 4023.",
                hindi: "यह 4012 और 4023 से बताया जाता है।",
            },
        },
    },
    check: None,
};
