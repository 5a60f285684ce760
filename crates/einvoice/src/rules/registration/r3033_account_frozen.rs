//! 3033: the account is frozen because the GSTIN is inactive.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3033",
        kind: Kind::Outcome,
        english: Words {
            title: "This account is frozen, because its GSTIN is inactive.",
            reason: "An account can be used while its registration is active.",
            fix: "Check the status on the GST common portal. When it is active again, the \
                  account opens with the next update.",
        },
        hindi: Words {
            title: "GSTIN निष्क्रिय होने के कारण यह खाता रोक दिया गया है।",
            reason: "खाते का उपयोग तभी हो सकता है जब उसका पंजीकरण सक्रिय हो।",
            fix: "GST कॉमन पोर्टल पर स्थिति जाँचें। पंजीकरण फिर सक्रिय होने पर अगले अद्यतन के \
                  साथ खाता खुल जाएगा।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3016.",
                hindi: "यह 3016 से बताया जाता है।",
            },
        },
    },
    check: None,
};
