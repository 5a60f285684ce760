//! 4005: the e-way bill was not found.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4005",
        kind: Kind::Outcome,
        english: Words {
            title: "The e-way bill was not found.",
            reason: "No e-way bill was made for this document here.",
            fix: "Check the IRN, or make the e-way bill.",
        },
        hindi: Words {
            title: "ई-वे बिल नहीं मिला।",
            reason: "इस दस्तावेज़ का ई-वे बिल यहाँ नहीं बना है।",
            fix: "IRN जाँचें, या ई-वे बिल बनाएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
