//! 2232: the place of supply must be other countries.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2232",
        kind: Kind::Rule,
        english: Words {
            title: "The place of supply must be other countries.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 2229.",
        },
        hindi: Words {
            title: "आपूर्ति का स्थान “अन्य देश” होना चाहिए।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "2229 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 2229.",
                hindi: "यह 2229 से बताया जाता है।",
            },
        },
    },
    check: None,
};
