//! 2251: an e-way bill needs an item of goods.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2251",
        kind: Kind::Outcome,
        english: Words {
            title: "An e-way bill needs an item of goods.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 4009.",
        },
        hindi: Words {
            title: "ई-वे बिल के लिए माल की मद चाहिए।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "4009 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 4009.",
                hindi: "यह 4009 से बताया जाता है।",
            },
        },
    },
    check: None,
};
