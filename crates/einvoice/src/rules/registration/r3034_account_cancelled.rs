//! 3034: the account is closed because the GSTIN is cancelled.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3034",
        kind: Kind::Outcome,
        english: Words {
            title: "This account is closed, because its GSTIN is cancelled.",
            reason: "An account ends with its registration.",
            fix: "If the cancellation was revoked, update from the GST common portal; \
                  otherwise use the GSTIN that is in force.",
        },
        hindi: Words {
            title: "GSTIN रद्द होने के कारण यह खाता बंद है।",
            reason: "खाता अपने पंजीकरण के साथ समाप्त हो जाता है।",
            fix: "यदि रद्दीकरण वापस लिया गया है तो GST कॉमन पोर्टल से अद्यतन करें; अन्यथा जो \
                  GSTIN प्रभावी है उसका उपयोग करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3013.",
                hindi: "यह 3013 से बताया जाता है।",
            },
        },
    },
    check: None,
};
