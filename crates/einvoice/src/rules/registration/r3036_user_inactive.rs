//! 3036: the user is inactive.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3036",
        kind: Kind::Outcome,
        english: Words {
            title: "This user is inactive.",
            reason: "The user was switched off by the main user of the GSTIN or by the \
                     portal's operator.",
            fix: "Ask the main user of your GSTIN to switch it on again.",
        },
        hindi: Words {
            title: "यह यूज़र निष्क्रिय है।",
            reason: "GSTIN के मुख्य यूज़र या पोर्टल के संचालक ने इसे बंद किया है।",
            fix: "अपने GSTIN के मुख्य यूज़र से इसे फिर चालू करने को कहें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 1008.",
                hindi: "यह 1008 से बताया जाता है।",
            },
        },
    },
    check: None,
};
