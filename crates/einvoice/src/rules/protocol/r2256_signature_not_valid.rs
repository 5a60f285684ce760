//! 2256: the signature of the document is not valid.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2256",
        kind: Kind::Protocol,
        english: Words {
            title: "The signature of the document is not valid.",
            reason: "It answers a service for accounts, sub-users or integrators that this \
                     portal does not have.",
            fix: "Nothing needs to be done here.",
        },
        hindi: Words {
            title: "दस्तावेज़ का हस्ताक्षर मान्य नहीं है।",
            reason: "यह खातों, उप-उपयोगकर्ताओं या एकीकरण की ऐसी सेवा का उत्तर है जो इस पोर्टल पर \
                     नहीं है।",
            fix: "यहाँ कुछ करने की आवश्यकता नहीं है।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Retired {
            why: why::NOT_OFFERED,
        },
    },
    check: None,
};
