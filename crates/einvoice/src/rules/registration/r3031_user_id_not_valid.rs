//! 3031: the User Id is malformed.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3031",
        kind: Kind::Outcome,
        english: Words {
            title: "This User Id is not valid.",
            reason: "A User Id has 6 to 15 characters, only English letters and digits.",
            fix: "Choose a User Id of that form, without spaces or signs.",
        },
        hindi: Words {
            title: "यह यूज़र आईडी मान्य नहीं है।",
            reason: "यूज़र आईडी में 6 से 15 अक्षर होते हैं, केवल अंग्रेज़ी अक्षर और अंक।",
            fix: "बिना रिक्त स्थान और चिह्नों के ऐसी यूज़र आईडी चुनें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::ON_PAGE },
    },
    check: None,
};
