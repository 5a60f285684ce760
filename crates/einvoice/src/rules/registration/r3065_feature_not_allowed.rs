//! 3065: the feature is not allowed for this account.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3065",
        kind: Kind::Outcome,
        english: Words {
            title: "The feature is not allowed for this account.",
            reason: "It answers a service for accounts, sub-users or integrators that this \
                     portal does not have.",
            fix: "Nothing needs to be done here.",
        },
        hindi: Words {
            title: "इस खाते के लिए यह सुविधा स्वीकृत नहीं है।",
            reason: "यह खातों, उप-उपयोगकर्ताओं या एकीकरण की ऐसी सेवा का उत्तर है जो इस पोर्टल पर \
                     नहीं है।",
            fix: "यहाँ कुछ करने की आवश्यकता नहीं है।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: why::NOT_OFFERED,
        },
    },
    check: None,
};
