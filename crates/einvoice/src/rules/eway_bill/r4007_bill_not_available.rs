//! 4007: the e-way bill is not available.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4007",
        kind: Kind::Outcome,
        english: Words {
            title: "The e-way bill is not available.",
            reason: "Its details cannot be shown at the moment.",
            fix: "Try again later.",
        },
        hindi: Words {
            title: "ई-वे बिल उपलब्ध नहीं है।",
            reason: "इसका विवरण अभी नहीं दिखाया जा सकता।",
            fix: "बाद में फिर प्रयास करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "An e-way bill that is not there is told by 4005.",
                hindi: "जो ई-वे बिल नहीं है, वह 4005 से बताया जाता है।",
            },
        },
    },
    check: None,
};
