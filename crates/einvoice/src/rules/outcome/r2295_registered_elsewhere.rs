//! 2295: the document is registered with another portal.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2295",
        kind: Kind::Outcome,
        english: Words {
            title: "The document is registered with another portal.",
            reason: "The portals of NIC and its partners ask a common registry for duplicates.",
            fix: "Use the IRN that the other portal gave.",
        },
        hindi: Words {
            title: "यह दस्तावेज़ दूसरे पोर्टल पर पंजीकृत है।",
            reason: "NIC और उसके साझेदारों के पोर्टल दोहराव के लिए एक साझा रजिस्टर देखते हैं।",
            fix: "दूसरे पोर्टल से मिला IRN काम में लें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: why::NO_REGISTRY,
        },
    },
    check: None,
};
