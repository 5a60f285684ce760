//! 3070: there is no registration on this portal.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3070",
        kind: Kind::Outcome,
        english: Words {
            title: "There is no registration on this portal.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 3045.",
        },
        hindi: Words {
            title: "इस पोर्टल पर कोई पंजीकरण नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "3045 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3045.",
                hindi: "यह 3045 से बताया जाता है।",
            },
        },
    },
    check: None,
};
