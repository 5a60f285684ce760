//! 2264: the total of other charges is not the sum of the items.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2264",
        kind: Kind::Rule,
        english: Words {
            title: "The total of other charges is not the sum of the items.",
            reason: "Charges on the whole document may differ from those of its items; NIC \
                     accepts its own sample, where they do.",
            fix: "Nothing needs to be done.",
        },
        hindi: Words {
            title: "अन्य प्रभारों का योग मदों के जोड़ के बराबर नहीं है।",
            reason: "पूरे दस्तावेज़ के प्रभार मदों के प्रभारों से अलग हो सकते हैं; NIC का अपना \
                     नमूना भी ऐसा ही है।",
            fix: "कुछ करने की आवश्यकता नहीं है।",
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
