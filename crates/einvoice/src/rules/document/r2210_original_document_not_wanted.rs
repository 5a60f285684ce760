//! 2210: an invoice names an original document.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2210",
        kind: Kind::Rule,
        english: Words {
            title: "An invoice names an original document.",
            reason: "The first schema kept the original document for notes.",
            fix: "Nothing needs to be done: an invoice may refer to other documents.",
        },
        hindi: Words {
            title: "इनवॉइस में मूल दस्तावेज़ बताया गया है।",
            reason: "पहले स्कीमा में मूल दस्तावेज़ केवल नोट के लिए था।",
            fix: "कुछ करने की आवश्यकता नहीं है: इनवॉइस अन्य दस्तावेज़ों का संदर्भ दे सकता है।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Guess,
        status: Status::Retired {
            why: why::NOT_ASKED,
        },
    },
    check: None,
};
