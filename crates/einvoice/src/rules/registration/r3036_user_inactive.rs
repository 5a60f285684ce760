//! 3036: the user is inactive: the account is frozen.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3036",
        kind: Kind::Outcome,
        english: Words {
            title: "This account is frozen.",
            reason: "The portal's operator has closed it for the time being. Only who gives the \
                     right password is told.",
            fix: "Ask the portal's help desk. A new password does not open it.",
        },
        hindi: Words {
            title: "यह खाता रोक दिया गया है।",
            reason: "पोर्टल के संचालक ने इसे फ़िलहाल बंद किया है। यह केवल सही पासवर्ड देने वाले को \
                     बताया जाता है।",
            fix: "पोर्टल के सहायता केंद्र से पूछें। नया पासवर्ड बनाने से यह नहीं खुलता।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Guess,
        status: Status::Raised,
    },
    check: None,
};
