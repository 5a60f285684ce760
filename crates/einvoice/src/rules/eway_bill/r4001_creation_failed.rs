//! 4001: the e-way bill could not be made.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4001",
        kind: Kind::Outcome,
        english: Words {
            title: "The e-way bill could not be made.",
            reason: "Something failed inside the portal; the IRN stands.",
            fix: "Ask for the e-way bill by its IRN in a few minutes.",
        },
        hindi: Words {
            title: "ई-वे बिल बनाया नहीं जा सका।",
            reason: "पोर्टल के भीतर कुछ विफल हुआ; IRN बना हुआ है।",
            fix: "कुछ मिनट बाद IRN से ई-वे बिल बनाएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
