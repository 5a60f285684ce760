//! 1019: the password is wrong.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1019",
        kind: Kind::Protocol,
        english: Words {
            title: "The password is wrong.",
            reason: "It is not the password of this user.",
            fix: "Check the password, or set a new one on the portal. After several wrong \
                  tries the account is blocked for some minutes.",
        },
        hindi: Words {
            title: "पासवर्ड ग़लत है।",
            reason: "यह इस यूज़र का पासवर्ड नहीं है।",
            fix: "पासवर्ड जाँचें, या पोर्टल पर नया बनाएँ। कई बार ग़लत होने पर खाता कुछ मिनट के \
                  लिए रोक दिया जाता है।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::SECRECY },
    },
    check: None,
};
