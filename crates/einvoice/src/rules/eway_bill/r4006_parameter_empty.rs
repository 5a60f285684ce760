//! 4006: a parameter of the e-way bill request is empty.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4006",
        kind: Kind::Outcome,
        english: Words {
            title: "A parameter of the e-way bill request is empty.",
            reason: "The request has to name what it asks for.",
            fix: "Fill in the parameter and send the request again.",
        },
        hindi: Words {
            title: "ई-वे बिल के अनुरोध का कोई पैरामीटर ख़ाली है।",
            reason: "अनुरोध में बताना होता है कि क्या चाहिए।",
            fix: "पैरामीटर भरकर अनुरोध फिर भेजें।",
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
