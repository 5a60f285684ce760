//! 1010: client id or client secret is wrong.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1010",
        kind: Kind::Protocol,
        english: Words {
            title: "The client id or the client secret is wrong.",
            reason: "The two identify the software that calls, and they belong together.",
            fix: "Copy both again from API access on the portal, or create new ones there.",
        },
        hindi: Words {
            title: "क्लाइंट आईडी या क्लाइंट सीक्रेट ग़लत है।",
            reason: "ये दोनों अनुरोध भेजने वाले सॉफ़्टवेयर की पहचान हैं और एक-दूसरे के साथ ही \
                     मान्य हैं।",
            fix: "पोर्टल पर “API एक्सेस” से दोनों फिर से कॉपी करें, या वहाँ नए बनाएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
