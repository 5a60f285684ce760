//! 2147: the document cannot be signed at the moment.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2147",
        kind: Kind::Protocol,
        english: Words {
            title: "The document cannot be signed at the moment.",
            reason: "Something failed inside the portal; nothing is wrong with the request.",
            fix: "Try again in a few minutes.",
        },
        hindi: Words {
            title: "इस समय दस्तावेज़ पर हस्ताक्षर नहीं हो सकते।",
            reason: "पोर्टल के भीतर कुछ विफल हुआ; अनुरोध में कोई ग़लती नहीं है।",
            fix: "कुछ मिनट बाद फिर प्रयास करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::FAILURE },
    },
    check: None,
};
