//! 4002: the IRN has an e-way bill already.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4002",
        kind: Kind::Outcome,
        english: Words {
            title: "The IRN has an e-way bill already.",
            reason: "A document has one active e-way bill.",
            fix: "Use the e-way bill that there is, or cancel it first.",
        },
        hindi: Words {
            title: "इस IRN का ई-वे बिल पहले से है।",
            reason: "एक दस्तावेज़ का एक ही सक्रिय ई-वे बिल होता है।",
            fix: "मौजूदा ई-वे बिल काम में लें, या पहले उसे रद्द करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
