//! 1004: the request has no GSTIN header.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1004",
        kind: Kind::Protocol,
        english: Words {
            title: "The header with the GSTIN is missing.",
            reason: "Every call says in the header gstin for which registration it is made.",
            fix: "Send the header gstin with the GSTIN of your account.",
        },
        hindi: Words {
            title: "GSTIN वाला हेडर नहीं भेजा गया।",
            reason: "हर अनुरोध के gstin हेडर में बताया जाता है कि वह किस पंजीकरण के लिए है।",
            fix: "अपने खाते का GSTIN gstin हेडर में भेजें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
