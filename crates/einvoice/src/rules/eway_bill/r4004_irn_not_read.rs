//! 4004: the document of the e-way bill could not be read.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4004",
        kind: Kind::Outcome,
        english: Words {
            title: "The document of the e-way bill could not be read.",
            reason: "Something failed inside the portal.",
            fix: "Try again soon; nothing was changed.",
        },
        hindi: Words {
            title: "ई-वे बिल का दस्तावेज़ पढ़ा नहीं जा सका।",
            reason: "पोर्टल के भीतर कुछ विफल हुआ।",
            fix: "थोड़ी देर में फिर प्रयास करें; कुछ बदला नहीं है।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired { why: why::FAILURE },
    },
    check: None,
};
