//! 2142: the parameters of the request are incomplete.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2142",
        kind: Kind::Protocol,
        english: Words {
            title: "The parameters of the request are incomplete.",
            reason: "NIC's lists have more than one code for this.",
            fix: "See 5002.",
        },
        hindi: Words {
            title: "अनुरोध के पैरामीटर अधूरे हैं।",
            reason: "NIC की सूचियों में इसके लिए एक से अधिक कोड हैं।",
            fix: "5002 देखें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 5002.",
                hindi: "यह 5002 से बताया जाता है।",
            },
        },
    },
    check: None,
};
