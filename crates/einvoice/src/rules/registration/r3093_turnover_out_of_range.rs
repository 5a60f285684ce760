//! 3093: the declared turnover is outside what can be declared.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3093",
        kind: Kind::Outcome,
        english: Words {
            title: "The turnover is outside the range that can be declared.",
            reason: "The turnover is given in crore rupees, for one financial year and for the \
                     whole PAN; it starts at 0.5 crore rupees.",
            fix: "Enter the aggregate turnover of the year in crore rupees: 7.25 for 7 crore \
                  25 lakh.",
        },
        hindi: Words {
            title: "टर्नओवर घोषित किए जा सकने वाले दायरे से बाहर है।",
            reason: "टर्नओवर करोड़ रुपये में, एक वित्तीय वर्ष और पूरे PAN के लिए दिया जाता है; \
                     यह 0.5 करोड़ रुपये से शुरू होता है।",
            fix: "वर्ष का कुल टर्नओवर करोड़ रुपये में भरें: 7 करोड़ 25 लाख के लिए 7.25।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: None,
};
