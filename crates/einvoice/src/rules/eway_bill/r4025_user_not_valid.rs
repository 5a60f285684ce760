//! 4025: the user id of the e-way bill request is not valid.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4025",
        kind: Kind::Outcome,
        english: Words {
            title: "The user id of the e-way bill request is not valid.",
            reason: "E-way bills are made by a user of the supplier's account.",
            fix: "Log in again with the supplier's account.",
        },
        hindi: Words {
            title: "ई-वे बिल के अनुरोध का उपयोगकर्ता मान्य नहीं है।",
            reason: "ई-वे बिल आपूर्तिकर्ता के खाते के उपयोगकर्ता से बनता है।",
            fix: "आपूर्तिकर्ता के खाते से दोबारा लॉगिन करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
