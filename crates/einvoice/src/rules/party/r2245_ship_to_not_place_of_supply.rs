//! 2245: the ship-to state is not the place of supply.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2245",
        kind: Kind::Rule,
        english: Words {
            title: "The ship-to state is not the place of supply.",
            reason: "The first schema asked for sections by the category of the transaction.",
            fix: "Nothing needs to be done: such sections are optional today.",
        },
        hindi: Words {
            title: "शिप-टू का राज्य आपूर्ति का स्थान नहीं है।",
            reason: "पहले स्कीमा में लेन-देन की श्रेणी के अनुसार भाग माँगे जाते थे।",
            fix: "कुछ करने की आवश्यकता नहीं है: ऐसे भाग आज वैकल्पिक हैं।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Guess,
        status: Status::Retired { why: why::CATEGORY },
    },
    check: None,
};
