//! 4003: the caller has no document with the IRN of the e-way bill.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4003",
        kind: Kind::Outcome,
        english: Words {
            title: "You have no document with the IRN of the e-way bill.",
            reason: "The IRN was copied incompletely, or the document is another GSTIN's.",
            fix: "Check the IRN letter by letter.",
        },
        hindi: Words {
            title: "ई-वे बिल के IRN वाला आपका कोई दस्तावेज़ नहीं है।",
            reason: "IRN अधूरा लिखा गया है, या दस्तावेज़ किसी दूसरे GSTIN का है।",
            fix: "IRN का हर अक्षर जाँचें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
