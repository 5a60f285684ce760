//! 3032: an enrolled transporter has no GSTIN.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3032",
        kind: Kind::Outcome,
        english: Words {
            title: "A transporter's enrolment number cannot be used here.",
            reason: "E-invoices are made under a GSTIN; an enrolled transporter without one \
                     does not issue tax invoices under GST.",
            fix: "If you are registered under GST too, use that GSTIN.",
        },
        hindi: Words {
            title: "यहाँ ट्रांसपोर्टर की नामांकन संख्या का उपयोग नहीं हो सकता।",
            reason: "ई-इनवॉइस GSTIN से बनते हैं; बिना GSTIN वाला नामांकित ट्रांसपोर्टर जीएसटी \
                     के कर इनवॉइस जारी नहीं करता।",
            fix: "यदि आप जीएसटी में पंजीकृत भी हैं तो वह GSTIN भरें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3014.",
                hindi: "यह 3014 से बताया जाता है।",
            },
        },
    },
    check: None,
};
