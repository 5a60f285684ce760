//! 4003: there is no document with the IRN of the e-way bill.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4003",
        kind: Kind::Outcome,
        english: Words {
            title: "There is no document with the IRN of the e-way bill.",
            reason: "The e-way bill takes its particulars from the registered document.",
            fix: "Check the IRN letter by letter.",
        },
        hindi: Words {
            title: "ई-वे बिल के IRN वाला कोई दस्तावेज़ नहीं है।",
            reason: "ई-वे बिल अपना विवरण पंजीकृत दस्तावेज़ से लेता है।",
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
