//! 2140: the document could not be validated.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2140",
        kind: Kind::Protocol,
        english: Words {
            title: "The document could not be validated.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 5002.",
        },
        hindi: Words {
            title: "दस्तावेज़ की जाँच नहीं हो सकी।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "5002 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 5002.",
                hindi: "यह 5002 से बताया जाता है।",
            },
        },
    },
    check: None,
};
