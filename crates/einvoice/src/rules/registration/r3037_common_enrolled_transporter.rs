//! 3037: a common enrolment number of a transporter.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3037",
        kind: Kind::Outcome,
        english: Words {
            title: "A transporter's common enrolment number cannot be used here.",
            reason: "A transporter with one enrolment number for several states issues \
                     e-invoices under the GSTINs of those states, not under the common number.",
            fix: "Use the GSTIN of the state from which you supply.",
        },
        hindi: Words {
            title: "यहाँ ट्रांसपोर्टर की साझा नामांकन संख्या का उपयोग नहीं हो सकता।",
            reason: "कई राज्यों के लिए एक नामांकन संख्या वाला ट्रांसपोर्टर ई-इनवॉइस उन राज्यों \
                     के GSTIN से बनाता है, साझा संख्या से नहीं।",
            fix: "जिस राज्य से आपूर्ति करते हैं उसका GSTIN भरें।",
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
