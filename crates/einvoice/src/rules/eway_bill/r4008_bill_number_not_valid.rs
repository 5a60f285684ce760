//! 4008: the number of the e-way bill is not valid.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4008",
        kind: Kind::Outcome,
        english: Words {
            title: "The number of the e-way bill is not valid.",
            reason: "An e-way bill's number has twelve digits.",
            fix: "Correct the number.",
        },
        hindi: Words {
            title: "ई-वे बिल की संख्या मान्य नहीं है।",
            reason: "ई-वे बिल की संख्या बारह अंकों की होती है।",
            fix: "संख्या सुधारें।",
        },
        pointers: &["/EwbNo"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "Only cancelling asks for a number, and it answers with 301 of the \
                         e-way bill system.",
                hindi: "संख्या केवल रद्द करने में दी जाती है, जिसका उत्तर ई-वे बिल प्रणाली का \
                         301 है।",
            },
        },
    },
    check: None,
};
