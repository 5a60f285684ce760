//! 2154: no IRN was issued for the requested document.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2154",
        kind: Kind::Outcome,
        english: Words {
            title: "No IRN was found for this document.",
            reason: "No document with this type, number and date is registered for your GSTIN.",
            fix: "Check the type, the number and the date of the document, or register it.",
        },
        hindi: Words {
            title: "इस दस्तावेज़ के लिए कोई IRN नहीं मिला।",
            reason: "आपके GSTIN से इस प्रकार, संख्या और तारीख़ का कोई दस्तावेज़ पंजीकृत नहीं है।",
            fix: "दस्तावेज़ का प्रकार, संख्या और तारीख़ जाँचें, या उसे पंजीकृत करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
