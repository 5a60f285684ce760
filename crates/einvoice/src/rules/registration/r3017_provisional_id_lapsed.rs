//! 3017: the provisional registration was never made final.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3017",
        kind: Kind::Outcome,
        english: Words {
            title: "This provisional registration was never activated.",
            reason: "A provisional ID becomes a registration only when its migration to GST is \
                     completed.",
            fix: "Use the GSTIN of your final registration, or apply for a new registration on \
                  the GST common portal.",
        },
        hindi: Words {
            title: "यह अनंतिम पंजीकरण कभी सक्रिय नहीं किया गया।",
            reason: "अनंतिम आईडी तभी पंजीकरण बनती है जब जीएसटी में उसका प्रवासन पूरा हो जाए।",
            fix: "अपने अंतिम पंजीकरण का GSTIN भरें, या GST कॉमन पोर्टल पर नए पंजीकरण के लिए \
                  आवेदन करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
