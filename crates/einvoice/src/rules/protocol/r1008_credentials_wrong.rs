//! 1008: user name or password is wrong.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1008",
        kind: Kind::Protocol,
        english: Words {
            title: "The user name or the password is wrong.",
            reason: "Which of the two is wrong is not told, so that nobody can try out user \
                     names.",
            fix: "Check both, mind capital and small letters, or set a new password on the \
                  portal.",
        },
        hindi: Words {
            title: "यूज़र नाम या पासवर्ड ग़लत है।",
            reason: "दोनों में से कौन-सा ग़लत है यह नहीं बताया जाता, ताकि कोई यूज़र नामों का \
                     अनुमान न लगा सके।",
            fix: "दोनों जाँचें, बड़े-छोटे अक्षरों का ध्यान रखें, या पोर्टल पर नया पासवर्ड बनाएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
