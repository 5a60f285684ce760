//! 3045: the GSTIN has no account.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3045",
        kind: Kind::Outcome,
        english: Words {
            title: "This GSTIN has no account here.",
            reason: "Before the first login, the GSTIN has to be registered with this portal.",
            fix: "Choose Registration, Portal Login, and create a User Id and a password.",
        },
        hindi: Words {
            title: "इस GSTIN का यहाँ कोई खाता नहीं है।",
            reason: "पहली बार लॉगिन करने से पहले GSTIN को इस पोर्टल पर पंजीकृत करना होता है।",
            fix: "“पंजीकरण” में “पोर्टल लॉगिन” चुनें और यूज़र आईडी व पासवर्ड बनाएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
