//! 4000: the IRN of the e-way bill is not active.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4000",
        kind: Kind::Outcome,
        english: Words {
            title: "The IRN of the e-way bill is not active.",
            reason: "An e-way bill is made only for a document that stands.",
            fix: "Use the IRN of a document that is not cancelled.",
        },
        hindi: Words {
            title: "ई-वे बिल का IRN सक्रिय नहीं है।",
            reason: "ई-वे बिल केवल मान्य दस्तावेज़ के लिए बनता है।",
            fix: "ऐसे दस्तावेज़ का IRN दें जो रद्द न हो।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
