//! 2252: an e-way bill is not for notes or services.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2252",
        kind: Kind::Outcome,
        english: Words {
            title: "An e-way bill is not for notes or services.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 4010.",
        },
        hindi: Words {
            title: "ई-वे बिल नोट या सेवाओं के लिए नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "4010 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 4010.",
                hindi: "यह 4010 से बताया जाता है।",
            },
        },
    },
    check: None,
};
