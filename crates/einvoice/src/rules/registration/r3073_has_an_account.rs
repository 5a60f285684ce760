//! 3073: the taxpayer has an account already.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3073",
        kind: Kind::Outcome,
        english: Words {
            title: "The taxpayer has an account already.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 3027.",
        },
        hindi: Words {
            title: "करदाता का खाता पहले से है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "3027 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3027.",
                hindi: "यह 3027 से बताया जाता है।",
            },
        },
    },
    check: None,
};
