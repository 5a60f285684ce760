//! 1006: the request has no user name header.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1006",
        kind: Kind::Protocol,
        english: Words {
            title: "The header with the user name is missing.",
            reason: "Every call says in the header user_name which user makes it.",
            fix: "Send the header user_name with the name you authenticated with.",
        },
        hindi: Words {
            title: "यूज़र नाम वाला हेडर नहीं भेजा गया।",
            reason: "हर अनुरोध के user_name हेडर में बताया जाता है कि उसे किस यूज़र ने भेजा है।",
            fix: "जिस नाम से प्रमाणीकरण किया था, वही user_name हेडर में भेजें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
