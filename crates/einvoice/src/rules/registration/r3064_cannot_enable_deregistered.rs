//! 3064: a de-registered GSTIN cannot be enabled.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3064",
        kind: Kind::Outcome,
        english: Words {
            title: "This GSTIN is de-registered and cannot be enabled.",
            reason: "E-invoicing can be enabled only for a registration that is in force.",
            fix: "If the GST common portal shows it as active, update from there and try again.",
        },
        hindi: Words {
            title: "इस GSTIN का पंजीकरण समाप्त हो चुका है, इसलिए इसे सक्षम नहीं किया जा सकता।",
            reason: "ई-इनवॉइस केवल प्रभावी पंजीकरण के लिए सक्षम हो सकता है।",
            fix: "यदि GST कॉमन पोर्टल पर यह सक्रिय दिखता है तो वहाँ से अद्यतन करके फिर प्रयास \
                  करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
