//! 3053: the request is not authorised.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3053",
        kind: Kind::Outcome,
        english: Words {
            title: "The request is not authorised.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 1005.",
        },
        hindi: Words {
            title: "अनुरोध की अनुमति नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "1005 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 1005.",
                hindi: "यह 1005 से बताया जाता है।",
            },
        },
    },
    check: None,
};
