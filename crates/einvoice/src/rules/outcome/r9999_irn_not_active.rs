//! 9999: the IRN is cancelled already.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "9999",
        kind: Kind::Outcome,
        english: Words {
            title: "The IRN is not active.",
            reason: "It was cancelled before; a cancelled IRN stays cancelled.",
            fix: "Nothing more needs to be done. Register a new document under a new number if \
                  the supply took place.",
        },
        hindi: Words {
            title: "यह IRN सक्रिय नहीं है।",
            reason: "इसे पहले ही रद्द किया जा चुका है; रद्द IRN रद्द ही रहता है।",
            fix: "और कुछ करने की आवश्यकता नहीं है। यदि आपूर्ति हुई है तो नई संख्या से नया \
                  दस्तावेज़ पंजीकृत करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: None,
};
