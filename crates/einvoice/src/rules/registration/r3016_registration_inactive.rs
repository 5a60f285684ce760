//! 3016: the registration is inactive.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3016",
        kind: Kind::Outcome,
        english: Words {
            title: "This GST registration is not active.",
            reason: "An account can be made only for an active registration.",
            fix: "Check the status on the GST common portal. When it is active there, choose \
                  Update from GST Common Portal and try again.",
        },
        hindi: Words {
            title: "यह जीएसटी पंजीकरण सक्रिय नहीं है।",
            reason: "खाता केवल सक्रिय पंजीकरण के लिए बन सकता है।",
            fix: "GST कॉमन पोर्टल पर स्थिति जाँचें। वहाँ सक्रिय हो जाने पर “GST कॉमन पोर्टल से \
                  अद्यतन करें” चुनें और फिर प्रयास करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
