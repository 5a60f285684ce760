//! 1017: no such user.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1017",
        kind: Kind::Protocol,
        english: Words {
            title: "There is no such user.",
            reason: "The user name is not known for this GSTIN.",
            fix: "Check the user name, or create an account under Registration, Portal Login.",
        },
        hindi: Words {
            title: "ऐसा कोई यूज़र नहीं है।",
            reason: "इस GSTIN के लिए यह यूज़र नाम दर्ज नहीं है।",
            fix: "यूज़र नाम जाँचें, या “पंजीकरण” में “पोर्टल लॉगिन” से खाता बनाएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::SECRECY },
    },
    check: None,
};
