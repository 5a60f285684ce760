//! 3063: e-invoicing is enabled already.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3063",
        kind: Kind::Outcome,
        english: Words {
            title: "E-invoicing is already enabled for this GSTIN.",
            reason: "Nothing has to be done to enable it.",
            fix: "Choose Registration, Portal Login, to create your User Id, or log in if you \
                  have one.",
        },
        hindi: Words {
            title: "इस GSTIN के लिए ई-इनवॉइस पहले से सक्षम है।",
            reason: "इसे सक्षम करने के लिए कुछ करने की आवश्यकता नहीं है।",
            fix: "यूज़र आईडी बनाने के लिए “पंजीकरण” में “पोर्टल लॉगिन” चुनें, या आईडी हो तो \
                  लॉगिन करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
