//! 3052: the transporter's number is cancelled or not valid.

use crate::catalogue::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3052",
        kind: Kind::Outcome,
        english: Words {
            title: "The transporter's number is cancelled or not valid.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 4018.",
        },
        hindi: Words {
            title: "परिवहनकर्ता की संख्या रद्द है या मान्य नहीं है।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "4018 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 4018.",
                hindi: "यह 4018 से बताया जाता है।",
            },
        },
    },
    check: None,
};
