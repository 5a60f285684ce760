//! 2278: the document number belongs to a cancelled IRN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2278",
        kind: Kind::Outcome,
        english: Words {
            title: "This document number belongs to an IRN that was cancelled.",
            reason: "A number whose IRN was cancelled cannot be used again for a document of \
                     the same type in the same financial year.",
            fix: "Give the document a new number and register it under that.",
        },
        hindi: Words {
            title: "यह दस्तावेज़ संख्या एक रद्द IRN की है।",
            reason: "जिस संख्या का IRN रद्द हो चुका हो, वह उसी वित्तीय वर्ष में उसी प्रकार \
                     के दस्तावेज़ के लिए दोबारा उपयोग नहीं हो सकती।",
            fix: "दस्तावेज़ को नई संख्या दें और उसी से पंजीकृत करें।",
        },
        pointers: &["/DocDtls/No"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
