//! 4027: a Part A slip needs the transporter's id.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4027",
        kind: Kind::Outcome,
        english: Words {
            title: "A Part A slip needs the transporter's id.",
            reason: "Nobody else could fill in the vehicle later.",
            fix: "Name the transporter.",
        },
        hindi: Words {
            title: "भाग A की पर्ची के लिए परिवहनकर्ता का आईडी आवश्यक है।",
            reason: "बाद में वाहन और कोई नहीं भर सकता।",
            fix: "परिवहनकर्ता बताएँ।",
        },
        pointers: &["/EwbDtls/TransId"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 4019.",
                hindi: "यह 4019 से बताया जाता है।",
            },
        },
    },
    check: None,
};
