//! 1007: the authentication request cannot be read.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1007",
        kind: Kind::Protocol,
        english: Words {
            title: "The authentication request is malformed.",
            reason: "It is not the expected JSON, or a member is missing: user name, password, \
                     application key, or the switch for a fresh token.",
            fix: "Build the request as the API pages describe it and send it again.",
        },
        hindi: Words {
            title: "प्रमाणीकरण का अनुरोध सही रूप में नहीं है।",
            reason: "यह अपेक्षित JSON नहीं है, या यूज़र नाम, पासवर्ड, ऐप कुंजी या नया टोकन \
                     माँगने वाला विकल्प इसमें नहीं है।",
            fix: "API पृष्ठों में दिए गए रूप में अनुरोध बनाकर फिर भेजें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 5002 and 1020.",
                hindi: "यह 5002 और 1020 से बताया जाता है।",
            },
        },
    },
    check: None,
};
