//! 4010: credit and debit notes and documents of services get no e-way bill.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4010",
        kind: Kind::Outcome,
        english: Words {
            title: "Credit and debit notes and documents of services get no e-way bill.",
            reason: "Goods move with a tax invoice.",
            fix: "Leave the e-way bill out.",
        },
        hindi: Words {
            title: "क्रेडिट नोट, डेबिट नोट और सेवाओं के दस्तावेज़ का ई-वे बिल नहीं बनता।",
            reason: "माल टैक्स इनवॉइस के साथ चलता है।",
            fix: "ई-वे बिल न माँगें।",
        },
        pointers: &["/DocDtls/Typ"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
