//! 3001: the requested data is not available.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3001",
        kind: Kind::Outcome,
        english: Words {
            title: "The requested details are not available.",
            reason: "Nothing is on record for what was asked.",
            fix: "Check what you entered. If the registration is new, fetch it afresh from the \
                  GST common portal.",
        },
        hindi: Words {
            title: "माँगा गया विवरण उपलब्ध नहीं है।",
            reason: "जो पूछा गया है उसके लिए कुछ भी दर्ज नहीं है।",
            fix: "जो भरा है उसे जाँचें। पंजीकरण नया हो तो उसे GST कॉमन पोर्टल से दोबारा \
                  प्राप्त करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
