//! 3026: the GSTIN has not been enabled for e-invoices.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3026",
        kind: Kind::Outcome,
        english: Words {
            title: "The GSTIN has not been enabled for e-invoices.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 3046.",
        },
        hindi: Words {
            title: "इस GSTIN के लिए ई-इनवॉइस चालू नहीं किया गया है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "3046 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Guess,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3046.",
                hindi: "यह 3046 से बताया जाता है।",
            },
        },
    },
    check: None,
};
