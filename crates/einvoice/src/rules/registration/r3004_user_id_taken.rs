//! 3004: the User Id is taken.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3004",
        kind: Kind::Outcome,
        english: Words {
            title: "This User Id is already taken.",
            reason: "A User Id is unique in the whole portal; capital and small letters make \
                     no difference.",
            fix: "Choose another User Id.",
        },
        hindi: Words {
            title: "यह यूज़र आईडी पहले से ली जा चुकी है।",
            reason: "यूज़र आईडी पूरे पोर्टल में एक ही होती है; बड़े-छोटे अक्षरों से अंतर नहीं \
                     पड़ता।",
            fix: "कोई दूसरी यूज़र आईडी चुनें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::ON_PAGE },
    },
    check: None,
};
