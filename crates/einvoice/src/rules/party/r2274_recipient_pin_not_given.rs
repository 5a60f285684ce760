//! 2274: the recipient's PIN code was not given.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2274",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient's PIN code was not given.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 2244.",
        },
        hindi: Words {
            title: "प्राप्तकर्ता का पिन कोड नहीं लिखा गया है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "2244 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 2244.",
                hindi: "यह 2244 से बताया जाता है।",
            },
        },
    },
    check: None,
};
