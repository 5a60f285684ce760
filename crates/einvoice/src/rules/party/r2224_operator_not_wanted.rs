//! 2224: an e-commerce operator is named where none is wanted.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2224",
        kind: Kind::Rule,
        english: Words {
            title: "An e-commerce operator is named where none is wanted.",
            reason: "The first schema asked for sections by the category of the transaction.",
            fix: "Nothing needs to be done: such sections are optional today.",
        },
        hindi: Words {
            title: "ई-कॉमर्स ऑपरेटर वहाँ बताया गया है जहाँ वह नहीं चाहिए।",
            reason: "पहले स्कीमा में लेन-देन की श्रेणी के अनुसार भाग माँगे जाते थे।",
            fix: "कुछ करने की आवश्यकता नहीं है: ऐसे भाग आज वैकल्पिक हैं।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired { why: why::CATEGORY },
    },
    check: None,
};
