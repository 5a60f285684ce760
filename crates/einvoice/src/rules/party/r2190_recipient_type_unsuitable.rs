//! 2190: the recipient's type of taxpayer does not suit the supply.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2190",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient's type of taxpayer does not suit the supply.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 2246, 2247 and 2248.",
        },
        hindi: Words {
            title: "प्राप्तकर्ता के करदाता का प्रकार इस आपूर्ति के अनुकूल नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "2246, 2247 और 2248 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 2246, 2247 and 2248.",
                hindi: "यह 2246, 2247 और 2248 से बताया जाता है।",
            },
        },
    },
    check: None,
};
