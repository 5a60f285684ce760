//! 2148: no document has the requested IRN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2148",
        kind: Kind::Outcome,
        english: Words {
            title: "There is no document with this IRN here.",
            reason: "The IRN was not issued by this portal, or it was copied incompletely.",
            fix: "Check all 64 characters of the IRN. If another portal issued it, ask there.",
        },
        hindi: Words {
            title: "इस IRN का कोई दस्तावेज़ यहाँ नहीं है।",
            reason: "यह IRN इस पोर्टल से जारी नहीं हुआ है, या अधूरा लिखा गया है।",
            fix: "IRN के सभी 64 अक्षर जाँचें। यदि वह किसी दूसरे पोर्टल से जारी हुआ है तो वहाँ \
                  पूछें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
