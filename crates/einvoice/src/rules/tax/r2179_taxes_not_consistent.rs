//! 2179: the tax rates and tax amounts do not fit together.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2179",
        kind: Kind::Rule,
        english: Words {
            title: "The tax rates and tax amounts do not fit together.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 2234, 2235 and 2240.",
        },
        hindi: Words {
            title: "कर की दरें और राशियाँ आपस में मेल नहीं खातीं।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "2234, 2235 और 2240 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 2234, 2235 and 2240.",
                hindi: "यह 2234, 2235 और 2240 से बताया जाता है।",
            },
        },
    },
    check: None,
};
