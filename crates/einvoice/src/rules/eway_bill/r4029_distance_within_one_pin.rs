//! 4029: the distance cannot be 0 within one PIN code.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4029",
        kind: Kind::Outcome,
        english: Words {
            title: "The distance cannot be 0 within one PIN code.",
            reason: "Between two places of one PIN code the distance cannot be computed.",
            fix: "Give the distance in kilometres, 1 to 100.",
        },
        hindi: Words {
            title: "एक ही पिन कोड के भीतर दूरी 0 नहीं हो सकती।",
            reason: "एक ही पिन कोड के दो स्थानों के बीच की दूरी की गणना नहीं हो सकती।",
            fix: "दूरी किलोमीटर में दें, 1 से 100।",
        },
        pointers: &["/EwbDtls/Distance"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
